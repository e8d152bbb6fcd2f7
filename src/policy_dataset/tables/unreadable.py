"""Parquet files that look sound at their end and are broken within: they are looked for where reading them has failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import narwhals.stable.v2 as nw

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.model.vocabulary import Table, columns
from policy_dataset.problems import Problem
from policy_dataset.tables.engines import Engine
from policy_dataset.tables.engines.remote import cannot_open
from policy_dataset.tables.files import PARQUET, BulkFile, BulkFiles
from policy_dataset.tables.parquet_footer import UNREADABLE, unreadable_parquet


class _Judged(Protocol):
    @property
    def faults(self) -> Sequence[object]: ...


_Verdict = TypeVar("_Verdict", bound=_Judged)
_LONGER_THAN_ANY = 1 << 40


def judge_readable(
    files: BulkFiles, judge: Callable[[BulkFiles], _Verdict], engine: Engine
) -> tuple[_Verdict, BulkFiles, list[Problem]]:
    """Judge files, and where that fails because one of them cannot be read to its end, the others.

    Parameters
    ----------
    engine
        What judges them: files in remote stores are looked at with its own file systems.

    Returns
    -------
    tuple
        The verdict, the files, those that cannot be read without rows, and a problem for each of those.

    Raises
    ------
    UsageError
        A file in a remote store cannot be read to its end, or one of this machine was changed meanwhile.
    """
    try:
        found = _judged(files, judge, engine)
    except Exception:
        files.refuse_changed()
        raise
    files.refuse_changed()
    return found


def _judged(
    files: BulkFiles, judge: Callable[[BulkFiles], _Verdict], engine: Engine
) -> tuple[_Verdict, BulkFiles, list[Problem]]:
    try:
        verdict = judge(files)
    except PolicyDatasetError:
        raise
    except Exception:
        sound, problems = _without_unreadable(files, engine)
        if not problems and not _are_remote(files):
            raise
        return judge(sound), sound, problems
    if verdict.faults:
        sound, problems = _without_unreadable(files, engine)
        # What fails in a store once may not fail again.
        if problems or _are_remote(files):
            return judge(sound), sound, problems
    return verdict, files, []


def _are_remote(files: BulkFiles) -> bool:
    return any(isinstance(look, BulkFile) and look.remote is not None for look in files.looks)


def _without_unreadable(files: BulkFiles, engine: Engine) -> tuple[BulkFiles, list[Problem]]:
    """Look for files that pyarrow cannot read to their end; where there is none, for those that the engine cannot read.

    Readers differ in what they let pass of a damaged file.
    """
    for look in files.looks:
        if isinstance(look, BulkFile) and look.remote is not None:
            _read_remote(look, files.table, engine)
    broken = {n: error for n, look in _parquet(files) if (error := _read(look)) is not None}
    if not broken:
        asked = ((n, _ask(engine, look, files.table)) for n, look in _parquet(files))
        broken = {n: error for n, error in asked if error is not None}
    looks = [
        replace(look, rows=0) if n in broken and isinstance(look, BulkFile) else look
        for n, look in enumerate(files.looks)
    ]
    problems = [unreadable_parquet(files.table, files.looks[n].name, error) for n, error in broken.items()]
    return replace(files, looks=tuple(looks)), problems


def _parquet(files: BulkFiles) -> Iterator[tuple[int, BulkFile]]:
    """Go through the Parquet files of this machine that have rows, with their number."""
    for number, look in enumerate(files.looks):
        if isinstance(look, BulkFile) and look.form == PARQUET and look.remote is None and look.rows:
            yield number, look


def _ask(engine: Engine, file: BulkFile, table: type[Table]) -> Exception | None:
    """Have an engine read all cells of a file, and return what was wrong."""
    names = [name for name in columns(table) if name in file.header]
    # True of no cell, and not to be told without reading it.
    masks = {name: nw.col(name).cast(nw.String).str.len_chars() > _LONGER_THAN_ANY for name in names}
    try:
        engine.failing(engine.scan(BulkFiles(table, (file,)), names).table, masks)
    except PolicyDatasetError:
        raise
    except Exception as error:  # noqa: BLE001 - engines have many
        return error
    return None


def _read_remote(file: BulkFile, table: type[Table], engine: Engine) -> None:
    error = _ask(engine, file, table)
    if error is not None:
        do = "It was in order when it was looked into: run again."
        raise cannot_open(f"the engine {engine.name}", str(file.remote), error, do=do) from error


def _read(file: BulkFile) -> Exception | None:
    """Read a Parquet file of this machine to its end, and return what was wrong."""
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    try:
        with file.path.open("rb") as stream, ParquetFile(stream) as parquet:
            for batch in parquet.iter_batches():
                batch.validate(full=True)
    except UNREADABLE as error:
        return error
    return None
