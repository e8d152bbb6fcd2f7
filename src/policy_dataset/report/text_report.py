"""A report as plain text: place, rule and fact on one line, the hint below it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dataset.problems import Problem
from policy_dataset.report.report import Report


def render(report: Report) -> str:
    """Return the report as text that ends with a newline."""
    return "\n".join(lines(report)) + "\n"


def lines(report: Report) -> Iterator[str]:
    """Go through the lines of the report."""
    for problem in report:
        yield f"{place(problem)}  {problem.severity}  {problem.code}: {problem.message}"
        if problem.hint:
            yield f"    hint: {problem.hint}"
    for rule, error in report.faults:
        yield f"fault of the library: rule {rule} could not be judged: {error}"
    yield summary(report)


def place(problem: Problem) -> str:
    """Return ``file:line:column``, or table and row where no file is known."""
    if problem.file is None:
        return f"{problem.table or 'dataset'}" + (
            f" row {problem.row + 1}" if problem.row is not None else ""
        )
    line = f":{problem.line}" if problem.line is not None else ""
    column = f":{problem.column}" if problem.line is not None and problem.column is not None else ""
    return f"{problem.file}{line}{column}"


def summary(report: Report) -> str:
    """Return one line of counts."""
    records = sum(report.records.values()) if report.records is not None else None
    of = f" in {records} records" if records is not None else ""
    return f"{counted(len(report.errors), 'error')}, {counted(len(report.warnings), 'warning')}{of}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
