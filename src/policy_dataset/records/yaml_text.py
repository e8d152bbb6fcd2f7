"""One YAML file as plain values, with the place of every value and key.

Scalars are texts exactly as written: a YAML 1.1 loader would turn ``NO`` into false, ``1:30`` into 90 and ``010200``
into 4224. The model decides what a text means.
"""

from __future__ import annotations

import gc
import re
from array import array
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_dataset.problems import Problem, Severity
from policy_dataset.records.yaml_build import Builder
from policy_dataset.records.yaml_faults import CONTROL, Faults, YamlLimits
from policy_dataset.records.yaml_hints import explain_scalar
from policy_dataset.records.yaml_places import OFFSET_BITS, OFFSET_MASK, Lines, Place, Positions, Style
from policy_dataset.records.yaml_recover import Recovery
from policy_dataset.utf8 import REPLACEMENT, place_of, read_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Place", "Positions", "Style", "YamlDocument", "YamlLimits", "explain_scalar", "read_yaml"]

_CUT = re.compile(r"(?<=\S)[ \t]+(#[^\s#][^\n]*)")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """What one file says.

    Attributes
    ----------
    file
        The name used in problems.
    value
        Text, list, dict or None. None stands where null was written or a value was refused, which is a problem, and
        for an empty file, which is none. Treat it as read only: `positions` was built with it.
    positions
        Where each value and key stands.
    problems
        By line and column; what they concern is left out of `value`, the rest is there.
    """

    file: str
    value: Any
    positions: Positions
    problems: tuple[Problem, ...]


def read_yaml(data: bytes, *, file: str, limits: YamlLimits | None = None) -> YamlDocument:
    r"""Read one YAML file; whatever the bytes are, nothing is raised.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        Its name in problems, relative to what is being read, with forward slashes.
    limits
        Bounds on size and depth.

    Returns
    -------
    YamlDocument
        The values that could be read, their places, and what is wrong.

    Examples
    --------
    >>> document = read_yaml(b"- postcode: 010200\n  time: 1:30\n", file="places.yaml")
    >>> document.value
    [{'postcode': '010200', 'time': '1:30'}]
    >>> document.positions.of_value([0, "time"])
    Place(line=2, column=9, end_line=2, end_column=13)
    """
    limits = limits or YamlLimits()
    if len(data) > limits.file_bytes:
        message = f"the file has {len(data)} bytes; {limits.file_bytes} are allowed"
        problem = Problem(
            code="yaml_too_large", message=message, hint="Split the file.", file=file, line=1, column=1
        )
        return _unread(file, (problem,))
    decoded = read_utf8(data, file=file)
    if decoded.text is None:
        return _unread(file, decoded.problems)
    text, line_end_problems = _one_kind_of_line_end(decoded.text, file)
    lines = Lines(text)
    faults = Faults(file, lines, limits)
    text = _without_control_characters(text, faults)
    builder = Builder(text, faults, limits)
    with _collector_paused():
        _read_all(text, lines, builder, faults)
    _judge_comments(text, builder, faults)
    problems = sorted((*decoded.problems, *line_end_problems, *faults.collected()), key=_place)
    positions = Positions(text, lines, builder.marks, builder.names, builder.after)
    return YamlDocument(file, builder.root, positions, tuple(problems))


def _judge_comments(text: str, builder: Builder, faults: Faults) -> None:
    """Warn of texts without quotes that a ``#`` seems to cut off: a comment that is meant has a space after its sign."""
    cuts = {found.start(): found for found in _CUT.finditer(text)}
    if not cuts:
        return
    for mark, name in zip(builder.marks, builder.names, strict=True):
        if name is None and mark >> 2 * OFFSET_BITS == Style.PLAIN:
            found = cuts.get(mark >> OFFSET_BITS & OFFSET_MASK)
            if found is not None:
                value = text[mark & OFFSET_MASK : found.start()]
                faults.add(
                    "yaml_comment_cuts_text",
                    f"the text ends before `{found[1][:80]}`, which is a comment",
                    "Put the text in quotes, or a space after the sign of the comment.",
                    found.start(1),
                    found.end(1),
                    severity=Severity.WARNING,
                    value=value,
                )


def _unread(file: str, problems: tuple[Problem, ...]) -> YamlDocument:
    nothing = Positions("", Lines(""), array("Q"), [], {})
    return YamlDocument(file, None, nothing, problems)


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


def _one_kind_of_line_end(text: str, file: str) -> tuple[str, tuple[Problem, ...]]:
    first = text.find("\r")
    if first < 0:
        return text, ()
    windows = text.startswith("\r\n", first)
    line, column = place_of(text, first)
    problem = Problem(
        code="line_ends",
        message=f"lines end with {'CRLF' if windows else 'CR'}, from line {line}",
        hint="Save the file with LF line ends (`* text eol=lf` in .gitattributes keeps them).",
        severity=Severity.WARNING,
        file=file,
        line=line,
        column=column,
    )
    return text.replace("\r\n", "\n").replace("\r", "\n"), (problem,)


def _without_control_characters(text: str, faults: Faults) -> str:
    """Report them and put U+FFFD in their place, one for one: a parser would stop at the first."""
    if CONTROL.search(text) is None:
        return text
    for found in CONTROL.finditer(text):
        faults.add(
            "text_control_character",
            f"the control character U+{ord(found[0]):04X}",
            "Remove it: it is invisible and not part of the text.",
            found.start(),
            found.end(),
        )
    return CONTROL.sub(REPLACEMENT, text)


@contextmanager
def _collector_paused() -> Iterator[None]:
    # Nothing built here is garbage until the end, and the collector would look at all of it again and again:
    # it costs more than the parser.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_all(text: str, lines: Lines, builder: Builder, faults: Faults) -> None:
    error = builder.read(0, len(text))
    if error is not None:
        Recovery(text, lines, builder, faults).read_on(error)
