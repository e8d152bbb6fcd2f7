"""The line of a file that a problem is about, cut to what fits, with marks under the columns at fault."""

from __future__ import annotations

from dataclasses import dataclass

from policy_dataset.report.characters import visible, width

COLUMNS = 120
"""An excerpt takes so many columns of a terminal at most, unless another number is given."""
LEAST = 24
"""An excerpt takes so many columns at least, however narrow the terminal: less shows nothing."""
TAB = 4
CUT = "…"
_BEFORE = 3
"""Of so many columns, one stays before the marks where a line must be cut on its left."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a line, in three pieces: the middle one is at fault.

    `cut_left` and `cut_right` say whether more of the line stands there.
    """

    before: str
    marked: str
    after: str
    indent: int
    carets: int
    cut_left: bool = False
    cut_right: bool = False

    @property
    def line(self) -> str:
        """The line as shown."""
        left, right = CUT if self.cut_left else "", CUT if self.cut_right else ""
        return f"{left}{self.before}{self.marked}{self.after}{right}"

    @property
    def marks(self) -> str:
        """The line below it: spaces, then carets; as wide as the characters that they stand under."""
        return " " * self.indent + "^" * self.carets


def excerpt(line: str, column: int, end_column: int | None = None, *, columns: int = COLUMNS) -> Excerpt:
    r"""Cut a line around the characters that are at fault.

    Parameters
    ----------
    line
        Without its end.
    column, end_column
        From 1, in code points, the end exclusive; without it one character is marked. Beyond the line, its end is.
    columns
        So many columns of a terminal are taken at most, the signs of a cut among them.

    Examples
    --------
    >>> found = excerpt("title_zh: 补贴", 11, 13)
    >>> found.line, found.marks
    ('title_zh: 补贴', '          ^^^^')
    """
    start = min(max(column - 1, 0), len(line))
    end = max(start, min(end_column - 1 if end_column is not None else start + 1, len(line)))
    columns = max(columns, LEAST)
    # A line can be as long as a file: look at what can be shown, and no further.
    first = max(0, start - columns)
    last = min(len(line), start + columns + 1)
    cells = _cells(line[first:last])
    begin, stop = start - first, min(end, last) - first
    whole = first == 0 and last == len(line) and _width(cells) <= columns
    room = columns if whole else columns - 2 * len(CUT)
    left = _room(cells, begin, room // _BEFORE, back=True) if _width(cells[:stop]) > room else 0
    right = _room(cells, left, room, back=False)
    stop = max(min(stop, right), min(begin, right))
    cut_left, cut_right = first + left > 0, first + right < len(line)
    return Excerpt(
        before=_text(cells[left:begin]),
        marked=_text(cells[begin:stop]),
        after=_text(cells[stop:right]),
        indent=_width(cells[left:begin]) + len(CUT) * cut_left,
        carets=max(1, _width(cells[begin:stop])),
        cut_left=cut_left,
        cut_right=cut_right,
    )


def _cells(line: str) -> list[tuple[str, int]]:
    """Each character as it is shown, with the columns that it takes."""
    cells, reached = [], 0
    for character in line:
        shown = " " * (TAB - reached % TAB) if character == "\t" else visible(character)
        wide = width(character) if shown == character else len(shown)
        cells.append((shown, wide))
        reached += wide
    return cells


def _room(cells: list[tuple[str, int]], index: int, columns: int, *, back: bool) -> int:
    """Go from a cell as far as the columns last, and return where that is."""
    step = -1 if back else 1
    taken = 0
    while 0 <= (near := index - 1 if back else index) < len(cells):
        taken += cells[near][1]
        if taken > columns:
            break
        index += step
    return index


def _text(cells: list[tuple[str, int]]) -> str:
    return "".join(shown for shown, _ in cells)


def _width(cells: list[tuple[str, int]]) -> int:
    return sum(wide for _, wide in cells)
