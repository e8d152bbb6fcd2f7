"""Choices that a generator makes: by Hypothesis, which shrinks them, or from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chance(Protocol):
    """Whoever decides."""

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options, each as likely."""

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both bounds included."""


class SeededChance:
    """The same choices for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing here is secret

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self._random.choice(options)

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both bounds included."""
        return self._random.randint(low, high)


class DrawnChance:
    """Choices that Hypothesis draws: `sampled` and `whole` draw one option, one number."""

    def __init__(
        self, sampled: Callable[[Sequence[object]], object], whole: Callable[[int, int], int]
    ) -> None:
        self._sampled = sampled
        self._whole = whole

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self._sampled(options)  # type: ignore[return-value] # one of them

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both bounds included."""
        return self._whole(low, high)
