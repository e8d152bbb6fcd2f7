from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.report.characters import on_one_line, width
from policy_dataset.report.excerpts import COLUMNS, LEAST, excerpt

ANY_LINE = st.text(st.characters(exclude_characters="\r\n"), max_size=400)


def columns_of(text: str) -> int:
    return sum(width(character) for character in text)


@given(ANY_LINE, st.integers(-2, 500), st.one_of(st.none(), st.integers(-2, 500)), st.integers(-5, 200))
def test_whatever_the_line_and_columns_are_an_excerpt_fits_and_its_carets_stand_under_the_marked(
    line, column, end_column, columns
):
    seen = excerpt(line, column, end_column, columns=columns)
    assert columns_of(seen.line) <= max(columns, LEAST)
    assert seen.carets >= 1
    # One caret may stand behind the last character.
    assert seen.indent + seen.carets <= max(columns, LEAST) + 1
    assert on_one_line(seen.line) == seen.line
    left = columns_of(seen.before) + (1 if seen.cut_left else 0)
    assert seen.indent == left
    assert seen.carets == max(1, columns_of(seen.marked))


def test_a_short_line_is_shown_whole():
    seen = excerpt("abc", 2, 3)
    assert (seen.line, seen.marks) == ("abc", " ^")


def test_a_long_line_is_cut_around_what_is_marked():
    seen = excerpt("a" * 5_000_000 + "X" + "b" * 5_000_000, 5_000_001)
    assert seen.line.startswith("…a")
    assert seen.line.endswith("b…")
    assert seen.line[seen.indent] == "X"


def test_a_line_of_wide_characters_is_cut_to_the_columns_of_a_terminal():
    seen = excerpt("title_zh: " + "补" * 60 + "\u200b" + "贴" * 60, 71, 72, columns=72)
    assert columns_of(seen.line) <= 72
    assert seen.line[: seen.line.index("\\")].count("补") * 2 + 1 == seen.indent
    assert seen.carets == len("\\u200b")


def test_a_line_of_just_so_many_columns_is_not_cut():
    line = "a" * COLUMNS
    assert excerpt(line, 1).line == line
    assert excerpt(line, COLUMNS + 1).line == line


def test_an_invisible_character_is_shown_as_its_escape():
    seen = excerpt("a\u200bb", 2, 3)
    assert seen.line == "a\\u200bb"
    assert seen.marks == " ^^^^^^"


def test_a_place_behind_the_line_gets_one_caret_at_its_end():
    assert excerpt("ab", 3).marks == "  ^"
    assert excerpt("", 1).marks == "^"
