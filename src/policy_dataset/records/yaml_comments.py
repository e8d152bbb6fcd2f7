"""Comments and blank lines of a YAML file, and which part of it each of them is about.

A parser throws them away. What is left between the keys and values that it found holds them, and their column tells
where they belong: a comment that is indented like the items of a list belongs to that list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_dataset.records.yaml_tree import Branch, Slot, Token, Tree

_COMMENT = re.compile(r"#[^\n]*")
_STRUCTURE = re.compile(r"[-?:\s\[{,]*")
_MODELINE = re.compile(r"#\s*yaml-language-server:")


@dataclass(frozen=True, slots=True)
class _Comment:
    start: int
    text: str
    column: int
    alone: bool


def attach_comments(tree: Tree, text: str) -> None:
    """Give every comment, and every blank line before one, to the slot or branch of a tree that it is about."""
    previous: Token | None = None
    reached = 0
    ends: Sequence[Token | None] = (*tree.tokens, None)
    for token in ends:
        gap_end = token.start if token is not None else len(text)
        gap = text[reached:gap_end]
        if previous is not None and previous.header_comment:
            _beside(previous.chain[0], previous.header_comment)
        if "#" in gap or "\n\n" in gap or not reached:
            _attach_gap(tree, text, reached, gap_end, previous, token)
        previous, reached = token, token.end if token is not None else reached
    _take_head(tree)


def _attach_gap(  # noqa: PLR0913 - a gap, and what stands on its sides
    tree: Tree, text: str, start: int, end: int, previous: Token | None, following: Token | None
) -> None:
    blank = False
    masked = list(text[start:end])
    offset = start
    for line in text[start:end].split("\n"):
        found = _COMMENT.search(line)
        if found is None:
            # The first stretch is what is left of the line of the token before; the last, the indent of the next.
            whole = offset > start or start == 0
            blank = blank or (not line.strip() and whole and offset + len(line) < end)
        else:
            at = offset + found.start()
            masked[at - start : at - start + len(found[0])] = " " * len(found[0])
            line_start = text.rfind("\n", 0, at) + 1
            comment = _Comment(
                at, found[0].rstrip(), at - line_start + 1, alone=not text[line_start:at].strip()
            )
            before = "".join(masked[: at - start])
            _attach(tree, comment, before, text[line_start:at], previous, following, blank=blank)
            blank = False
        offset += len(line) + 1
    if blank and following is not None and following.starts:
        following.starts[0].before.append("")


def _attach(  # noqa: PLR0913 - a comment, and what stands around it
    tree: Tree,
    comment: _Comment,
    between: str,
    line_before: str,
    previous: Token | None,
    following: Token | None,
    *,
    blank: bool,
) -> None:
    if not comment.alone and previous is not None and _STRUCTURE.fullmatch(line_before) is None:
        closed = sum(between.count(sign) for sign in "]}")
        _beside(previous.chain[min(closed, len(previous.chain) - 1)], comment.text)
        return
    lines = ["", comment.text] if blank else [comment.text]
    _home(tree, comment, previous, following).extend(lines)


def _home(tree: Tree, comment: _Comment, previous: Token | None, following: Token | None) -> list[str]:
    """Return the lines that a comment on a line of its own joins."""
    open_before = previous.around if previous is not None else ()
    open_after = following.around if following is not None else ()
    closing = [branch for branch in open_before if all(branch is not other for other in open_after)]
    starts = following.starts[0] if following is not None and following.starts else None
    if starts is None or (starts.column is not None and comment.column > starts.column):
        for branch in reversed(closing):
            if branch.column is not None and branch.column <= comment.column:
                return branch.foot
    return starts.before if starts is not None else tree.foot


def _beside(slot: Slot, comment: str) -> None:
    if slot.beside:
        slot.before.append(comment)  # a line holds one; the second is kept above it
    else:
        slot.beside = comment


def _take_head(tree: Tree) -> None:
    """Part what is said of the whole file from what is said of its first entry, which may find another place."""
    root = tree.root
    if not isinstance(root, Branch) or not root.is_mapping or not root.slots:
        return
    before = root.slots[0].before
    ends = [n + 1 for n, line in enumerate(before) if not line or _MODELINE.match(line)]
    if ends:
        tree.head = before[: ends[-1]]
        del before[: ends[-1]]
