"""Events of a YAML parser built into plain values, with a packed mark for every node.

Every scalar stays the text it is written as. What the records may not use (tags, anchors, merge keys, a key given
twice, null) is reported and read past, so that one fault does not hide the next.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from policy_dataset.records.yaml_faults import Faults, TooMuch, YamlLimits
from policy_dataset.records.yaml_places import OFFSET_BITS, OFFSET_MASK, STYLE_BITS, Style

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from yaml import CSafeLoader as Parser
except ImportError:  # PyYAML was built without libyaml; the same events, more slowly
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

PARSE_ERRORS: Final = (yaml.YAMLError, ValueError, OverflowError)
"""What parsers raise: escapes and version numbers out of range come as ValueError or OverflowError."""

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_SEQUENCE_BITS: Final = int(Style.SEQUENCE) << 2 * OFFSET_BITS
_MAPPING_BITS: Final = int(Style.MAPPING) << 2 * OFFSET_BITS
_ALIAS_BITS: Final = int(Style.ALIAS) << 2 * OFFSET_BITS


_DROPPED: Final[Any] = object()
"""Stands for the key whose value is read past."""


class Builder:
    """Values and marks of one text, read in one or several stretches.

    Attributes
    ----------
    root
        The value so far. Later stretches add their items or entries to it.
    unfinished
        After a failure: the offset of the item or entry that was being read.
    marks, names, after
        The nodes in document order: packed offsets and style; the name if the node is a key; for the number of a
        list or mapping, that of the node after it.
    """

    def __init__(self, text: str, faults: Faults, limits: YamlLimits) -> None:
        self.root: Any = None
        self.unfinished = 0
        self.marks: array[int] = array("Q")
        self.names: list[str | None] = []
        self.after: dict[int, int] = {}
        self._text = text
        self._faults = faults
        self._limits = limits
        self._memo: dict[str, str] = {}
        self._drops: list[int] = []
        self._first_places: dict[int, tuple[dict[str, int], int]] = {}
        # What the outermost list or mapping of a stretch continues: the root, or a list below it (`enter`).
        self._top: Any = None
        self._top_node = 0

    def read(self, start: int, end: int) -> Exception | None:
        """Read a stretch of the text as a document of its own.

        Returns
        -------
        Exception
            What stopped the reading. Finished items of the outermost list or mapping are kept; `unfinished` is where
            the one that was being read begins.
        """
        chunk = self._text if end - start == len(self._text) else self._text[start:end]
        try:
            self._follow(Parser(chunk), start)
        except (*PARSE_ERRORS, TooMuch) as error:
            return error
        return None

    def first_too_deep(self, start: int, end: int) -> int | None:
        """Return where the first list or mapping nested too deep begins, of a stretch that may end unfinished."""
        parser, level = Parser(self._text[start:end]), 0
        with suppress(*PARSE_ERRORS):
            while True:
                event: Any = parser.get_event()
                if isinstance(event, StreamEndEvent):
                    break
                if isinstance(event, (SequenceStartEvent, MappingStartEvent)):
                    if level == self._limits.depth and event.start_mark is not None:
                        return start + int(event.start_mark.index)
                    level += 1
                elif isinstance(event, (SequenceEndEvent, MappingEndEvent)):
                    level -= 1
        return None

    def enter(self, name: str, key: tuple[int, int], start: int) -> bool:
        """Continue with the items of a list below the root; False when the root has such a key already.

        Parameters
        ----------
        name, key
            The key of the list and its offsets.
        start
            Where the list begins.
        """
        if not self.marks:
            self.root = {}
            self.names.append(None)
            self.marks.append(key[0] | key[0] + 1 << OFFSET_BITS | _MAPPING_BITS)
        if not isinstance(self.root, dict) or name in self.root:
            return False
        self._top = self.root[name] = []
        self.names += [name, None]
        self.marks.append(key[0] | key[1] << OFFSET_BITS)
        self.marks.append(start | start + 1 << OFFSET_BITS | _SEQUENCE_BITS)
        self._top_node = len(self.marks) - 1
        return True

    def take_back(self, offset: int) -> None:
        """Forget the items or entries of the outermost list or mapping that begin at or after an offset."""
        top, names = self._top, self.names
        if top is None:
            return
        first = bisect_left(self.marks, offset, lo=self._top_node + 1, key=lambda mark: mark & OFFSET_MASK)
        if first - 1 > self._top_node and names[first - 1] is not None:
            first -= 1  # an entry whose key stands before the offset and whose value does not goes whole
        node, count = first, 0
        while node < len(names):
            value = node if names[node] is None else node + 1
            node, count = self.after.get(value, value + 1), count + 1
        for _ in range(count):
            if isinstance(top, dict):
                top.popitem()
            else:
                top.pop()
        self._forget_nodes(first)
        self.after[self._top_node] = len(self.marks)

    def leave(self) -> None:
        """Continue with the root again."""
        self.after[self._top_node] = self.after[0] = len(self.marks)
        self._top, self._top_node = self.root, 0

    def _follow(self, parser: Parser, base: int) -> None:  # noqa: C901, PLR0912, PLR0915 - calls per event are dear
        marks, names, after = self.marks, self.names, self.after
        memo, max_scalar, max_nodes = self._memo, self._limits.scalar_characters, self._limits.nodes
        next_event = parser.get_event
        # The list or mapping being read, and in a mapping the key that waits for its value.
        container: Any = None
        in_mapping, key, node = False, None, -1
        start = base
        stack: list[tuple[Any, bool, Any, int]] = []
        try:
            while True:
                event: Any = next_event()
                kind = type(event)
                if kind is ScalarEvent:
                    value = event.value
                    start, end, style = (
                        event.start_mark.index + base,
                        event.end_mark.index + base,
                        event.style,
                    )
                    if len(marks) > max_nodes:
                        self._faults.stop_for_nodes(start)
                    if in_mapping and key is None:
                        if not value or value in container or value == "<<" or event.anchor or event.tag:
                            key = self._judge_key(event, container, node, start, end)
                            if key is _DROPPED:
                                self._drops.append(len(marks))
                                continue
                        key = memo.setdefault(value, value)
                        names.append(key)
                        marks.append(start | end << OFFSET_BITS | STYLE_BITS[style])
                        continue
                    if event.anchor or event.tag or end - start > max_scalar:
                        value = self._faults.judge_scalar(event, start, end)
                    elif not style:
                        if value in _NULLS:
                            self._faults.refuse_null(
                                value, start, end, at_top=container is None, item=not in_mapping
                            )
                            value = None
                    elif style == '"':
                        self._faults.judge_escapes(value, start, end)
                    if container is None:
                        if marks:
                            continue
                        self.root = value
                    elif not in_mapping:
                        container.append(value)
                    elif key is _DROPPED:
                        self._forget_nodes(self._drops.pop())
                        key = None
                        continue
                    else:
                        container[key] = value
                        key = None
                    names.append(None)
                    marks.append(start | end << OFFSET_BITS | STYLE_BITS[style])
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    start = event.start_mark.index + base
                    if in_mapping and key is None:
                        self._refuse_complex_key(next_event, len(stack), start, base)
                        self._drops.append(len(marks))
                        key = _DROPPED
                        continue
                    self._faults.judge_start(event, len(stack), len(marks), start)
                    opens_mapping = kind is MappingStartEvent
                    new: Any = {} if opens_mapping else []
                    bits = _MAPPING_BITS if opens_mapping else _SEQUENCE_BITS
                    parent = node
                    node = len(marks)
                    if container is not None:
                        if not in_mapping:
                            container.append(new)
                        elif key is not _DROPPED:
                            container[key] = new
                    elif not marks:
                        self.root = self._top = new
                    elif type(self._top) is type(new):
                        new, node = self._top, self._top_node
                    else:
                        key = _DROPPED
                        self._drops.append(node)
                    if node == len(marks):
                        names.append(None)
                        marks.append(start | start + 1 << OFFSET_BITS | bits)
                    stack.append((container, in_mapping, key, parent))
                    container, in_mapping, key = new, opens_mapping, None
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    after[node] = len(marks)
                    container, in_mapping, key, node = stack.pop()
                    if key is _DROPPED:
                        self._forget_nodes(self._drops.pop())
                    key = None
                elif kind is AliasEvent:
                    start, end = event.start_mark.index + base, event.end_mark.index + base
                    self._faults.refuse_alias("alias", f"*{event.anchor}", start, end)
                    if in_mapping and key is None:
                        self._drops.append(len(marks))
                        key = _DROPPED
                    elif key is _DROPPED:
                        self._forget_nodes(self._drops.pop())
                        key = None
                    elif container is not None:
                        if in_mapping:
                            container[key] = None
                        else:
                            container.append(None)
                        key = None
                        names.append(None)
                        marks.append(start | end << OFFSET_BITS | _ALIAS_BITS)
                elif kind is DocumentStartEvent:
                    self._judge_document(event, event.start_mark.index + base, event.end_mark.index + base)
                elif kind is StreamEndEvent:
                    return
        except (*PARSE_ERRORS, TooMuch):
            self._drop_unfinished([*stack, (container, in_mapping, key, node)], start)
            raise

    def _drop_unfinished(self, stack: list[tuple[Any, bool, Any, int]], reached: int) -> None:
        """Take back the item or entry of the outermost list or mapping that was being read."""
        self._drops.clear()
        self.unfinished = reached
        if len(stack) == 1 or stack[0][2] is _DROPPED:
            # Between documents, or in one that is read past.
            if len(stack) > 1:
                self._forget_nodes(stack[1][3])
            elif self._top is None:
                self._forget_nodes(0)
                self.root = None
            return
        root, in_mapping, key, _ = stack[1]
        has_key = in_mapping and key is not None and key is not _DROPPED
        if len(stack) > 2:  # noqa: PLR2004 - the document, the root, and a list or mapping in it
            first = stack[2][3] - has_key
            self.unfinished = self.marks[first] & OFFSET_MASK if first < len(self.marks) else reached
            self._forget_nodes(first)
            if has_key:
                del root[key]
            elif not in_mapping:
                root.pop()
        elif has_key:
            self.unfinished = self.marks[-1] & OFFSET_MASK
            self._forget_nodes(len(self.marks) - 1)
        self.after[self._top_node] = len(self.marks)

    def _forget_nodes(self, length: int) -> None:
        # What was noted last belongs to the last nodes, in both dictionaries; what the next items are added to aside.
        open_nodes = (0, self._top_node)
        for node in open_nodes:
            self._first_places.pop(node, None)
        notes: tuple[dict[int, Any], ...] = (self.after, self._first_places)
        for noted in notes:
            kept = []
            while noted:
                node, note = noted.popitem()
                if node < length:
                    kept.append((node, note))
                    if node not in open_nodes:
                        break
            noted.update(reversed(kept))
        del self.marks[length:]
        del self.names[length:]

    def _judge_document(self, event: DocumentStartEvent, start: int, end: int) -> None:
        if event.tags or event.version:
            self._faults.add("yaml_tag", "a YAML directive", "Leave out lines that begin with `%`.", start)
        if event.explicit and self.marks:
            self._faults.add(
                "yaml_syntax",
                "a second document begins in the file",
                "Leave out the line `---`, or move what follows into a file of its own.",
                start,
                end,
            )

    def _judge_key(
        self, event: ScalarEvent, container: dict[str, Any], node: int, start: int, end: int
    ) -> Any:
        """Return the key, or `_DROPPED` when its value must be read past."""
        name = event.value
        if event.anchor:
            self._faults.refuse_alias("anchor", f"&{event.anchor}", start, end)
        if event.tag:
            self._faults.refuse_tag(event.tag, start)
        if name == "<<" and not event.style:
            self._faults.add(
                "yaml_merge_key",
                "merge key `<<`",
                "Write the keys out in every record.",
                start,
                end,
                value=name,
            )
            return _DROPPED
        if not name:
            self._faults.add(
                "yaml_key_not_text", "a value without a key", "Write a name before the colon.", start, end
            )
            return _DROPPED
        if name not in container:
            return name
        if not self._faults.full("yaml_duplicate_key"):
            line = self._faults.line_of(self._first_place(node, name))
            self._faults.add(
                "yaml_duplicate_key",
                f"key `{name[:80]}` is given twice; the first stands on line {line}",
                "Keep one of the two.",
                start,
                end,
                value=name,
            )
        else:
            self._faults.add("yaml_duplicate_key", "", "", start)
        return _DROPPED

    def _first_place(self, mapping: int, name: str) -> int:
        """Return the offset of a key among the entries read so far."""
        known, node = self._first_places.get(mapping, ({}, mapping + 1))
        while node < len(self.names):
            known[self.names[node]] = node  # type: ignore[index]
            node = self.after.get(node + 1, node + 2)
        self._first_places[mapping] = known, node
        return self.marks[known[name]] & OFFSET_MASK

    def _refuse_complex_key(self, next_event: Callable[[], Any], level: int, start: int, base: int) -> None:
        self._faults.add(
            "yaml_key_not_text",
            "a list or mapping stands where a key is expected",
            "Write the key as one word; put a text that begins with `[` or `{` in quotes.",
            start,
            start + 1,
        )
        depth = 1
        while depth:
            event = next_event()
            kind = type(event)
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                self._faults.judge_depth(level + depth, event.start_mark.index + base)
                depth += 1
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                depth -= 1
