from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from policy_dataset.drafting.yaml import Comment, record, scalar
from policy_dataset.records.yaml_faults import CONTROL
from policy_dataset.records.yaml_text import read_yaml

# What no record may hold is refused by the reader, however it is written.
TEXTS = st.text(st.characters(exclude_categories=("Cs",))).filter(lambda t: CONTROL.search(t) is None)
SIGNS = st.text("-?:,[]{}#&*!|>'\"%@` \\~=<.\n\r\ta1中。：")
KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)


def read_back(text: str):
    document = read_yaml(text.encode("utf-8"), file="records.yaml")
    assert document.problems == ()
    return document.value


@given(st.one_of(TEXTS, SIGNS))
@example("null")
@example("~")
@example("")
@example("- a")
@example("a: b")
@example("a #b")
@example("'“十四五”时期'")
@example("2.59亿人")
@example("x#char=1,2;sha256=0123456789abcdef")
@example("a\\\n\t\r'\"")
@example(" a ")
@example("---")
def test_a_text_reads_back_as_exactly_that_text(text):
    assert read_back(record([("id", text), ("note", "after")])) == [{"id": text, "note": "after"}]


@given(
    st.dictionaries(
        KEYS,
        st.one_of(
            TEXTS,
            st.lists(st.one_of(TEXTS, st.dictionaries(KEYS, TEXTS, min_size=1)), min_size=1),
            st.dictionaries(KEYS, st.one_of(TEXTS, st.lists(TEXTS, min_size=1)), min_size=1),
        ),
        min_size=1,
    )
)
def test_a_record_reads_back_as_exactly_that_record(fields):
    assert read_back(record(list(fields.items()))) == [fields]


@given(st.text())
def test_a_comment_is_one_line_and_changes_nothing(text):
    written = record([("id", "a"), Comment(text), ("note", "b")])
    assert written.count("\n") == 3
    assert read_back(written) == [{"id": "a", "note": "b"}]


def test_what_needs_no_quotes_has_none():
    assert scalar("2.59亿人") == "2.59亿人"
    assert scalar("截至2025年11月底") == "截至2025年11月底"
    assert scalar("gov_2026#char=1,2;sha256=0123456789abcdef") == "gov_2026#char=1,2;sha256=0123456789abcdef"
