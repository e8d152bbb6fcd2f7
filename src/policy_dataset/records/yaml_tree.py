"""A YAML file as a tree that can be written again: keys, values and lists with the place and style of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from policy_dataset.records.yaml_places import Lines, Place, Style
from policy_dataset.records.yaml_text import YamlDocument

_BLOCK_COMMENT = re.compile(r"[|>][-+0-9]*[ \t]+(?P<comment>#[^\n]*)\n")


@dataclass(slots=True)
class Leaf:
    """A text: what it says, and how it stands in the file."""

    value: str
    raw: str
    style: Style
    in_flow: bool


@dataclass(slots=True)
class Branch:
    """A list or mapping.

    `column` is that of its dashes or keys, None in brackets; `foot` are comments after its last item.
    """

    is_mapping: bool
    in_flow: bool
    slots: list[Slot] = field(default_factory=list)
    column: int | None = None
    foot: list[str] = field(default_factory=list)


Node: TypeAlias = "Leaf | Branch"


@dataclass(slots=True)
class Slot:
    """An entry of a mapping or an item of a list, with the comments above it and beside it.

    `before` holds lines; an empty one is a blank line.
    """

    key: Leaf | None
    node: Node
    column: int | None
    before: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass(slots=True)
class Token:
    """A key, a text or an opening bracket: what stays when everything between is looked at.

    Attributes
    ----------
    chain
        Its slot, then the slots around it from the inside.
    around
        The branches that it stands in, from the outside.
    starts
        The slots that begin with it, from the outside.
    header_comment
        A comment beside the sign of a block of text.
    """

    start: int
    end: int
    chain: tuple[Slot, ...]
    around: tuple[Branch, ...]
    starts: tuple[Slot, ...]
    header_comment: str = ""


@dataclass(slots=True)
class Tree:
    """One file: comments at its head and foot, and what stands between."""

    root: Node
    tokens: list[Token]
    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


def read_tree(document: YamlDocument, text: str) -> Tree:
    """Return the tree of a document that was read without problems.

    Parameters
    ----------
    text
        What was read, without byte order mark and with LF line ends.
    """
    reader = _Reader(document, text)
    root = reader.node((), document.value, (), (), (), in_flow=False)
    return Tree(root, sorted(reader.tokens, key=lambda token: token.start))


class _Reader:
    def __init__(self, document: YamlDocument, text: str) -> None:
        self.tokens: list[Token] = []
        self._positions = document.positions
        self._text = text
        self._lines = Lines(text)

    def node(  # noqa: PLR0913 - a value, and what it stands in
        self,
        path: tuple[str | int, ...],
        value: Any,
        chain: tuple[Slot, ...],
        around: tuple[Branch, ...],
        starts: tuple[Slot, ...],
        *,
        in_flow: bool,
    ) -> Node:
        place = self._positions.of_value(path)
        assert place is not None, "a document without problems has a place for every value"  # noqa: S101
        start, end = self._span(place)
        if not isinstance(value, (dict, list)):
            style = self._positions.style(path) or Style.PLAIN
            raw = self._text[start:end]
            comment = _BLOCK_COMMENT.match(raw) if style in (Style.LITERAL, Style.FOLDED) else None
            # A block takes the blank lines after it along; they part it from what follows.
            end = start + len(raw.rstrip(" \n"))
            self.tokens.append(
                Token(start, end, chain, around, starts, comment["comment"].rstrip() if comment else "")
            )
            return Leaf(value, raw, style, in_flow)
        bracketed = in_flow or self._text[start : start + 1] in ("[", "{")
        branch = Branch(isinstance(value, dict), bracketed)
        if not value:
            # Its bracket closes behind it: the first closing one leads to its own slot.
            self.tokens.append(Token(start, start + 1, (*chain[:1], *chain), around, starts))
        keys = value if branch.is_mapping else range(len(value))
        for number, key in enumerate(keys):
            first = starts if number == 0 else ()
            self._slot(branch, (*path, key), value[key], chain, around, first)
        if branch.slots and not bracketed:
            branch.column = branch.slots[0].column
        return branch

    def _slot(  # noqa: PLR0913 - an entry, and what it stands in
        self,
        branch: Branch,
        path: tuple[str | int, ...],
        value: Any,
        chain: tuple[Slot, ...],
        around: tuple[Branch, ...],
        starts: tuple[Slot, ...],
    ) -> None:
        inside = (*around, branch)
        key_place = self._positions.of_key(path) if branch.is_mapping else None
        if key_place is None:
            slot = Slot(None, _NOTHING, None if branch.in_flow else self._dash(path))
            branch.slots.append(slot)
            slot.node = self.node(
                path, value, (slot, *chain), inside, (*starts, slot), in_flow=branch.in_flow
            )
            return
        start, end = self._span(key_place)
        raw = self._text[start:end]
        style = {"'": Style.SINGLE_QUOTED, '"': Style.DOUBLE_QUOTED}.get(raw[:1], Style.PLAIN)
        key = Leaf(str(path[-1]), raw, style, branch.in_flow)
        slot = Slot(key, _NOTHING, None if branch.in_flow else key_place.column)
        branch.slots.append(slot)
        self.tokens.append(Token(start, end, (slot, *chain), inside, (*starts, slot)))
        slot.node = self.node(path, value, (slot, *chain), inside, (), in_flow=branch.in_flow)

    def _dash(self, path: tuple[str | int, ...]) -> int:
        """Return the column of the dash before an item: alone on its line, or right before the item."""
        place = self._positions.of_value(path)
        assert place is not None, "a document without problems has a place for every value"  # noqa: S101
        start, _ = self._span(place)
        line = place.line
        before = self._text[self._lines.start_of(line) : start]
        while "-" not in before.split("#")[0] and line > 1:
            line -= 1
            before = self._lines.line(line)
        return before.split(" #")[0].rfind("-") + 1

    def _span(self, place: Place) -> tuple[int, int]:
        start = self._lines.start_of(place.line) + place.column - 1
        return start, self._lines.start_of(place.end_line) + place.end_column - 1


_NOTHING = Leaf("", "", Style.PLAIN, in_flow=False)
"""Stands where a node is about to be read."""
