"""Publishing: a set of tables becomes a Data Package on the disk, whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from policy_dataset.errors import UsageError
from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.problems import Problem
from policy_dataset.progress import Progress, silent
from policy_dataset.release.compare import compare
from policy_dataset.release.data_files import Writing, write_tables
from policy_dataset.release.descriptor import describe, to_json
from policy_dataset.release.disk import DISK, Disk
from policy_dataset.release.judge import Limits, judge
from policy_dataset.release.layout import DESCRIPTOR, SUMS
from policy_dataset.release.lock import locked
from policy_dataset.release.readme import default_readme
from policy_dataset.release.swap import begin, clear, swap_in
from policy_dataset.release.target import check_target
from policy_dataset.release.unprintable import record_key, unprintable
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.external_sort import LIMITS as SORTING
from policy_dataset.tables.external_sort import SortLimits
from policy_dataset.tables.long import PublishedRows

LIMITS = Limits()
Metadata = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""What gives documents, by name, that follow from a descriptor."""


def _no_metadata(_: Mapping[str, Any]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class _Documents:
    """The texts beside the tables: those that are given, and those that follow from the descriptor."""

    texts: Mapping[str, str]
    metadata: Metadata
    released: date | None


@dataclass(frozen=True, slots=True)
class Published:
    """A package that stands on the disk.

    Attributes
    ----------
    path
        Its folder.
    files
        SHA-256 of every file but ``SHA256SUMS``, by path in the package.
    rows
        Number of rows of every table.
    sampled
        Tables of which the independent judge read the first rows only, with their number. The comparison of Parquet
        with CSV reads every cell always.
    compared_only
        Tables whose Parquet was compared with their CSV, but not read by the judge himself: long ones, or all where
        pandas is not installed.
    """

    path: Path
    name: str
    version: str
    files: Mapping[str, str]
    rows: Mapping[str, int]
    sampled: Mapping[str, int]
    compared_only: tuple[str, ...]


def publish(  # noqa: PLR0913 - the parts of a package
    schema: Schema,
    meta: DatasetMeta,
    tables: Mapping[str, PublishedRows],
    out: Path,
    *,
    readme: str | None = None,
    codebook: Mapping[str, str] | None = None,
    metadata: Metadata = _no_metadata,
    released: date | None = None,
    disk: Disk = DISK,
    limits: Limits = LIMITS,
    sorting: SortLimits = SORTING,
    progress: Progress = silent,
) -> Published | tuple[Problem, ...]:
    """Write ``out/<id of the dataset>/``, judge it, and only then let it take that place in one step.

    Parameters
    ----------
    schema
        The declared tables.
    tables
        One for each published table of `schema`, by name; rows in any order. Long ones are never in memory as a whole.
    out
        Folder that holds packages; made where it is missing.
    readme
        Text of ``README.md``; without one, a short text is made.
    codebook
        Further documents: file name to text.
    metadata
        Gives further documents that follow from the descriptor: what catalogues and citation tools read.
    released
        Day of the release, where it is one.
    disk
        What is done to the disk, step by step.
    limits
        How much of long tables the independent judge reads.
    sorting
        How much of a long table is in memory while it is sorted.
    progress
        Told of each step.

    Returns
    -------
    Published
        The package is in its place.
    tuple of Problem
        Why it is not; what stood there before stands there still. `record` is the key of the record; `row` counts in
        the order of the key, except where a cell that cannot be published is found in the table as it was given.

    Raises
    ------
    UsageError
        The tables do not fit the schema, or something that is no package of this dataset stands in its place.
    """
    text = readme or default_readme(schema, meta, tables, released=released)
    documents = _Documents(_checked_names({"README.md": text, **(codebook or {})}), metadata, released)
    _check_shape(schema, tables)
    problems = tuple(p for t in schema.published for p in unprintable(t, tables[t.table_name]))
    if problems:
        return problems
    target = out.absolute() / meta.id
    out.mkdir(parents=True, exist_ok=True)
    with locked(out):
        check_target(target, meta.id)
        folder = begin(target, disk)
        try:
            writing = Writing(folder, folder.parent / "runs", disk, progress, sorting)
            ordered, files = _write(schema, meta, tables, documents, writing)
            progress("judge")
            verdict = judge(folder, limits)
            problems = (
                *_differences(ordered, folder, progress),
                *(_named(schema, ordered, p) for p in verdict.problems),
            )
            if not problems:
                swap_in(target, disk)
        finally:
            clear(target, disk)
    if problems:
        return problems
    rows = {name: table.num_rows for name, table in ordered.items()}
    return Published(target, meta.id, meta.version, files, rows, verdict.sampled, verdict.unread)


def _write(
    schema: Schema,
    meta: DatasetMeta,
    tables: Mapping[str, PublishedRows],
    documents: _Documents,
    writing: Writing,
) -> tuple[Mapping[str, PublishedRows], dict[str, str]]:
    folder, disk = writing.folder, writing.disk
    disk.make_folder(folder / "data")
    ordered, data = write_tables(schema, meta, tables, writing)
    descriptor = describe(schema, meta, ordered, data, released=documents.released)
    follows = _checked_names(documents.metadata(descriptor))
    texts = {**documents.texts, **follows, DESCRIPTOR: to_json(descriptor)}
    hashes = {file.path: file.sha256 for file in data}
    for name, text in texts.items():
        content = text.encode()
        disk.write_file(folder / name, partial(_write_bytes, content))
        hashes[name] = hashlib.sha256(content).hexdigest()
    files = dict(sorted(hashes.items()))
    sums = "".join(f"{digest}  {name}\n" for name, digest in files.items()).encode()
    disk.write_file(folder / SUMS, partial(_write_bytes, sums))
    for inner in (folder / "data", folder, folder.parent):
        disk.sync_folder(inner)
    return ordered, files


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _differences(
    tables: Mapping[str, PublishedRows], folder: Path, progress: Progress
) -> tuple[Problem, ...]:
    data = folder / "data"
    return tuple(
        problem
        for name in tables
        for problem in compare(
            name,
            data / f"{name}.csv",
            data / f"{name}.parquet",
            progress=partial(progress, f"compare {name}"),
        )
    )


def _named(schema: Schema, tables: Mapping[str, PublishedRows], problem: Problem) -> Problem:
    if problem.table is None or problem.row is None:
        return problem
    return problem.at(record=record_key(schema[problem.table], tables[problem.table], problem.row))


def _check_shape(schema: Schema, tables: Mapping[str, PublishedRows]) -> None:
    wanted = [t.table_name for t in schema.published]
    missing, unknown = sorted(set(wanted) - set(tables)), sorted(set(tables) - set(wanted))
    if missing or unknown:
        raise UsageError(
            f"publish takes one table for each of {wanted}; missing: {missing}, unknown: {unknown}"
        )
    for table in schema.published:
        declared, given = arrow_schema(table), tables[table.table_name].schema
        if sorted(declared.names) != sorted(given.names):
            raise UsageError(
                f"table {table.table_name} has the columns {given.names}; declared are {declared.names}"
            )
        for field in declared:
            if given.field(field.name).type != field.type:
                raise UsageError(
                    f"column {table.table_name}.{field.name} is {given.field(field.name).type}; declared is {field.type}"
                )


def _checked_names(documents: Mapping[str, str]) -> Mapping[str, str]:
    for name in documents:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) or name in {DESCRIPTOR, SUMS, "data"}:
            raise UsageError(
                f"a document of a package cannot be named {name!r}: letters, digits, dots, - and _ are"
            )
    return documents
