"""Where every value and key of a YAML file stands.

Two offsets and a style are packed into one integer per node, in document order. Lines, columns and the way along a
path are worked out when somebody asks, which is when something is wrong.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import TypeAlias

Path: TypeAlias = Sequence[str | int]

OFFSET_BITS = 27
"""An offset fits in so many bits: texts up to 128 Mi characters."""

OFFSET_MASK = (1 << OFFSET_BITS) - 1
_STYLE_SHIFT = 2 * OFFSET_BITS


class Style(IntEnum):
    """How a node is written."""

    PLAIN = 0
    SINGLE_QUOTED = 1
    DOUBLE_QUOTED = 2
    LITERAL = 3
    FOLDED = 4
    SEQUENCE = 5
    MAPPING = 6
    ALIAS = 7


STYLE_BITS = {
    sign: int(style) << _STYLE_SHIFT
    for sign, style in (
        (None, Style.PLAIN),
        ("", Style.PLAIN),
        ("'", Style.SINGLE_QUOTED),
        ('"', Style.DOUBLE_QUOTED),
        ("|", Style.LITERAL),
        (">", Style.FOLDED),
    )
}
"""The style bits of a packed scalar, by the style sign of its event."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file; lines and columns from 1, columns in code points, ends exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def fields(self) -> dict[str, int | None]:
        """Return what `Problem.at` takes: an end column only when the stretch ends on its line."""
        marked = self.end_line == self.line and self.end_column > self.column
        return {"line": self.line, "column": self.column, "end_column": self.end_column if marked else None}


