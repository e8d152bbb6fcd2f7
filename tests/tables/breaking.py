"""Engines around which the world changes while they work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Breaking:
    """An engine that does something in its midst: once it has found files, or opened them."""

    def __init__(self, engine: Any, after: str, break_down: Callable[[], Any]) -> None:
        self._engine, self._after, self._break_down = engine, after, break_down

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._engine, name)
        if name != self._after:
            return asked

        def then_break(*arguments: Any) -> Any:
            found = asked(*arguments)
            self._break_down()
            return found

        return then_break
