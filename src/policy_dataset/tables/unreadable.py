"""Parquet files that look sound at their end and are broken within: they are looked for where reading them has failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import pyarrow as pa

from policy_dataset.problems import Problem
from policy_dataset.tables.files import PARQUET, BulkFile, BulkFiles, RunningLook, unreadable_parquet


class _Judged(Protocol):
    @property
    def faults(self) -> Sequence[object]: ...


_Verdict = TypeVar("_Verdict", bound=_Judged)


def judge_readable(
    files: BulkFiles, judge: Callable[[BulkFiles], _Verdict]
) -> tuple[_Verdict, BulkFiles, list[Problem]]:
    """Judge files, and where that fails because one of them cannot be read to its end, the others.

    Returns
    -------
    tuple
        The verdict, the files, those that cannot be read without rows, and a problem for each of those.
    """
    try:
        verdict = judge(files)
    except Exception:
        sound, problems = _without_unreadable(files)
        if not problems:
            raise
        return judge(sound), sound, problems
    if verdict.faults:
        sound, problems = _without_unreadable(files)
        if problems:
            return judge(sound), sound, problems
    return verdict, files, []


def _without_unreadable(files: BulkFiles) -> tuple[BulkFiles, list[Problem]]:
    problems: list[Problem] = []
    looks: list[BulkFile | RunningLook] = []
    for look in files.looks:
        error = _read(look) if isinstance(look, BulkFile) else None
        if isinstance(look, BulkFile) and error is not None:
            problems.append(unreadable_parquet(files.table, look.name, error))
            looks.append(replace(look, rows=0))
        else:
            looks.append(look)
    return BulkFiles(files.table, tuple(looks)), problems


def _read(file: BulkFile) -> Exception | None:
    """Read a Parquet file of this machine to its end, and return what was wrong."""
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    if file.form != PARQUET or file.remote is not None or not file.rows:
        return None
    try:
        with file.path.open("rb") as stream, ParquetFile(stream) as parquet:
            for batch in parquet.iter_batches():
                batch.validate(full=True)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        return error
    return None
