"""A curated directory as rows: every file read, every record shaped, every fault kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policy_dataset.errors import UsageError
from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.problems import Problem
from policy_dataset.records.directory import META_FILE, DataFile, list_directory
from policy_dataset.records.meta import read_meta
from policy_dataset.records.names import read_names
from policy_dataset.records.rows import Row
from policy_dataset.records.shape import explain_nulls, read_rows
from policy_dataset.records.unread import has_unread
from policy_dataset.records.yaml_text import YamlDocument, read_yaml
from policy_dataset.sources.lock import LOCK_FILE, Lock, read_lock


@dataclass(frozen=True)
class Curation:
    """What stands in a curated directory.

    Attributes
    ----------
    rows
        Records read from YAML, by table, in file order.
    bulk
        Files that hold rows as published, to be read as tables.
    lock
        What `sources.lock.json` says; None where there is none.
    names
        What `names.txt` lists: long official names that the sources print too.
    unread
        Tables of which a file, or a record of one, could not be read: what they hold is not known.
    """

    root: Path
    schema: Schema
    meta: DatasetMeta | None
    meta_document: YamlDocument | None
    rows: Mapping[str, tuple[Row, ...]]
    bulk: tuple[DataFile, ...]
    lock: Lock | None
    problems: tuple[Problem, ...] = field(default=())
    names: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()

    def all_rows(self) -> Iterator[Row]:
        """Go through every record and every row of a nested list."""
        for rows in self.rows.values():
            for row in rows:
                yield row
                yield from row.children


def read_curation(
    root: Path, schema: Schema, *, progress: Callable[[str], None] = lambda _: None
) -> Curation:
    """Read a curated directory.

    Parameters
    ----------
    progress
        Called with the name of each file before it is read.

    Raises
    ------
    UsageError
        When there is no such directory.
    """
    if not root.is_dir():
        raise UsageError(
            f"{root} is no directory: give the directory of a dataset, the one that holds dataset.yaml"
        )
    meta, document, problems = read_meta(root)
    if not os.path.lexists(root / META_FILE):
        # Not a dataset: whatever else lies there is none of its files.
        return Curation(root, schema, None, None, {}, (), None, tuple(problems))
    directory = list_directory(root, schema)
    problems += directory.problems
    rows: dict[str, list[Row]] = {}
    unread = set(directory.unread)
    for file in directory.files:
        progress(file.name)
        if not file.bulk:
            read = read_yaml(file.path.read_bytes(), file=file.name)
            found, faults = read_rows(read, schema[file.table])
            rows.setdefault(file.table, []).extend(found)
            problems += (*explain_nulls(read.problems, found), *faults)
            if has_unread(read, faults):
                unread.add(file.table)
    lock = _lock(root, problems)
    names, faults = read_names(root)
    problems += faults
    return Curation(
        root=root,
        schema=schema,
        meta=meta,
        meta_document=document,
        rows={name: tuple(found) for name, found in rows.items()},
        bulk=tuple(f for f in directory.files if f.bulk),
        lock=lock,
        problems=tuple(problems),
        names=names,
        unread=frozenset(unread),
    )


def _lock(root: Path, problems: list[Problem]) -> Lock | None:
    path = root / LOCK_FILE
    if not path.is_file() or path.is_symlink():
        return None
    try:
        read = read_lock(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        read = read_lock("")
    if isinstance(read, Problem):
        problems.append(read)
        return None
    return read
