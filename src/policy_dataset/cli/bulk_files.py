"""Files that hold a table as published, judged alone: what ``validate --table`` does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.cli.bar import Bar
from policy_dataset.cli.output import Outlets, show_report
from policy_dataset.errors import UsageError

if TYPE_CHECKING:
    from policy_dataset.tables.engines.registry import ChosenEngine


@dataclass(frozen=True, slots=True)
class Shown:
    """How the report is shown."""

    outlets: Outlets
    strict: bool
    limit: int | None
    quiet: bool = False


def judge_files(
    paths: Sequence[str], *, table: str, against: Path | None, engine: ChosenEngine, shown: Shown
) -> int:
    """Judge the files, show the report, and return the exit code."""
    from policy_dataset.pipeline import Library, validate_files  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.rules.runner import CAP  # noqa: PLC0415 - keeps --help quick

    if not paths:
        raise UsageError(f"--table {table} takes the files to judge, or folders with them")
    library = Library.standard()
    cap = max(CAP, shown.limit) if shown.limit is not None else None
    began = time.perf_counter()
    with Bar(quiet=shown.quiet) as bar:
        report = validate_files(
            paths,
            table=table,
            against=against,
            library=library,
            cap=cap,
            engine=engine,
            progress=bar,
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
