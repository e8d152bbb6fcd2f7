"""A report as annotations of a GitHub Actions run, beside the lines at fault, and the text for the log.

A step shows ten errors and ten warnings; the log below them holds all. It stands between commands that tell the runner
to obey nothing in it: values come from files that anybody may have sent.

References
----------
GitHub, Workflow commands for GitHub Actions: ``::error file={name},line={line},col={col},title={title}::{message}``,
with ``%``, line ends and, in properties, ``:`` and ``,`` as percent codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from policy_dataset.problems import Problem
from policy_dataset.report import text_report
from policy_dataset.report.characters import on_one_line, shortened, well_formed
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting

SUFFIXES = ()

SHOWN = 10
"""So many annotations of each severity a step shows."""

_LONGEST = 1000
"""A message or hint is cut in its middle after so many characters: a runner refuses long annotations."""

_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return commands for the runner, then the report as text."""
    return "\n".join(_lines(report, setting)) + "\n"


def _lines(report: Report, setting: Setting) -> Iterator[str]:
    for rule, error in report.faults:
        yield _command(
            "error", {"title": rule}, f"fault of the library: the rule could not be judged: {error}"
        )
    room = max(SHOWN - len(report.faults), 0)
    for problems, shown in ((report.errors, room), (report.warnings, SHOWN)):
        yield from (_annotation(p, setting) for p in problems[:shown])
    text = text_report.render(report, setting)
    # A token that the text cannot hold, because it follows from the text.
    token = sha256(well_formed(text).encode()).hexdigest()
    yield f"::stop-commands::{token}"
    yield text.rstrip("\n")
    yield f"::{token}::"
    of = report.counts["severity"]
    for noun, number in (("error", of["error"] - room), ("warning", of["warning"] - SHOWN)):
        if number > 0:
            yield f"{text_report.counted(number, f'more {noun}')} than are annotated: a step shows {SHOWN} of a kind; the log above tells more"


def _annotation(problem: Problem, setting: Setting) -> str:
    places = {
        "file": setting.path(problem.file) if problem.file is not None else None,
        "line": problem.line,
        "col": problem.column,
        "endColumn": problem.end_column,
        "title": problem.code,
    }
    told = (shortened(on_one_line(words), _LONGEST) for words in (problem.message, problem.hint) if words)
    return _command(
        str(problem.severity),
        {name: str(at) for name, at in places.items() if at is not None},
        "\n".join(told),
    )


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={value.translate(_IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{name} {told}::{message.translate(_IN_MESSAGES)}"
