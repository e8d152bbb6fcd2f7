"""A report as Markdown, short enough for the summary of a run or a comment: counts by rule, then the first problems."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_dataset.problems import Problem
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting, page_of
from policy_dataset.report.text_report import counted, place, summary

SUFFIXES = (".md",)

FIRST = 25
"""So many problems are told one by one, errors before warnings."""

_LONGEST = 300
"""A cell of a table is cut after so many characters."""
_ENTITIES = str.maketrans({c: f"&#{ord(c)};" for c in "&<>|[]`*~@#\\$"})
_UNDERSCORE_AT_AN_END = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as Markdown that ends with a newline."""
    return "\n".join(_lines(report, setting)) + "\n"


def _lines(report: Report, setting: Setting) -> Iterator[str]:
    yield f"### policy-dataset: {_plain(setting.name)}" if setting.name else "### policy-dataset"
    yield ""
    yield f"**{'Valid' if report.valid else 'Not valid'}**: {summary(report, seconds=setting.seconds)}"
    for rule, error in report.faults:
        yield ""
        yield f"Fault of the library: rule {_plain(rule)} could not be judged: {_plain(error)}"
    if not len(report):
        return
    yield ""
    yield "| rule | severity | problems |"
    yield "| --- | --- | ---: |"
    severities = {p.code: p.severity for p in report.warnings} | {p.code: p.severity for p in report.errors}
    for rule, number in report.counts["rule"].items():
        yield f"| [{_plain(rule)}]({page_of(rule)}) | {severities[rule]} | {number} |"
    shown = (*report.errors, *report.warnings)[:FIRST]
    yield ""
    yield "| place | rule | problem | what to do |"
    yield "| --- | --- | --- | --- |"
    yield from (_row(p, setting) for p in shown)
    left = len(report) - len(shown)
    if left:
        yield ""
        yield f"And {counted(left, 'more problem')}."


def _row(problem: Problem, setting: Setting) -> str:
    rule = f"[{_plain(problem.code)}]({page_of(problem.code)})"
    told = (_plain(place(problem, setting)), rule, _plain(problem.message), _plain(problem.hint))
    return f"| {' | '.join(told)} |"


def _plain(text: str) -> str:
    """Write a text so that it reads as it is: no sign of it is taken as Markdown, a link or a name to call."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return _UNDERSCORE_AT_AN_END.sub("&#95;", on_one_line(text).translate(_ENTITIES))
