from __future__ import annotations

import re

from policy_dataset.problems import Problem
from policy_dataset.report.github_report import render
from policy_dataset.report.report import Report
from report.samples import full_width, hostile, setting, unknown_code


def commands(text: str) -> list[str]:
    """What the runner obeys: nothing between stop-commands and its token."""
    outside = re.sub(r"::stop-commands::(\w+)\n.*?\n::\1::\n", "", text, flags=re.DOTALL)
    return [line for line in outside.splitlines() if line.lstrip().startswith("::")]


def test_an_annotation_stands_at_its_line_and_columns():
    (command,) = commands(render(Report.of([unknown_code()]), setting(prefix="datasets/x/")))
    assert command == (
        "::error file=datasets/x/measures/health.yaml,line=14,col=15,endColumn=27,title=unknown_code::"
        "'subsdy_grant' is not in codelist instruments%0ADid you mean 'subsidy_grant'?"
    )


def test_no_value_becomes_a_command_of_its_own():
    text = render(Report.of([hostile()]), setting())
    (command,) = commands(text)
    assert command.startswith(
        "::error file=sta tistics/</script>%25%2C%3A.yaml,line=3,col=1,title=bad_value::"
    )
    assert "%0A%3A" not in command.split("::", 2)[2]
    assert "{0}\\n::error::made up" in command


def test_nothing_that_a_terminal_obeys_stands_in_a_command_and_no_value_makes_it_long():
    message = f"'\x1b[31m\udcff{'x' * 100_000}' is no code"
    (command,) = commands(render(Report.of([Problem(code="c", message=message, hint="h")]), setting()))
    assert "\x1b" not in command
    assert "\udcff" not in command
    assert len(command) < 2_000
    assert command.endswith("x' is no code%0Ah")


def test_a_step_shows_ten_of_each_and_the_rest_is_counted():
    problems = [
        *(unknown_code(line=n) for n in range(1, 14)),
        *(full_width().at(line=n) for n in range(1, 12)),
    ]
    text = render(Report.of(problems), setting())
    told = commands(text)
    assert sum(c.startswith("::error ") for c in told) == 10
    assert sum(c.startswith("::warning ") for c in told) == 10
    assert "3 more errors than are annotated" in text
    assert "1 more warning than are annotated" in text
    assert text.count("  error  unknown_code\n") == 13


def test_a_fault_takes_the_room_of_an_error():
    report = Report.of((unknown_code(line=n) for n in range(1, 11)), [("broad_code", "boom")])
    told = commands(render(report, setting()))
    assert len(told) == 10
    assert told[0].startswith("::error title=broad_code::")


def test_a_problem_without_a_place_is_annotated_without_one():
    (command,) = commands(render(Report.of([Problem(code="c", message="m")])))
    assert command == "::error title=c::m"
