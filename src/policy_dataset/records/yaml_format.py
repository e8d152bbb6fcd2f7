"""The one way to write a file of records: fields in declared order, one indentation, every comment kept.

No value changes: what was written is read again and compared before it is handed out. Quotes stay where an author put
them, because other readers of YAML take `NO` or `1:30` for something else than a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from policy_dataset.problems import Problem, Severity
from policy_dataset.records.field_order import FieldOrder
from policy_dataset.records.yaml_comments import attach_comments
from policy_dataset.records.yaml_places import Style
from policy_dataset.records.yaml_scalars import folded, is_plain, literal, quoted
from policy_dataset.records.yaml_text import YamlDocument, read_yaml
from policy_dataset.records.yaml_tree import Branch, Leaf, Node, Slot, Tree, read_tree
from policy_dataset.utf8 import BOM

WIDTH = 100
"""A list in brackets stays on its line up to so many characters."""
_STEP = "  "
_BESIDE = "  "
_CR = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Formatted:
    """What comes of formatting a file.

    Attributes
    ----------
    text
        The canonical text; None where the file was left alone, because of `problems`.
    """

    text: str | None
    problems: tuple[Problem, ...] = ()


def format_yaml(data: bytes, *, file: str, order: FieldOrder) -> Formatted:
    r"""Write a file of records in canonical order and style.

    Parameters
    ----------
    data
        Its bytes.
    file
        Its name in problems.
    order
        That of the fields of its records, or of its own fields when it is a mapping.

    Examples
    --------
    >>> print(format_yaml(b"- b: x # why\n  a: y\n", file="", order=FieldOrder(("a", "b"))).text, end="")
    - a: y
      b: x  # why
    """
    document = read_yaml(data, file=file)
    refused = _refused(document)
    if refused:
        return Formatted(None, refused)
    text = plain_text(data)
    if not isinstance(document.value, (dict, list)) or not document.value:
        return Formatted(text)
    tree = read_tree(document, text)
    attach_comments(tree, text)
    _sort(tree.root, order)
    written = "\n".join(_tidy(_document_lines(tree))) + "\n"
    _compare(document, text, written)
    return Formatted(written)


def _refused(document: YamlDocument) -> tuple[Problem, ...]:
    return tuple(p for p in document.problems if p.severity is Severity.ERROR and p.code != "text_bom")


def plain_text(data: bytes) -> str:
    """Return UTF-8 bytes as text without byte order mark and with LF line ends, as `read_yaml` counts its places."""
    return _CR.sub("\n", data.removeprefix(BOM).decode("utf-8"))


def _compare(document: YamlDocument, text: str, written: str) -> None:
    """Stop, as a fault of this library, before a value or a comment gets lost."""
    again = read_yaml(written.encode(), file=document.file)
    if _refused(again) or again.value != document.value:
        raise AssertionError(f"formatting {document.file} would change a value; it was left as it is")
    if Counter(_comments(again, written)) != Counter(_comments(document, text)):
        raise AssertionError(f"formatting {document.file} would lose a comment; it was left as it is")


def _comments(document: YamlDocument, text: str) -> Iterator[str]:
    tree = read_tree(document, text)
    reached = 0
    for token in tree.tokens:
        yield from (c.rstrip() for c in re.findall(r"#[^\n]*", text[reached : token.start]))
        if token.header_comment:
            yield token.header_comment
        reached = token.end
    yield from (c.rstrip() for c in re.findall(r"#[^\n]*", text[reached:]))


def _sort(node: Node, order: FieldOrder) -> None:
    if isinstance(node, Leaf):
        return
    for slot in node.slots:
        name = slot.key.value if slot.key is not None else None
        _sort(slot.node, order if name is None else order.inside.get(name, FieldOrder()))
    if node.is_mapping:
        node.slots.sort(key=lambda slot: order.rank(slot.key.value if slot.key is not None else ""))


def _document_lines(tree: Tree) -> Iterator[str]:
    yield from tree.head
    root = tree.root
    if isinstance(root, Branch):
        for number, slot in enumerate(root.slots):
            if number and not root.is_mapping:
                yield ""  # between records
            above, lines = _slot_lines(slot, "", root)
            yield from slot.before
            yield from (line for line in above if line)
            yield "\n".join(lines)  # as one, for blank lines in a text are part of it
        yield from root.foot
    yield from tree.foot


def _tidy(lines: Iterator[str]) -> Iterator[str]:
    """Drop blank lines at the beginning and the end, and all but one of those between."""
    blank, begun = False, False
    for line in lines:
        if not line:
            blank = begun
            continue
        if blank:
            yield ""
        yield line
        blank, begun = False, True


def _slot_lines(slot: Slot, indent: str, parent: Branch) -> tuple[list[str], list[str]]:
    """Write one slot.

    Returns
    -------
    tuple
        Comments that must stand above it, because they stood above its first part; and its own lines.
    """
    lead = "-" if not parent.is_mapping else f"{_key(slot.key)}:"
    beside = f"{_BESIDE}{slot.beside}" if slot.beside else ""
    node = slot.node
    if isinstance(node, Leaf):
        first, *rest = _leaf_lines(node)
        return [], [f"{indent}{lead} {first}{beside}", *(f"{indent}{line}" if line else "" for line in rest)]
    inline = _in_brackets(node, len(indent) + len(lead) + 1)
    if inline is not None:
        return [], [f"{indent}{lead} {inline}{beside}"]
    if parent.is_mapping:
        return [], [f"{indent}{lead}{beside}", *_branch_lines(node, indent + _STEP)]
    return _item_lines(slot, node, indent)


def _item_lines(slot: Slot, node: Branch, indent: str) -> tuple[list[str], list[str]]:
    """Write a list or mapping that begins beside the dash of its item."""
    first = node.slots[0]
    above, lines = _slot_lines(first, indent + _STEP, node)
    above = [*([slot.beside] if slot.beside else []), *first.before, *above]
    first.before = []
    lines[0] = f"{indent}- {lines[0].removeprefix(indent + _STEP)}"
    for other in node.slots[1:]:
        lines += _with_comments(other, indent + _STEP, node)
    lines += _indented(node.foot, indent + _STEP)
    return above, lines


def _branch_lines(node: Branch, indent: str) -> list[str]:
    lines: list[str] = []
    for slot in node.slots:
        lines += _with_comments(slot, indent, node)
    return lines + _indented(node.foot, indent)


def _with_comments(slot: Slot, indent: str, parent: Branch) -> list[str]:
    above, lines = _slot_lines(slot, indent, parent)
    return [*_indented([*slot.before, *above], indent), *lines]


def _indented(comments: list[str], indent: str) -> list[str]:
    # Inside a record blank lines go: they part records from each other.
    return [f"{indent}{comment}" for comment in comments if comment]


def _in_brackets(node: Branch, column: int) -> str | None:
    """Write a list of texts as its author did, in brackets; None where it does not fit or is written by lines."""
    if not node.slots:
        return "{}" if node.is_mapping else "[]"
    if not node.in_flow or node.is_mapping or node.foot:
        return None
    items = []
    for slot in node.slots:
        if not isinstance(slot.node, Leaf) or slot.before or slot.beside:
            return None
        items.append(_one_line(slot.node, in_flow=True))
    written = f"[{', '.join(items)}]"
    return written if column + len(written) <= WIDTH else None


def _key(key: Leaf | None) -> str:
    return _one_line(key, in_flow=False) if key is not None else ""


def _one_line(leaf: Leaf, *, in_flow: bool) -> str:
    if leaf.style is not Style.PLAIN:
        return quoted(leaf.value)
    if leaf.raw == leaf.value and leaf.in_flow == in_flow:
        return leaf.value
    return leaf.value if is_plain(leaf.value, in_flow=in_flow) else quoted(leaf.value)


def _leaf_lines(leaf: Leaf) -> list[str]:
    """Write a text: what stands beside the key or dash, then further lines without the indent of the place."""
    lines: list[str] | None = None
    if leaf.style is Style.FOLDED:
        lines = folded(leaf.raw, leaf.value)
    if leaf.style in (Style.FOLDED, Style.LITERAL):
        lines = lines or literal(leaf.value)
    return lines or [_one_line(leaf, in_flow=False)]
