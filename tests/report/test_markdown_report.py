from __future__ import annotations

from dataclasses import replace

from policy_dataset.problems import Problem
from policy_dataset.report.markdown_report import FIRST, render
from policy_dataset.report.report import Report
from report.samples import full_width, report, setting, unknown_code


def test_counts_come_first_then_the_problems():
    text = render(Report.of([unknown_code(), full_width()], records={"measures": 48}), setting())
    assert text == (
        "### policy-dataset: health\n\n"
        "**Not valid**: 1 error, 1 warning in 48 records\n\n"
        "| rule | severity | problems |\n| --- | --- | ---: |\n"
        "| text_full_width | warning | 1 |\n"
        "| unknown_code | error | 1 |\n\n"
        "| place | rule | problem | what to do |\n| --- | --- | --- | --- |\n"
        "| measures/health.yaml:14:15 | unknown_code |"
        " 'subsdy_grant' is not in codelist instruments | Did you mean 'subsidy_grant'? |\n"
        "| measures/health.yaml:20:17 | text_full_width |"
        " title_zh holds full-width characters | Write them in ASCII. |\n"
    )


def test_rules_lead_to_their_pages_where_these_can_be_read():
    text = render(Report.of([unknown_code()]), replace(setting(), rule_pages="https://example.org/rules/"))
    assert text.count("| [unknown_code](https://example.org/rules/unknown_code.md) |") == 2


def test_no_value_breaks_the_table_or_calls_anybody():
    problem = Problem(code="c", message="a|b `c` <img src=x> @someone #12 [x](y) _z_\nnew", hint="h")
    text = render(Report.of([problem]))
    (row,) = [line for line in text.splitlines() if "someone" in line]
    assert row.count("|") == 5
    assert not any(sign in row for sign in ("`", "<", "@", " #1", "](", "_z"))


def test_an_address_in_a_value_is_no_link_and_a_long_value_leaves_the_words_around_it():
    message = f"'https://a.example www.b.example {'x' * 1000}' is no code"
    text = render(Report.of([Problem(code="c", message=message, hint="h")]), setting())
    assert "https&#58;//a.example www&#46;b.example" in text
    assert "x' is no code" in text


def test_a_long_report_stays_short():
    text = render(Report.of(unknown_code(line=n) for n in range(1, 1001)), setting())
    assert text.count("measures/health.yaml:") == FIRST
    assert text.endswith(f"And {1000 - FIRST} more problems.\n")


def test_a_valid_report_is_one_line_under_its_title():
    assert render(Report.of([])) == "### policy-dataset\n\n**Valid**: 0 errors, 0 warnings\n"


def test_a_fault_is_told():
    assert "rule broad_code could not be judged" in render(report(), setting())
