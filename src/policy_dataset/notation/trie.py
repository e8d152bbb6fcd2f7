"""Many words as one pattern in which each character is looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]
_END = ""


def trie_pattern(words: Iterable[str], guards: dict[str, str] | None = None) -> str:
    """Return a pattern that matches the longest of `words`.

    Parameters
    ----------
    words
        Plain words.
    guards
        For some words the characters that must not follow them (the inside of ``(?!…)``).

    Examples
    --------
    >>> import re
    >>> re.match(trie_pattern(["三", "三北", "三农"]), "三农问题")[0]
    '三农'
    """
    root: _Node = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _pattern(root, "", guards or {})


def _pattern(node: _Node, word: str, guards: dict[str, str]) -> str:
    branches = [
        re.escape(character) + _pattern(child, word + character, guards)
        for character, child in node.items()
        if character != _END
    ]
    stops = _END in node
    guard = f"(?!{guards[word]})" if stops and word in guards else ""
    if not branches:
        return guard
    inner = "|".join(branches)
    if not stops:
        return f"(?:{inner})" if len(branches) > 1 else inner
    # The longer words first; the word itself where none of them stands.
    return f"(?:{inner}|{guard})" if guard else f"(?:{inner})?"