class Lines:
    r"""Line and column of an offset in a text whose lines end with ``\n``."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: array[int] | None = None

    def place(self, start: int, end: int | None = None) -> Place:
        """Return the place of the characters from `start` up to `end`."""
        line, column = self._locate(start)
        end_line, end_column = (line, column) if end is None else self._locate(end)
        return Place(line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """Return a line (from 1) without its end; empty beyond the last."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end]

    def start_of(self, number: int) -> int:
        """Return the offset at which a line (from 1) begins; the end of the text beyond the last."""
        starts = self._line_starts()
        return starts[number - 1] if number <= len(starts) else len(self._text)

    def _locate(self, offset: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            lengths = (len(line) + 1 for line in self._text.split("\n"))
            self._starts = array("I", accumulate(lengths, initial=0))
            self._starts.pop()  # the text ends without a further line
        return self._starts


class Positions:
    """Places of the values and keys of one document; a path is the keys and item numbers from the top."""

    __slots__ = ("_after", "_children", "_lines", "_marks", "_names", "_text")

    def __init__(
        self, text: str, lines: Lines, marks: array[int], names: list[str | None], after: dict[int, int]
    ) -> None:
        self._text = text
        self._lines = lines
        self._marks = marks
        self._names = names
        self._after = after
        self._children: dict[int, dict[str | int, int]] = {}

    def of_value(self, path: Path) -> Place | None:
        """Return the place of a value: a scalar with its quotes, the beginning of a list or mapping."""
        node = self._find(path)
        return None if node is None else self._place(node)

    def of_key(self, path: Path) -> Place | None:
        """Return the place of the key that the value at `path` belongs to; None for an item of a list."""
        node = self._find(path)
        if node is None or not path or self._names[node - 1] is None or not isinstance(path[-1], str):
            return None
        return self._place(node - 1)

    def nearest(self, path: Path) -> Place:
        """Return the place of the value at `path` or of the innermost one around it: a key left out has no place."""
        for length in range(len(path), -1, -1):
            place = self.of_value(path[:length])
            if place is not None:
                return place
        return Place(1, 1, 1, 1)

    def of_character(self, path: Path, start: int, end: int | None = None) -> Place | None:
        """Return the place of a stretch of the characters of a scalar.

        Parameters
        ----------
        path
            Of the scalar.
        start, end
            Half-open, in code points of the *value*; without `end`, one character.

        Returns
        -------
        Place
            In the file: quotes, escapes, indentation and folded lines are accounted for.
        None
            When there is no scalar at `path`, or no such character in it.
        """
        node = self._find(path)
        if node is None:
            return None
        packed = self._marks[node]
        first, last, style = (
            packed & OFFSET_MASK,
            packed >> OFFSET_BITS & OFFSET_MASK,
            packed >> _STYLE_SHIFT,
        )
        if style > Style.FOLDED:
            return None
        offsets = _character_offsets(self._text[first:last], style)
        end = start + 1 if end is None else end
        if not 0 <= start < end <= len(offsets):
            return None
        return self._lines.place(first + offsets[start], first + offsets[end - 1] + 1)

    def style(self, path: Path) -> Style | None:
        """Return how the value at `path` is written."""
        node = self._find(path)
        return None if node is None else Style(self._marks[node] >> _STYLE_SHIFT)

    def raw(self, path: Path) -> str | None:
        """Return a scalar as it stands in the file, quotes and all; the first character of a list or mapping."""
        node = self._find(path)
        if node is None:
            return None
        packed = self._marks[node]
        return self._text[packed & OFFSET_MASK : packed >> OFFSET_BITS & OFFSET_MASK]

    def _place(self, node: int) -> Place:
        packed = self._marks[node]
        return self._lines.place(packed & OFFSET_MASK, packed >> OFFSET_BITS & OFFSET_MASK)

    def _find(self, path: Path) -> int | None:
        node: int | None = 0 if self._marks else None
        for step in path:
            if node is None:
                return None
            node = self._children_of(node).get(step)
        return node

    def _children_of(self, node: int) -> dict[str | int, int]:
        known = self._children.get(node)
        if known is not None:
            return known
        style = self._marks[node] >> _STYLE_SHIFT
        children: dict[str | int, int] = {}
        if style == Style.MAPPING:
            children.update(entries(node, self._after[node], self._names, self._after))
        elif style == Style.SEQUENCE:
            child, end = node + 1, self._after[node]
            while child < end:
                children[len(children)] = child
                child = self._after.get(child, child + 1)
        self._children[node] = children
        return children


def entries(
    mapping: int, end: int, names: list[str | None], after: dict[int, int]
) -> Iterable[tuple[str, int]]:
    """Give each key of a mapping with the number of its value's node; keys stand one before."""
    key = mapping + 1
    while key < end:
        name = names[key]
        assert name is not None, "the first node of an entry is its key"  # noqa: S101
        yield name, key + 1
        key = after.get(key + 1, key + 2)


_FOLD = r"[ \t]*\n[ \t\n]*"
_PLAIN = re.compile(rf"({_FOLD})|.", re.DOTALL)
_SINGLE_QUOTED = re.compile(rf"({_FOLD})|''|.", re.DOTALL)
_DOUBLE_QUOTED = re.compile(rf"({_FOLD})|\\\n[ \t]*(?P<nothing>)|\\x..|\\u.{{4}}|\\U.{{8}}|\\.|.", re.DOTALL)
_BLOCK_HEADER = re.compile(r"[|>](?P<signs>[-+0-9]*)[^\n]*\n")


def _character_offsets(raw: str, style: int) -> list[int]:
    """Offset in `raw` of each character of the value it stands for; empty when that is not known.

    Unknown are the characters of a block whose header states the indentation, and of a folded block in which some
    lines are indented more than others.
    """
    if style == Style.PLAIN:
        return _flow_offsets(_PLAIN, raw, 0, len(raw))
    if style == Style.SINGLE_QUOTED:
        return _flow_offsets(_SINGLE_QUOTED, raw, 1, len(raw) - 1)
    if style == Style.DOUBLE_QUOTED:
        return _flow_offsets(_DOUBLE_QUOTED, raw, 1, len(raw) - 1)
    return _block_offsets(raw, folded=style == Style.FOLDED)


def _flow_offsets(pattern: re.Pattern[str], raw: str, start: int, end: int) -> list[int]:
    if "\n" not in raw and "\\" not in raw and "''" not in raw[start:end]:
        return list(range(start, end))
    offsets = []
    for character in pattern.finditer(raw, start, end):
        folded = character[1]
        if folded is not None:
            # One line end becomes a space; of several, the first one is dropped and the others stay.
            offsets += [character.start()] * max(1, folded.count("\n") - 1)
        elif character.lastgroup != "nothing":
            offsets.append(character.start())
    return offsets


def _block_offsets(raw: str, *, folded: bool) -> list[int]:
    header = _BLOCK_HEADER.match(raw)
    if header is None or any(sign.isdigit() for sign in header["signs"]):
        return []
    offsets: list[int] = []
    indent: int | None = None
    start = header.end()
    for line in raw[start:].splitlines(keepends=True):
        text = line.strip(" \n")
        lead = len(line) - len(line.lstrip(" "))
        if indent is None and text:
            indent = lead
        if folded and text and (lead != indent or text.startswith("\t")):
            return []
        offsets.extend(range(start + min(lead if indent is None else indent, lead), start + len(line)))
        start += len(line)
    if folded:
        return _fold(raw, offsets)
    return offsets


def _fold(raw: str, offsets: list[int]) -> list[int]:
    """Drop the first of several line ends, as folding does; a single one becomes a space and keeps its place."""
    kept = []
    for here, offset in enumerate(offsets):
        starts_gap = raw[offset : offset + 1] == "\n" and (here == 0 or raw[offsets[here - 1]] != "\n")
        next_is_gap = here + 1 < len(offsets) and raw[offsets[here + 1] : offsets[here + 1] + 1] == "\n"
        if not (starts_gap and next_is_gap):
            kept.append(offset)
    return kept
