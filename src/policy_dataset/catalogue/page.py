"""A page as a list of blocks, and the page as Markdown.

Texts know two marks, both Markdown's own: ``code`` in backticks and ``[words](target)``. Everything else in them is
plain and is escaped by whatever renders it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `anchor` is what links name."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unordered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be shown as they are."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid; `anchor` is what links name."""

    cells: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under a header; `languages` gives the language tag of each column that is not English."""

    header: tuple[str, ...]
    rows: tuple[GridRow, ...]
    languages: tuple[str, ...] = ()


Block = Heading | Paragraph | Bullets | Listing | Grid

MARKS = re.compile(r"(?P<tick>`+)(?P<code>[^`]+)(?P=tick)|\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)")
"""The two marks that texts know."""

# An underscore inside a word marks nothing, and names are full of them.
_SPECIAL = re.compile(r"([\\*\[\]<>#|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return a page as Markdown that GitHub and Python-Markdown read alike; ends with a newline."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            target = f'<a id="{anchor}"></a>\n\n' if anchor else ""
            return f"{target}{'#' * level} {_escaped(text)}"
        case Paragraph(text):
            return _escaped(text)
        case Bullets(items):
            return "\n".join(f"- {_escaped(item)}" for item in items)
        case Listing(text, language):
            return f"```{language}\n{text.rstrip()}\n```"
        case Grid(header, rows, _):
            ruled = [_row(header), _row(("---",) * len(header))]
            return "\n".join([*ruled, *(_row(_with_anchor(row)) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {_in_cell(c)} " if c else " " for c in cells) + "|"


def _with_anchor(row: GridRow) -> tuple[str, ...]:
    # Behind a character that no text holds, so that the mark is not escaped with the cell's text.
    return (f"\0{row.anchor}\0{row.cells[0]}", *row.cells[1:]) if row.anchor else row.cells


def _in_cell(text: str) -> str:
    if text == "---":
        return text
    if text.startswith("\0"):
        _, anchor, rest = text.split("\0", 2)
        return f'<a id="{anchor}"></a>{_in_cell(rest)}'
    return " ".join(_escaped(text).split("\n"))


def _escaped(text: str) -> str:
    pieces, at = [], 0
    for mark in MARKS.finditer(text):
        pieces.append(_SPECIAL.sub(r"\\\1", text[at : mark.start()]))
        pieces.append(
            _code(mark["code"]) if mark["code"] else f"[{_escaped(mark['words'])}]({mark['target']})"
        )
        at = mark.end()
    return "".join((*pieces, _SPECIAL.sub(r"\\\1", text[at:])))


def _code(text: str) -> str:
    # A pipe would end the cell of a table, and readers differ on how to escape it between backticks.
    if "|" not in text:
        return f"`{text}`"
    marked = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;").replace("*", "&#42;")
    return f"<code>{marked}</code>"
