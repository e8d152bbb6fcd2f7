"""Text from anywhere, made safe to print: widths of characters, and visible stand-ins for what cannot be seen.

A terminal obeys control characters, XML forbids most of them, and a bidirectional mark turns a line around. Whatever
comes from data passes through here before it stands in a report.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\ufff9-\ufffb\ufffe\uffff"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile(f"[{_UNSEEN}\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LAST_OF_ONE_BYTE = 0xFF


def on_one_line(text: str) -> str:
    r"""Return a text with escapes in place of line ends and of everything that cannot be seen.

    Examples
    --------
    >>> on_one_line("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    return _UNPRINTABLE.sub(lambda found: visible(found[0]), text)


def visible(character: str) -> str:
    r"""Return one character, or its escape where it cannot be seen.

    Examples
    --------
    >>> visible("中"), visible("\u200b")
    ('中', '\\u200b')
    """
    if _UNPRINTABLE.fullmatch(character) is None:
        return character
    number = ord(character)
    return _SHORT.get(character) or (
        f"\\x{number:02x}" if number <= _LAST_OF_ONE_BYTE else f"\\u{number:04x}"
    )


def well_formed(text: str) -> str:
    """Return a text that can be written as UTF-8: names of files may hold bytes that are none."""
    return _SURROGATE.sub("\ufffd", text)


def shortened(text: str, most: int) -> str:
    """Return a text with its middle left out where it is longer than so many characters: both ends tell most.

    Examples
    --------
    >>> shortened("'aaaaaaaaaaaa' is no code", 16)
    "'aaaaaa… no code"
    """
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return f"{text[: most - 1 - tail]}…{text[len(text) - tail :]}"


def width(character: str) -> int:
    """Return how many columns of a terminal a character takes.

    References
    ----------
    Unicode Standard Annex 11: wide and full-width characters take two columns; combining ones stand on the one before.

    Examples
    --------
    >>> [width(c) for c in ("a", "补", "\u0301")]
    [1, 2, 0]
    """
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
