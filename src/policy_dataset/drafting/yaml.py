"""Records as YAML text: the few forms that authored files use, quoted where a reader would take a text for more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Comment:
    """A line for the curator; readers pass over it."""

    text: str


Value: TypeAlias = "str | Sequence[str | Mapping[str, str]] | Mapping[str, str | Sequence[str]]"
Entry: TypeAlias = "tuple[str, Value] | Comment"

# Nothing that begins with a sign, holds a colon or space, or ends in one: the rest goes into quotes.
_PLAIN = re.compile(
    r"[0-9A-Za-z\u3400-\u9fff](?:[0-9A-Za-z\u3400-\u9fff_#=,;./%+-]*[0-9A-Za-z\u3400-\u9fff_%])?"
)
_PHRASE = re.compile(r"[0-9A-Za-z\u3400-\u9fff]+(?: [0-9A-Za-z\u3400-\u9fff]+)*")
_NULLS = ("null", "Null", "NULL")
_NEEDS_ESCAPES = re.compile("[\n\r\t]")
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]+")


def scalar(text: str) -> str:
    """Return a text as YAML that reads back as exactly that text.

    Examples
    --------
    >>> print(scalar("2.59亿人"), scalar("a: b"), scalar("it's"), scalar("null"))
    2.59亿人 'a: b' 'it''s' 'null'
    """
    if (_PLAIN.fullmatch(text) or _PHRASE.fullmatch(text)) and text not in _NULLS:
        return text
    if _NEEDS_ESCAPES.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"


def record(entries: Sequence[Entry]) -> str:
    """Return one record as an item of a list of records; ends with a newline.

    Examples
    --------
    >>> print(record([("id", "a_1"), Comment("why"), ("evidence", {"period": "a#char=1,2"})]), end="")
    - id: a_1
      # why
      evidence:
        period: a#char=1,2
    """
    lines = [line for entry in entries for line in _lines(entry)]
    return "".join(f"{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


def _lines(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Comment):
        yield f"# {' '.join(_UNSHOWN.sub(' ', entry.text).split())}"
        return
    name, value = entry
    if isinstance(value, str):
        yield f"{name}: {scalar(value)}"
        return
    yield f"{name}:"
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield f"  {key}: {scalar(inner)}"
            else:
                yield f"  {key}:"
                yield from (f"    - {scalar(item)}" for item in inner)
        return
    for item in value:
        if isinstance(item, str):
            yield f"  - {scalar(item)}"
        else:
            pairs = [f"{key}: {scalar(inner)}" for key, inner in item.items()]
            yield from (f"  {'- ' if number == 0 else '  '}{pair}" for number, pair in enumerate(pairs))
