"""Regular expressions that every engine reads alike."""

from __future__ import annotations

from collections.abc import Iterator

SPACE = "\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space as Unicode has it, to stand between brackets."""

_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": SPACE}


def portable(pattern: str) -> str:
    r"""Write out what Rust, RE2 and Java read differently: ``\d``, ``\w`` and ``\s``, and the point.

    Digits and letters of words are those of ASCII, as in the JSON Schemas that editors read; white space is that of
    Unicode; a point is every character but a line feed. Negated classes between brackets are left as they are.

    Examples
    --------
    >>> portable(r"\d+,[\d.]")
    '[0-9]+,[0-9.]'
    """
    return "".join(_pieces(pattern))


def _pieces(pattern: str) -> Iterator[str]:
    inside, at = False, 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            yield _escaped(pattern[at : at + 2], inside=inside)
            at += 2
            continue
        if inside:
            inside = character != "]"
        elif character == "[":
            # A bracket that closes is one of the characters where it comes first.
            opening = 1 + pattern.startswith("^", at + 1)
            opening += pattern.startswith("]", at + opening)
            yield pattern[at : at + opening]
            inside, at = True, at + opening
            continue
        yield "[^\n]" if character == "." and not inside else character
        at += 1


def _escaped(escape: str, *, inside: bool) -> str:
    letter = escape[1:]
    if letter in _CLASSES:
        return _CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"
    if letter.lower() in _CLASSES and not inside:
        return f"[^{_CLASSES[letter.lower()]}]"
    return escape
