"""How work says how far it is; a value that is handed in, and silent where nobody looks."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What is called at each step of a work."""

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None:
        """Take note of a step, and of the rows of it that are done where they are counted."""


def silent(step: str, done: int = 0, total: int = 0, /) -> None:
    """Take no note."""
