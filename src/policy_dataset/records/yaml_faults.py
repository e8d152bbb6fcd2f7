"""What a YAML file may not hold: each refusal with its words, collected and bounded."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policy_dataset.problems import Problem, Severity

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, ScalarEvent

    from policy_dataset.records.yaml_places import Lines

_STANDARD_TAG: Final = "tag:yaml.org,2002:"
MAX_KEPT: Final = 500
"""So many problems of one code are kept for a file; further ones are counted."""

_COMMENT: Final = re.compile(r"\s+#\S")
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters no record holds: controls, lone surrogates, marks, and line ends that editors do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlLimits:
    """How much one file may hold; what exceeds a limit is a problem."""

    file_bytes: int = 64 << 20
    scalar_characters: int = 1 << 20
    depth: int = 32
    nodes: int = 5_000_000


class TooMuch(Exception):  # noqa: N818 - no error of the program
    """Reading stops at a bound; the problem has been reported."""


class TooManyNodes(TooMuch):
    """Nothing more of the file may be read."""


class Faults:
    """Problems of one file as they are found, bounded per code."""

    def __init__(self, file: str, lines: Lines, limits: YamlLimits) -> None:
        self._file = file
        self._lines = lines
        self._limits = limits
        self._kept: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._seen: set[tuple[str, int, str]] = set()

    def add(  # noqa: PLR0913 - a problem has so many parts
        self,
        code: str,
        message: str,
        hint: str,
        start: int,
        end: int | None = None,
        *,
        severity: Severity = Severity.ERROR,
        value: str | None = None,
    ) -> None:
        """Report the characters from `start` up to `end` of the text; a second report of the same is dropped."""
        if self.full(code):
            self._counts[code] += 1
            return
        # A record is read a second time after a syntax error near it.
        if (code, start, message) in self._seen:
            return
        self._seen.add((code, start, message))
        self._counts[code] += 1
        place = self._lines.place(start, end)
        self._kept.append(
            Problem(
                code=code,
                message=message,
                hint=hint,
                severity=severity,
                file=self._file,
                value=None if value is None else value[:200],
                **place.fields(),  # type: ignore[arg-type]
            )
        )

    def full(self, code: str) -> bool:
        """Whether no further problem of this code will be kept."""
        return self._counts[code] >= MAX_KEPT

    def line_of(self, offset: int) -> int:
        """Return the line of an offset, for messages."""
        return self._lines.place(offset).line

    def collected(self) -> tuple[Problem, ...]:
        """Return all problems by place, then one for each code that was cut."""
        kept = sorted(self._kept, key=Problem.sort_key)
        for code, count in sorted(self._counts.items()):
            if count > MAX_KEPT:
                last = [problem for problem in kept if problem.code == code][-1]
                kept.append(last.at(message=f"{count - MAX_KEPT} further problems of this kind", value=None))
        return tuple(kept)

    def judge_start(self, event: CollectionStartEvent, depth: int, nodes: int, start: int) -> None:
        """Refuse an anchor or tag before a list or mapping, and stop at a bound."""
        if event.anchor:
            self.refuse_alias("anchor", f"&{event.anchor}", start, start + 1 + len(event.anchor))
        if event.tag:
            self.refuse_tag(event.tag, start)
        self.judge_depth(depth, start)
        if nodes > self._limits.nodes:
            self.stop_for_nodes(start)

    def judge_depth(self, depth: int, start: int) -> None:
        """Stop when lists and mappings are nested too deep."""
        # A parser's work grows with the square of the depth, so that reading past would be no remedy.
        if depth >= self._limits.depth:
            self.add_too_deep(start)
            raise TooMuch

    def add_too_deep(self, start: int) -> None:
        """Report the list or mapping at `start` as the first that is nested too deep."""
        self.add(
            "yaml_too_deep",
            f"lists and mappings are nested more than {self._limits.depth} deep",
            "Write the value flat: records need a few levels.",
            start,
            start + 1,
        )

    def judge_scalar(self, event: ScalarEvent, start: int, end: int) -> str | None:
        """Refuse an anchor or tag before a text, and return the text unless it is too long."""
        if event.anchor:
            self.refuse_alias("anchor", f"&{event.anchor}", start, start + 1 + len(event.anchor))
        if event.tag:
            self.refuse_tag(event.tag, start)
        if end - start > self._limits.scalar_characters:
            self.add(
                "yaml_too_large",
                f"a text of {end - start} characters; {self._limits.scalar_characters} are allowed",
                "Keep long texts in files of their own, and check that every quote is closed.",
                start,
            )
            return None
        return str(event.value)

    def judge_escapes(self, value: str, start: int, end: int) -> None:
        """Refuse control characters that are written as escapes."""
        found = CONTROL.search(value)
        if found:
            self.add(
                "text_control_character",
                f"the text holds the control character U+{ord(found[0]):04X}",
                "Leave the escape out.",
                start,
                end,
            )

    def refuse_null(self, written: str, start: int, end: int, *, at_top: bool, item: bool) -> None:
        """Refuse null, as an `item` of a list or the value of a key; a file that holds nothing is none."""
        if at_top and start == end:
            return  # nothing but `---`: an empty file
        message = f"null is written as `{written}`" if written else "the value is empty"
        hint = "Leave the key out: what the source does not state is not written."
        if item:
            hint = "Write the item after its `-`, or leave the `-` out."
        rest = self._lines.line(self._lines.place(end).line)[self._lines.place(end).column - 1 :]
        if not written and _COMMENT.match(rest):
            hint = "Put the text in quotes: what follows a `#` after a space is a comment. " + hint
        if written:
            hint += f' If the text is meant, quote it: `"{written}"`.'
        self.add("null_value", message, hint, start, end, value=written)

    def refuse_alias(self, noun: str, written: str, start: int, end: int) -> None:
        """Refuse an anchor or an alias."""
        hint = "Write the value out where it is used; put a text that begins with `&` or `*` in quotes."
        self.add("yaml_alias", f"{noun} `{written[:80]}`", hint, start, end, value=written)

    def refuse_tag(self, tag: str, start: int) -> None:
        """Refuse a tag."""
        hint = "Leave the tag out: every value is taken as text. Put a text that begins with `!` in quotes."
        written = f"!!{tag.removeprefix(_STANDARD_TAG)}" if tag.startswith(_STANDARD_TAG) else tag
        self.add("yaml_tag", f"tag `{written[:80]}`", hint, start, value=written)

    def stop_for_nodes(self, start: int) -> None:
        """Stop reading the file: it holds too many values."""
        self.add(
            "yaml_too_large",
            f"the file holds more than {self._limits.nodes} keys and values",
            "Split the file.",
            start,
        )
        raise TooManyNodes
