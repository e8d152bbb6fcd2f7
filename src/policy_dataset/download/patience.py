"""How long and how often a server is waited for, so that every download ends."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """Bounds in time and number; seconds, unless it says otherwise.

    Attributes
    ----------
    connect, silence
        Until a connection stands; without a single byte.
    slowest, window
        Bytes a second that a server has to reach within a window, or it is taken for stuck.
    attempts
        Attempts in a row of which none brings `worth` bytes.
    all_attempts
        Attempts at a file in all.
    first_wait, longest_wait
        Before the second attempt, doubled each time, and at most; what a server asks for (Retry-After) is capped too.
    redirects
        How far a server may lead on.
    turn
        For another process that is downloading the same.
    """

    connect: float = 10
    silence: float = 30
    slowest: int = 1024
    window: float = 30
    attempts: int = 5
    all_attempts: int = 100
    worth: int = 1 << 20
    first_wait: float = 0.5
    longest_wait: float = 30
    redirects: int = 10
    turn: float = 3600
    sleep: Callable[[float], object] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    dice: Callable[[], float] = field(default=random.random, repr=False)

    def brief(self) -> Patience:
        """Return the patience of one who has a copy already."""
        return replace(self, connect=min(self.connect, 5), silence=min(self.silence, 10), attempts=2)

    def wait(self, failures: int, asked: float | None) -> float:
        """Return how long to wait after so many failures in a row; `asked` is what the server said."""
        # Not all at the same moment, where many wait for one server.
        own = self.first_wait * 2.0 ** (failures - 1) * (1 + self.dice()) / 2
        return min(max(own, asked or 0), self.longest_wait)


class Pace:
    """Tells whether a server is slower than patience allows."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._start, self._bytes = patience.clock(), 0

    def too_slow(self, number: int) -> bool:
        """Take note of bytes that came; True when a window is over and brought too few."""
        self._bytes += number
        passed = self._patience.clock() - self._start
        if passed < self._patience.window:
            return False
        slow = self._bytes < self._patience.slowest * passed
        self._start, self._bytes = self._patience.clock(), 0
        return slow


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait; a day and time is told from its own clock.

    References
    ----------
    RFC 9110, section 10.2.3.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return (parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None
