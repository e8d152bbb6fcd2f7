"""A report as Markdown, short enough for the summary of a run or a comment: counts by rule, then the first problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policy_dataset.problems import Problem
from policy_dataset.report.characters import on_one_line, shortened
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting
from policy_dataset.report.text_report import counted, place, summary

SUFFIXES = (".md",)

FIRST = 25
"""So many problems are told one by one, errors before warnings."""

_LONGEST = 300
"""A cell of a table is cut after so many characters."""
_ENTITIES = str.maketrans({c: f"&#{ord(c)};" for c in "&<>|[]`*~@#\\$"})
_LINK = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""Signs by which servers make a link of an address that stands in a text."""
_UNDERSCORE_AT_AN_END = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as Markdown that ends with a newline."""
    return "\n".join(_lines(report, setting)) + "\n"


def _lines(report: Report, setting: Setting) -> Iterator[str]:
    yield f"### policy-dataset: {_plain(setting.name)}" if setting.name else "### policy-dataset"
    yield ""
    say = setting.say
    verdict = say("Valid" if report.valid else "Not valid")
    yield f"**{verdict}**{say(': ')}{summary(report, seconds=setting.seconds, say=say)}"
    for rule, error in report.faults:
        yield ""
        yield say(f"Fault of the library: rule {_plain(rule)} could not be judged: {_plain(error)}")
    if not len(report):
        return
    yield ""
    yield _headed("rule", "severity", "problems", say=say)
    yield "| --- | --- | ---: |"
    severities = {p.code: p.severity for p in report.warnings} | {p.code: p.severity for p in report.errors}
    for rule, number in report.counts["rule"].items():
        yield f"| {_rule(rule, setting)} | {say(str(severities[rule]))} | {number} |"
    shown = (*report.errors, *report.warnings)[:FIRST]
    yield ""
    yield _headed("place", "rule", "problem", "what to do", say=say)
    yield "| --- | --- | --- | --- |"
    yield from (_row(p, setting) for p in shown)
    left = report.total - len(shown)
    if left:
        yield ""
        yield say(f"And {counted(left, 'more problem')}.")


def _headed(*heads: str, say: Callable[[str], str]) -> str:
    return f"| {' | '.join(map(say, heads))} |"


def _row(problem: Problem, setting: Setting) -> str:
    told = (
        _plain(place(problem, setting)),
        _rule(problem.code, setting),
        _plain(problem.message),
        _plain(problem.hint),
    )
    return f"| {' | '.join(told)} |"


def _rule(rule: str, setting: Setting) -> str:
    page = setting.page_of(rule)
    return _plain(rule) if page is None else f"[{_plain(rule)}]({page})"


def _plain(text: str) -> str:
    """Write a text so that it reads as it is: no sign of it is taken as Markdown, a link or a name to call."""
    told = on_one_line(shortened(text, _LONGEST)).translate(_ENTITIES)
    told = _LINK.sub(lambda found: f"&#{ord(found[0])};", told)
    return _UNDERSCORE_AT_AN_END.sub("&#95;", told)
