"""Doing something again each time files change, for whoever writes them with a terminal beside the editor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import sleep
from typing import NoReturn

import typer

from policy_dataset.cli.output import tell

EVERY = 0.4
"""Seconds between two looks."""

_CLEAR = "\x1b[2J\x1b[H"

State = Mapping[Path, tuple[int, int]]


def watch_files(
    paths: Iterable[Path], act: Callable[[], object], *, wait: Callable[[], None] = lambda: sleep(EVERY)
) -> NoReturn:
    """Act, and act again each time a file is written, made or removed; until the wait is interrupted.

    Parameters
    ----------
    paths
        Folders, with all that lies in them but for hidden files, and files.
    wait
        Passes the time between two looks. What it raises ends the watch.

    Raises
    ------
    typer.Exit
        On Ctrl-C, the way to end it.
    """
    watched, seen = list(paths), None
    try:
        while True:
            state = _state(watched)
            if state != seen:
                seen = state
                if sys.stdout.isatty():
                    sys.stdout.write(_CLEAR)
                act()
                tell("watching; Ctrl-C ends it", err=True)
            wait()
    except KeyboardInterrupt:
        raise typer.Exit from None


def _state(paths: list[Path]) -> State:
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        files = _below(path) if path.is_dir() else [path]
        for file in files:
            try:
                stat = file.stat()
            except OSError:
                # Editors replace files while we look.
                continue
            found[file] = (stat.st_mtime_ns, stat.st_size)
    return found


def _below(folder: Path) -> list[Path]:
    hidden = (
        p for p in folder.rglob("*") if not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )
    return [p for p in hidden if p.is_file()]
