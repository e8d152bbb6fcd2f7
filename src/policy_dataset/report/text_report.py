"""A report for people at a terminal: the place, the line with marks under what is wrong, the fact, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from policy_dataset.problems import Problem, Severity
from policy_dataset.report.characters import on_one_line, shortened
from policy_dataset.report.excerpts import excerpt
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting

SUFFIXES = (".txt",)

_MARGIN = "    "
_LONGEST = 600
"""A message or hint is cut in its middle after so many characters: it may quote a value as long as a file."""
_RESET = "\x1b[0m"
_BOLD, _DIM, _RED, _YELLOW, _CYAN = "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m"
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}
_CAPITAL_OF_A_WORD = re.compile(r"[A-Z](?=[a-z\s])")


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as text that ends with a newline."""
    return "\n".join(lines(report, setting)) + "\n"


def lines(report: Report, setting: Setting = PLAIN) -> Iterator[str]:
    """Go through the lines of the report."""
    shown, left_out = first_of_each_rule(report, setting.limit)
    for problem in shown:
        yield from problem_lines(problem, setting)
    for rule, error in report.faults:
        yield setting.say(f"fault of the library: rule {rule} could not be judged: {on_one_line(error)}")
    told = Counter(problem.code for problem in shown)
    for rule in sorted({*left_out, *report.untold}):
        number = report.counts["rule"][rule]
        yield setting.say(f"{rule}: {number} problems, of which the first {told[rule]} are shown")
    yield summary(report, seconds=setting.seconds, say=setting.say)


def first_of_each_rule(report: Iterable[Problem], limit: int | None) -> tuple[list[Problem], dict[str, int]]:
    """Return so many problems of each rule, and how many more there are by rule."""
    counts: Counter[str] = Counter()
    shown = []
    for problem in report:
        counts[problem.code] += 1
        if limit is None or counts[problem.code] <= limit:
            shown.append(problem)
    left_out = {rule: n - limit for rule, n in sorted(counts.items()) if limit is not None and n > limit}
    return shown, left_out


def problem_lines(problem: Problem, setting: Setting = PLAIN) -> Iterator[str]:
    """Go through the lines that tell one problem."""
    paint = _painter(colour=setting.colour)
    colour = _COLOURS[problem.severity]
    yield f"{paint(_BOLD, place(problem, setting))}  {paint(colour, problem.severity)}  {problem.code}"
    message = shortened(on_one_line(problem.message), _LONGEST)
    line = setting.line_of(problem)
    if line is None:
        yield f"{_MARGIN}{message}"
    else:
        number = str(problem.line)
        bar, below = paint(_DIM, f"{number} │"), paint(_DIM, f"{' ' * len(number)} │")
        room = setting.columns - len(_MARGIN) - len(number) - len(" │ ")
        seen = excerpt(line, problem.column or 1, problem.end_column, columns=room)
        yield f"{_MARGIN}{bar} {seen.line}".rstrip()
        marks = f"{paint(colour, seen.marks)} " if problem.column is not None else ""
        yield f"{_MARGIN}{below} {marks}{message}"
    if problem.hint:
        yield f"{_MARGIN}{paint(_CYAN, setting.say('hint: '))}{hint(problem)}"


def hint(problem: Problem) -> str:
    """Return the hint as it reads after a colon: its first word begins small, unless it is all capitals."""
    text = shortened(on_one_line(problem.hint), _LONGEST)
    return text[0].lower() + text[1:] if _CAPITAL_OF_A_WORD.match(text) else text


def place(problem: Problem, setting: Setting = PLAIN) -> str:
    """Return ``file:line:column``, or table and row where no file is known."""
    if problem.file is None:
        row = f" row {problem.row + 1}" if problem.row is not None else ""
        return on_one_line(f"{problem.table or 'dataset'}{row}")
    if problem.line is None and problem.row is not None:
        return on_one_line(f"{setting.path(problem.file)} row {problem.row + 1}")
    line = f":{problem.line}" if problem.line is not None else ""
    column = f":{problem.column}" if problem.line is not None and problem.column is not None else ""
    return on_one_line(f"{setting.path(problem.file)}{line}{column}")


def summary(report: Report, *, seconds: float | None = None, say: Callable[[str], str] = str) -> str:
    """Return one line of counts: ``2 errors, 1 warning in 48 records``.

    Parameters
    ----------
    say
        Turns its parts into the language of the reader.
    """
    by_severity = report.counts["severity"]
    told = [say(counted(by_severity[severity], severity)) for severity in Severity]
    if report.faults:
        told.append(say(counted(len(report.faults), "fault") + " of the library"))
    of = say(f" in {counted(sum(report.records.values()), 'record')}") if report.records is not None else ""
    took = f" ({seconds:.1f} s)" if seconds is not None else ""
    return f"{say(', ').join(told)}{of}{took}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _painter(*, colour: bool) -> Callable[[str, str], str]:
    def paint(code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if colour else text

    return paint
