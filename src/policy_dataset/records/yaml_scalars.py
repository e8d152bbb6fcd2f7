"""Texts as YAML writes them: plain where that is safe, in quotes, or as a block of lines."""

from __future__ import annotations

import re

from policy_dataset.records.yaml_text import read_yaml

_NEEDS_ESCAPE = re.compile("[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ONE_BYTE, _TWO_BYTES = 0xFF, 0xFFFF
_INDENT = "  "


def quoted(text: str) -> str:
    r"""Write a text in quotes: single ones where nothing has to be escaped, else double ones.

    Examples
    --------
    >>> print(quoted("a: b"), quoted("it's"), quoted("a\nb"))
    'a: b' "it's" "a\nb"
    """
    if "'" not in text and _NEEDS_ESCAPE.search(text) is None:
        return f"'{text}'"
    return double_quoted(text)


def double_quoted(text: str) -> str:
    """Write a text in double quotes; only what cannot stand there is escaped."""
    inside = re.sub(r'["\\]', lambda found: _SHORT[found[0]], text)
    return f'"{_NEEDS_ESCAPE.sub(lambda found: _escape(found[0]), inside)}"'


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Whether a text may be written without quotes: it is then read as the same text."""
    if not text or "\n" in text:
        return False
    return reads_as(text, text, in_flow=in_flow)


def reads_as(raw: str, value: str, *, in_flow: bool = False) -> bool:
    """Whether what is written is read as that value, as an item of a list."""
    document = read_yaml(f"- [{raw}]\n".encode() if in_flow else f"- {raw}\n".encode(), file="")
    return not document.problems and document.value == ([[value]] if in_flow else [value])


def literal(text: str) -> list[str] | None:
    """Write a text as a block: its header, then its lines with two spaces before each; None where that cannot be.

    The lines are to be indented further as the place asks for it.
    """
    lines, keep = _block_lines(text)
    if keep == "+":
        return None  # a blank line after it would become part of it
    first = next((line for line in lines if line), "")
    indicator = "2" if first.startswith((" ", "\t")) or not lines or not lines[0] else ""
    return _checked([f"|{indicator}{keep}", *(_INDENT + line if line else "" for line in lines)], text)


def folded(raw: str, text: str) -> list[str] | None:
    """Write a folded block again, its lines as they are broken; None where that cannot be.

    Parameters
    ----------
    raw
        The block as it stands in the file.
    text
        What it is read as.
    """
    _, _, body = raw.partition("\n")
    lines = body.rstrip("\n ").split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    _, keep = _block_lines(text)
    if keep == "+":
        return None
    shifted = [_INDENT + line[margin:].rstrip() if line.strip() else "" for line in lines]
    return _checked([f">{keep}", *shifted], text)


def _block_lines(text: str) -> tuple[list[str], str]:
    if not text.endswith("\n"):
        return text.split("\n"), "-"
    lines = text[:-1].split("\n")
    return lines, "+" if not lines[-1] else ""


def _checked(lines: list[str], text: str) -> list[str] | None:
    return lines if reads_as("\n".join(lines), text) else None


def _escape(character: str) -> str:
    number = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if number <= _ONE_BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= _TWO_BYTES else f"\\U{number:08x}"
