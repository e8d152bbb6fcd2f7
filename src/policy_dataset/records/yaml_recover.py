"""Reading on after a syntax error, so that one broken record does not hide the others.

A file of records is a list (or a mapping) in block style: each item begins with ``- `` in the same column. What a
parser cannot read as a whole is read in stretches of whole items; a stretch that fails is narrowed down to the item at
fault, and reading resumes with the next. The work is bounded: stretches are short, and so is the number of failures.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from policy_dataset.records.yaml_faults import TooManyNodes, TooMuch
from policy_dataset.records.yaml_hints import explain_line_above, explain_scalar, explain_syntax

if TYPE_CHECKING:
    from policy_dataset.records.yaml_build import Builder
    from policy_dataset.records.yaml_faults import Faults
    from policy_dataset.records.yaml_places import Lines

MAX_FAILURES: Final = 100
"""After so many failures the rest of the file is not read."""

STRETCH: Final = 1 << 16
"""So many characters are read at once: an unclosed quote costs no more than this."""

_FIRST_CONTENT: Final = re.compile(
    r"^(?!---|%)(?P<indent> *)(?:(?P<item>-)(?=[ \n]|\Z)|(?=[^\s#]))", re.MULTILINE
)
_LIST_BELOW: Final = re.compile(
    r"(?P<key>[^\W\d][\w.\-]*) *: *(?:#[^\n]*)?\n(?: *(?:#[^\n]*)?\n)*(?P<indent> *)(?=-[ \n])"
)
_LINES_BEFORE: Final = 5

_OWN_BOUND: Final = "maximum nesting depth"
"""In the message of a libyaml (0.2.6 and later) that stops by itself, before it has told of the levels above."""


class Recovery:
    """One text that could not be read as a whole."""

    def __init__(
        self, text: str, lines: Lines, builder: Builder, faults: Faults, *, stretch: int = STRETCH
    ) -> None:
        self._text = text
        self._lines = lines
        self._builder = builder
        self._faults = faults
        self._stretch = stretch
        self._failures = 0
        self._reported = 0

    def read_on(self, first_error: Exception) -> None:
        """Report what stopped the parser, and read everything that can be read."""
        first = _FIRST_CONTENT.search(self._text)
        end = len(self._text)
        if first is None or self._text.startswith(("[", "{"), first.end()):
            self._report(first_error, 0, end)
            return
        self._read_items(
            first.start(), end, len(first["indent"]), first_error, of_list=first["item"] is not None
        )

    def _read_items(
        self, start: int, end: int, indent: int, first_error: Exception, *, of_list: bool
    ) -> None:
        """Read the items of a list, or the entries of a mapping, from the one that is unfinished."""
        sign = r"-(?=[ \n]|\Z)" if of_list else r"(?!-[ \n]|---|\.\.\.)[^\s#\]}]"
        begins = re.compile(rf"^ {{{indent}}}{sign}", re.MULTILINE)
        bounds = array("I", (found.start() for found in begins.finditer(self._text, start, end)))
        count, reported = len(bounds), self._reported
        bounds.append(end)
        item = self._item_at(self._builder.unfinished, bounds)
        error: Exception | None = first_error
        while item < count and not isinstance(error, TooManyNodes):
            if error is not None:
                self._failures += 1
                if self._failures > MAX_FAILURES:
                    self._give_up(bounds[item])
                    return
                error = self._read_one(bounds[item], bounds[item + 1], of_list=of_list)
                item += 1
                continue
            stop = min(count, bisect_left(bounds, bounds[item] + self._stretch))
            stop = max(stop, item + 1)
            error = self._builder.read(bounds[item], bounds[stop])
            item = stop if error is None else max(item, self._item_at(self._builder.unfinished, bounds))
        if self._reported == reported:
            # Each item is in order by itself.
            self._report(first_error, 0, end)

    def _read_one(self, start: int, end: int, *, of_list: bool) -> Exception | None:
        """Read one item by itself; return only what forbids to read on."""
        self._builder.take_back(start)
        error = self._builder.read(start, end)
        if error is None or isinstance(error, TooManyNodes):
            return error
        # Half a record would only raise further problems.
        self._builder.take_back(start)
        below = None if of_list else _LIST_BELOW.match(self._text, start, end)
        if below is not None:
            begin = below.start("indent")
            first = begin + len(below["indent"])
            if self._builder.enter(below["key"], below.span("key"), first):
                self._builder.unfinished = first
                self._read_items(begin, end, len(below["indent"]), error, of_list=True)
                self._builder.leave()
                return None
        self._report(error, start, end)
        return None

    @staticmethod
    def _item_at(offset: int, bounds: array[int]) -> int:
        return max(0, bisect_right(bounds, offset) - 1)

    def _give_up(self, offset: int) -> None:
        self._reported += 1
        self._faults.add(
            "yaml_syntax",
            f"reading stops here, after {MAX_FAILURES} records with errors",
            "Put the errors above right and read the file again.",
            offset,
        )

    def _begins_before(self, context: str, opened: int, noticed: int) -> bool:
        """Whether what is broken stands where it opens, though a parser notices it later."""
        if "flow" in context:
            # The next key shows that a bracket was not closed; a missing comma is where it was noticed.
            return self._text[noticed] == ":" and "\n" in self._text[opened:noticed]
        return "quoted scalar" in context or "simple key" in context

    def _report(self, error: Exception, start: int, end: int) -> None:
        self._reported += 1
        if isinstance(error, TooMuch):
            return
        context = str(getattr(error, "context", None) or "")
        problem = str(getattr(error, "problem", None) or error)
        mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        offset = self._builder.unfinished if mark is None else start + mark.index
        if _OWN_BOUND in problem:
            deep = self._builder.first_too_deep(start, offset)
            self._faults.add_too_deep(offset if deep is None else deep)
            return
        if opened is not None and (
            offset >= end or self._begins_before(context, start + opened.index, offset)
        ):
            offset = start + opened.index  # where the quote or bracket opens, not where the record ends
        if offset >= end:
            offset = start + max(0, len(self._text[start:end].rstrip()) - 1)
        place = self._lines.place(offset)
        line = self._lines.line(place.line)
        message = f"{context}: {problem}" if context else problem
        numbers = range(place.line - 1, max(place.line - _LINES_BEFORE, 0), -1)
        number_before = next((n for n in numbers if self._lines.line(n).strip()), place.line)
        line_before = self._lines.line(number_before) if number_before != place.line else ""
        hint = explain_syntax(message, line, place.column, line_before)
        if hint == explain_line_above(line_before) != explain_scalar(line):
            indent = len(line_before) - len(line_before.lstrip())
            offset = self._lines.start_of(number_before) + indent
        self._faults.add("yaml_syntax", message, hint, offset)
