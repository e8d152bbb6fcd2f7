from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.coverage.accounting import Use, Waived, keep_books
from policy_dataset.sources.anchors import Anchor
from policy_dataset.sources.lock import LockedSource


def source(
    sentences: str = "0,20;20,40", numerals: str = "5,8,5,6,figure;25,27,25,27,idiom"
) -> dict[str, LockedSource]:
    return {"page": LockedSource("a" * 64, 40, "0,40", sentences, numerals)}


def waiver(start: int, end: int, reason: str = "background", name: str = "w") -> Waived:
    return Waived(name, Anchor("page", start, end, "0" * 16), reason)


def books(uses=(), waivers=(), **kwargs):
    return keep_books(source(**kwargs), {"page": uses}, list(waivers))


def found(made, kind):
    return [(e.disposition, e.record, e.reason) for e in made.entries if e.kind == kind]


def test_a_numeral_is_covered_by_evidence_of_a_field_that_uses_it():
    made = books([Use(5, 8, "statistics", "a", "figure")])
    assert found(made, "numeral")[0] == ("record", "a", None)


def test_evidence_of_a_whole_record_does_not_cover_a_numeral():
    made = books([Use(0, 20, "measures", "a", None)])
    assert found(made, "numeral")[0] == ("open", None, None)
    assert found(made, "sentence")[0] == ("record", "a", None)


def test_a_mention_is_covered_when_its_numerals_are():
    assert found(books([Use(5, 6, "statistics", "a", "figure")]), "numeral")[0][0] == "record"
    assert found(books([Use(6, 8, "statistics", "a", "figure")]), "numeral")[0][0] == "open"


def test_what_the_lexicon_covers_is_waived_for_the_reason_of_its_kind():
    assert found(books(), "numeral")[1] == ("waived", None, "idiom")


def test_a_waiver_covers_what_lies_in_it_and_a_sentence_that_it_touches():
    made = books(waivers=[waiver(0, 20)])
    assert found(made, "numeral")[0] == ("waived", None, "background")
    assert found(made, "sentence")[0] == ("waived", None, "background")
    assert found(made, "sentence")[1] == ("open", None, None)


def test_a_waiver_of_what_a_record_covers_is_stale():
    uses = [Use(0, 20, "measures", "a", None), Use(5, 8, "statistics", "b", "figure")]
    assert books(uses, [waiver(0, 20)]).stale == ("w",)
    assert books(waivers=[waiver(0, 20)]).stale == ()


def test_the_share_of_a_sentence_counts_touched_characters_once():
    uses = [Use(0, 10, "measures", "a", None), Use(5, 15, "measures", "b", None)]
    share = next(e.share for e in books(uses).entries if e.kind == "sentence")
    assert share == Decimal("0.75")


spans = st.tuples(st.integers(0, 39), st.integers(1, 20)).map(lambda s: (s[0], min(40, s[0] + s[1])))
fields = st.sampled_from(["figure", "period", None, "actors"])


@given(st.lists(st.tuples(spans, fields), max_size=6), st.lists(spans, max_size=4))
def test_everything_is_accounted_for_once_and_shares_are_shares(used, waived):
    uses = [Use(a, b, "measures", str(i), f) for i, ((a, b), f) in enumerate(used)]
    waivers = [waiver(a, b, name=str(i)) for i, (a, b) in enumerate(waived)]
    made = books(uses, waivers)
    assert len(made.entries) == len({(e.kind, e.start, e.end) for e in made.entries}) == 4
    assert all(e.share is None or 0 <= e.share <= 1 for e in made.entries)
    assert sum(sum(c.values()) for c in made.counts().values()) == 4
    assert set(made.stale) <= {w.waiver for w in waivers}
