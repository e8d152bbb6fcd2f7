"""Files that hold a table as published, judged alone: what ``validate --table`` does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from policy_dataset.cli.output import Outlets, show_report
from policy_dataset.errors import UsageError

if TYPE_CHECKING:
    from policy_dataset.tables.engines import Engine

_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """How the report is shown."""

    outlets: Outlets
    strict: bool
    limit: int | None


def judge_files(
    paths: Sequence[str], *, table: str, against: Path | None, engine: str | Engine, shown: Shown
) -> int:
    """Judge the files, show the report, and return the exit code."""
    from policy_dataset.pipeline import Library, validate_files  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.rules.runner import CAP  # noqa: PLC0415 - keeps --help quick

    if not paths:
        raise UsageError(f"--table {table} takes the files to judge, or folders with them")
    library = Library.standard()
    asked = sum(rule.find is not None for rule in library.rules.values())
    cap = max(CAP, shown.limit) if shown.limit is not None else None
    began = time.perf_counter()
    with Bar(1 + len(library.schema.tables) + asked) as bar:
        report = validate_files(
            paths,
            table=table,
            against=against,
            library=library,
            cap=cap,
            engine=engine,
            progress=bar.step,
        )
    return show_report(
        report,
        outlets=shown.outlets,
        strict=shown.strict,
        root=Path(),
        name=table,
        limit=shown.limit,
        seconds=time.perf_counter() - began,
    )


class Bar:
    """A bar of progress on a terminal; nothing anywhere else."""

    def __init__(self, steps: int, write: Callable[[str], object] | None = None) -> None:
        self._steps = max(steps, 1)
        self._done = 0
        self._write = write or (_to_terminal if sys.stderr.isatty() else None)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._write is not None:
            self._write("\r\x1b[K")

    def step(self, name: str, _done: int = 0, _total: int = 0, /) -> None:
        """Show that a step begins."""
        if self._write is not None:
            full = min(_WIDTH, _WIDTH * self._done // self._steps)
            self._write(f"\r\x1b[K[{'#' * full}{'.' * (_WIDTH - full)}] {name}")
        self._done += 1


def _to_terminal(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
