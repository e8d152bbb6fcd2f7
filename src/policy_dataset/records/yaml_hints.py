"""What is probably meant where YAML is broken, and what to write instead.

The parser says what it expected next; an author wants to know which sign on which line to change.
"""

from __future__ import annotations

import re

_NAME = r"[^\W\d][\w.\-]*"
_KEY_WITH_VALUE = re.compile(rf"\s*(?:- )?\s*{_NAME}: ")
_FULL_WIDTH_COLON = re.compile(rf"\s*(?:- )?\s*({_NAME})\s*[：∶]")
_WIDE_SPACE_AFTER_COLON = re.compile(rf"\s*(?:- )?\s*({_NAME}):[\u3000\u00a0]")
_COLON_WITHOUT_SPACE = re.compile(rf"\s*(?:- )?\s*({_NAME}):(?!//)\S")
_EQUALS_SIGN = re.compile(rf"\s*(?:- )?\s*({_NAME})\s*[=\uff1d]\s*\S")
_DASH_WITHOUT_SPACE = re.compile(rf"\s*-(?:{_NAME})\s*(?::|\Z)")
_WIDE_DASH = re.compile(r"\s*(?:[－—–\u2212•·][ \u3000]?|[*+] )\S")
_WIDE_SPACE = re.compile(r"\s*[\u3000\u00a0]")
_TEXT_IN_BRACKETS = re.compile(r"\s*(?:- )?\s*(?:[\w.\-]+: +)?(['\"\[{])")
_TYPOGRAPHIC_QUOTE = re.compile(r"\s*(?:- )?\s*(?:[\w.\-]+\s*[:：]\s*)?[“”‘’\uff02\uff07「」]")

_QUOTES = "Put the text in quotes: a plain text must not begin with `{}`."
_GOES_ON = {
    "'": "Write `'` within single quotes twice, or put double quotes around the text: it ends at the second `'`.",
    '"': 'Put single quotes around the whole text: it ends at the second `"`.',
    "[": _QUOTES.format("["),
    "{": _QUOTES.format("{"),
}
"""What to write where something stands after a closing quote or bracket, by what opened it."""

_TAB = "Indent with spaces: a tab does not indent in YAML."

_BY_PROBLEM = (
    ("tab character", _TAB),
    ("quoted scalar: found unexpected", "Close the quote that opens here."),
    ("unknown escape character", "Write single quotes around the text, or two backslashes for one."),
    ("escape", "Write the character itself in place of the escape."),
    ("flow sequence", "Close the list with `]`, and put commas between its items."),
    ("flow mapping", "Close the mapping with `}`, and put commas between its entries."),
    ("flow node", "Write an item after each bracket and comma, and close the bracket."),
    (
        "expected ':'",
        "Write the line as `key: value`, or indent it deeper where it continues the text above.",
    ),
    ("tag", "Leave out the tag (`!...`): every value is taken as text."),
    ("block mapping", "Indent keys of one record alike, and write nothing after a closing quote."),
    (
        "block collection",
        "Begin an item with `- ` like those above, or indent this line like the keys of its item.",
    ),
    ("sequence entries are not allowed", "Begin the list on a line of its own."),
    ("document start", "Close the quote or bracket left open above, or indent this line like the others."),
    ("directive", "Leave out lines that begin with `%`."),
    ("anchor", "Put the text in quotes: `&` and `*` begin an anchor or alias."),
    ("alias", "Put the text in quotes: `&` and `*` begin an anchor or alias."),
    ("block scalar", "Write nothing but `|` or `>` after the colon, and indent the text below it."),
)
_MAY_BE_A_BROKEN_LINE = ("expected ':'", "block mapping", "block collection", "alias")


def explain_scalar(text: str) -> str | None:
    """Say what to write instead of a text that looks like a broken line of a mapping or list.

    A full-width colon or a missing space makes YAML read ``id：x`` and ``id:x`` as plain text. Ask only where a
    mapping or list was expected: in running text these signs are in order.

    Examples
    --------
    >>> explain_scalar("unit：万元")
    'Write `unit: ` with an ASCII colon and a space.'
    >>> explain_scalar("unit:万元")
    'Put a space after the colon: `unit: `.'
    >>> explain_scalar("https://example.org") is None
    True
    """
    found = _FULL_WIDTH_COLON.match(text)
    if found:
        return f"Write `{found[1]}: ` with an ASCII colon and a space."
    found = _WIDE_SPACE_AFTER_COLON.match(text)
    if found:
        return f"Write an ASCII space after `{found[1]}:`: a full-width or no-break space is text."
    found = _COLON_WITHOUT_SPACE.match(text)
    if found:
        return f"Put a space after the colon: `{found[1]}: `."
    found = _EQUALS_SIGN.match(text)
    if found:
        return f"Write `{found[1]}: ` with a colon in place of the equals sign."
    if _DASH_WITHOUT_SPACE.match(text):
        return "Put a space after the dash: `- `."
    if _WIDE_DASH.match(text):
        return "Begin an item of a list with an ASCII hyphen and a space: `- `."
    if _WIDE_SPACE.match(text):
        return "Indent with ASCII spaces: a full-width or no-break space is text."
    if _TYPOGRAPHIC_QUOTE.match(text):
        return "Write ASCII quotes (`\"` or `'`) around the text: typographic quotes are part of it."
    return None


def explain_line_above(text: str) -> str | None:
    """Say what to write instead of the line above an error; None where that line is a key with its value.

    Examples
    --------
    >>> explain_line_above("title_zh: “十五五”规划") is None
    True
    """
    return None if _KEY_WITH_VALUE.match(text) else explain_scalar(text)


def explain_syntax(problem: str, line: str, column: int, line_before: str) -> str:
    """Say what to do about a syntax error.

    Parameters
    ----------
    problem
        What the parser says.
    line, column
        The line it stopped on, and where (from 1).
    line_before
        The last line with text above it: a missing space there is often noticed only here.
    """
    lead = line[: len(line) - len(line.lstrip())]
    if "\t" in lead or (column <= len(line) and line[column - 1] == "\t"):
        return _TAB
    if "mapping values are not allowed" in problem:
        if re.search(r": ", line[: column - 1]):
            return "Put the text in quotes: it holds a colon followed by a space."
        return explain_line_above(line_before) or "Indent this line exactly like the keys beside it."
    if "document start" in problem and line_before.rstrip() == "...":
        return "Leave out the line `...` above: it ends the file."
    quoting = _explain_quoting(problem, line, column)
    if quoting is not None:
        return quoting
    explained = explain_scalar(line) or explain_line_above(line_before)
    if explained and any(words in problem for words in _MAY_BE_A_BROKEN_LINE):
        return explained
    for words, hint in _BY_PROBLEM:
        if words in problem:
            return hint
    return explain_scalar(line) or "Check the indentation, colons and quotes of this line and the one above."


def _explain_quoting(problem: str, line: str, column: int) -> str | None:
    """Say what to do about a text that needs quotes, or goes on after those it has."""
    if "cannot start any token" in problem:
        return _QUOTES.format(line[column - 1 : column])
    if "mapping keys are not allowed" in problem:
        return _QUOTES.format("?")
    if "block mapping" not in problem:
        return None
    if line[column - 1 :].startswith("- "):
        return "Indent this item exactly like the other items of its list."
    opened = _TEXT_IN_BRACKETS.match(line[: column - 1])
    return _GOES_ON[opened[1]] if opened else None
