"""A bar that shows how far a download is: on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def terminal_bar(place: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while a download is under way, if that is a terminal.

    Yields
    ------
    callable
        To be told how many bytes are there.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - on a terminal alone
    from rich.markup import escape  # noqa: PLC0415 - as above
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    # It leaves nothing behind: what was fetched is said by whoever asked for it.
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(place.rpartition("/")[2] or place), total=total)
        yield lambda done: bar.update(task, completed=done)
