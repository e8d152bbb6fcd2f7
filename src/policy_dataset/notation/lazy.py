"""Patterns that are compiled when they are first used, so that importing this room costs little."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_Found = re.Match[str] | None
_METHODS = ("match", "fullmatch", "search", "finditer", "sub")


class LazyPattern:
    """A regular expression that is compiled at its first use.

    Examples
    --------
    >>> digits = LazyPattern("[0-9]+")
    >>> digits.match("12个")[0]
    '12'
    """

    match: Callable[..., _Found]
    fullmatch: Callable[..., _Found]
    search: Callable[..., _Found]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        # Reached once, while the methods are missing: from then on they are the compiled pattern's own.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)
