"""A bar of progress: what is being done and how many rows of it are done, on a terminal and nowhere else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Bar:
    """Shows steps as they are said to it, and goes without a trace; no times, which nobody could compare.

    Parameters
    ----------
    quiet
        Show nothing.
    console
        Where it is shown; without, on standard error, where that is a terminal that somebody may look at.
    """

    def __init__(self, *, quiet: bool = False, console: Console | None = None) -> None:
        self._wanted = not quiet and (console is not None or _is_watched())
        self._console = console
        self._shown: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()

    def __call__(self, step: str, done: int = 0, total: int = 0, /) -> None:
        """Show a step, and how many of its rows are done where they are counted."""
        if not self._wanted:
            return
        if self._shown is None or self._task is None:
            self._shown = _begin(self._console)
            self._task = self._shown.add_task(step, total=None, rows="")
            self._shown.start()
        rows = f"{done:,} of {total:,} rows" if total else ""
        self._shown.update(self._task, description=step, completed=done, total=total or None, rows=rows)


def _is_watched() -> bool:
    # Consoles of CI services call themselves terminals, and keep every frame.
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


def _begin(console: Console | None) -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only terminals need it
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415 - as above

    columns = (
        BarColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[rows]}", markup=False),
    )
    return Progress(*columns, console=console or Console(stderr=True), transient=True)
