from __future__ import annotations

from dataclasses import replace

import pytest

from policy_dataset.problems import Problem
from policy_dataset.report.characters import width
from policy_dataset.report.report import Report
from policy_dataset.report.text_report import render
from report.samples import full_width, placeless, report, setting, unknown_code


def test_a_problem_is_told_as_the_contributors_journey_shows_it():
    text = render(Report.of([unknown_code()], records={"measures": 40, "statistics": 8}), setting())
    assert text == (
        "measures/health.yaml:14:15  error  unknown_code\n"
        "    14 │   instrument: subsdy_grant\n"
        "       │               ^^^^^^^^^^^^ 'subsdy_grant' is not in codelist instruments\n"
        "    hint: did you mean 'subsidy_grant'?\n"
        "1 error, 0 warnings in 48 records\n"
    )


def test_carets_stand_under_chinese_characters_that_take_two_columns():
    text = render(Report.of([full_width()]), setting())
    line, marks = text.splitlines()[1:3]
    assert line == "    20 │   title_zh: 医保补贴２０２６年"
    assert marks.startswith("       │             " + " " * 8 + "^" * 8 + " title_zh")


def test_a_tab_is_shown_as_the_columns_it_takes():
    problem = Problem(code="c", message="m", file="measures/health.yaml", line=31, column=2, end_column=5)
    _, line, marks, _ = render(Report.of([problem]), setting()).splitlines()
    assert line == "    31 │     key: value"
    assert marks == "       │     ^^^ m"


def test_a_line_and_what_stands_before_it_fit_a_terminal():
    problem = Problem(code="c", message="m", file="x.yaml", line=14, column=90, end_column=92)
    line = "title_zh: " + "补贴" * 60
    told = render(
        Report.of([problem]), replace(setting(), source_line=lambda _file, _number: line, columns=80)
    )
    _, shown, marks, _ = told.splitlines()
    assert sum(map(width, shown)) <= 80
    under = sum(map(width, marks[: marks.index("^")]))
    # 补 and 贴 take turns, and column 90 holds the latter half of a pair.
    cells = [c for c in shown for _ in range(width(c))]
    assert "".join(cells[under : under + marks.count("^")]) == "贴贴补补"


def test_a_value_as_long_as_a_file_leaves_the_words_around_it():
    value = "补" * 100_000
    problem = Problem(code="c", message=f"'{value}' is no code", hint=f"Not {value}, but another.", file="x")
    told = render(Report.of([problem]), setting())
    assert len(told) < 2_000
    assert "补' is no code" in told
    assert "补, but another." in told


def test_a_file_that_is_gone_leaves_the_message():
    text = render(Report.of([unknown_code(line=99)]), setting())
    assert "\n    'subsdy_grant' is not in codelist instruments\n" in text


def test_a_problem_without_a_file_names_its_table_and_row():
    assert render(Report.of([placeless()])).startswith("measures row 5  error  missing_evidence\n")


def test_only_so_many_problems_of_a_rule_are_shown_and_the_total_is_said():
    many = Report.of([*(unknown_code(line=n) for n in range(1, 61)), full_width()])
    text = render(many, setting(limit=50))
    assert text.count("  error  unknown_code\n") == 50
    assert "unknown_code: 60 problems, of which the first 50 are shown\n" in text
    assert text.endswith("60 errors, 1 warning\n")
    assert "shown" not in render(many, setting(limit=None))


def test_time_and_colour_are_there_when_asked_for_and_nowhere_else():
    plain = render(report(), setting())
    assert "\x1b" not in plain
    assert " s)" not in plain
    told = render(report(), setting(colour=True, seconds=0.41))
    assert "\x1b[1;31merror\x1b[0m" in told
    assert told.endswith(" (0.4 s)\n")


def test_nothing_that_a_terminal_obeys_comes_through_from_data():
    text = render(report(), setting())
    assert not any(sign in text for sign in ("\x1b", "\x00", "\x07", "\u202e"))
    assert "\n::error::made up" not in text


def test_a_prefix_makes_paths_that_open_from_where_the_reader_stands():
    text = render(Report.of([unknown_code()]), setting(prefix="datasets/x/"))
    assert text.startswith("datasets/x/measures/health.yaml:14:15  error")


@pytest.mark.parametrize(
    ("hint", "shown"), [("Save it.", "save it."), ("UTF-8 is meant.", "UTF-8 is meant.")]
)
def test_a_hint_begins_small_unless_it_begins_with_a_name_in_capitals(hint, shown):
    assert f"hint: {shown}" in render(Report.of([Problem(code="c", message="m", hint=hint)]))


def test_a_fault_of_the_library_is_told_and_counted():
    text = render(report(), setting())
    assert "fault of the library: rule broad_code could not be judged: ZeroDivisionError: \\x07\n" in text
    assert text.endswith("3 errors, 1 warning, 1 fault of the library in 48 records\n")
