from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.drafting.file import read_draft, write_draft

HEAD = "# what this file is\n\n"
NONE = read_draft("")
BODIES = st.dictionaries(
    st.integers(0, 10**6),
    st.from_regex(r"- id: [a-z]{1,9}\n(  [a-z]: [a-z0-9 ]{1,9}\n){0,3}", fullmatch=True),
    min_size=1,
)


def drafted(records: dict[int, str]) -> str:
    text = write_draft(NONE, records, head=HEAD)
    assert text is not None
    return text


@given(BODIES)
def test_what_was_drafted_is_known_as_drafted(records):
    read = read_draft(drafted(records))
    assert read.own == ()
    assert read.drafted == frozenset(records)


@given(BODIES)
def test_drafting_the_same_again_changes_nothing(records):
    text = drafted(records)
    assert write_draft(read_draft(text), records, head=HEAD) == text


@given(BODIES, BODIES)
def test_drafting_something_else_leaves_no_trace_of_what_was_drafted(first, second):
    assert write_draft(read_draft(drafted(first)), second, head=HEAD) == drafted(second)


@given(BODIES, st.data())
def test_one_changed_character_makes_a_record_a_persons_and_keeps_its_bytes(records, data):
    text = drafted(records)
    segment = data.draw(st.sampled_from(read_draft(text).segments))
    inside = data.draw(st.integers(segment.text.index("- id") + 3, len(segment.text.rstrip("\n")) - 1))
    changed = f"{segment.text[:inside]}X{segment.text[inside:]}"
    read = read_draft(text.replace(segment.text, changed))
    assert [s.text for s in read.own] == [changed]
    again = write_draft(read, {}, head=HEAD)
    assert again == f"{HEAD}{changed}"


@given(BODIES)
def test_lines_of_drafted_records_are_told_from_a_persons(records):
    text = drafted(records)
    read = read_draft(text)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("- id"):
            assert read.is_drafted(number)
    assert not read.is_drafted(1)


def test_a_record_put_behind_the_last_one_is_a_persons():
    text = drafted({1: "- id: a\n"}) + "\n- id: mine\n"
    read = read_draft(text)
    assert len(read.own) == 1
    assert write_draft(read, {}, head=HEAD) == text


def test_a_record_put_before_the_first_one_is_kept():
    text = "- id: mine\n" + drafted({1: "- id: a\n"})
    read = read_draft(text)
    assert not read.is_drafted(1)
    assert "- id: mine" in (write_draft(read, {}, head=HEAD) or "")


def test_a_file_whose_lines_end_otherwise_now_is_a_persons_and_stays_as_it_is():
    text = drafted({1: "- id: a\n", 9: "- id: b\n"}).replace("\n", "\r\n")
    read = read_draft(text)
    assert len(read.own) == 2
    assert write_draft(read, {}, head=HEAD) == text


def test_nothing_but_the_comment_is_no_file():
    assert write_draft(read_draft(drafted({1: "- id: a\n"})), {}, head=HEAD) is None
    assert write_draft(NONE, {}, head=HEAD) is None
