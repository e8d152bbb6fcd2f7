"""Which files of a curated directory hold what, and which may not be there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.schema import Schema
from policy_dataset.problems import Problem, Severity
from policy_dataset.sources.lock import LOCK_FILE

META_FILE = "dataset.yaml"
NAMES_FILE = "names.txt"
CODINGS = "codings"
BULK_SUFFIXES = (".csv", ".parquet")
MAX_FILES = 20_000
"""A curated directory with more files is refused: it is not one."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file with records of one table; `name` is relative to the directory, with forward slashes."""

    table: str
    name: str
    path: Path

    @property
    def bulk(self) -> bool:
        """Whether it is a table as published (CSV, Parquet) rather than authored YAML."""
        return self.path.suffix.lower() in BULK_SUFFIXES


@dataclass(frozen=True, slots=True)
class Directory:
    """The files of one curated directory, in order of name."""

    root: Path
    files: tuple[DataFile, ...]
    problems: tuple[Problem, ...]


def list_directory(root: Path, schema: Schema) -> Directory:
    """Sort the files of a curated directory by table: ``measures.yaml``, ``measures/*.yaml``, ``statistics.csv``.

    Returns
    -------
    Directory
        Links and files of no known table are problems; texts, notes and hidden files are let lie.
    """
    files: list[DataFile] = []
    problems: list[Problem] = []
    tables = [t.table_name for t in schema.authored]
    for number, path in enumerate(_walk(root, problems)):
        if number >= MAX_FILES:
            problems.append(
                Problem(
                    code="unknown_file",
                    message=f"the directory holds more than {MAX_FILES} files",
                    hint="Give the directory of one dataset, the one that holds dataset.yaml.",
                )
            )
            break
        name = path.relative_to(root).as_posix()
        if name in (META_FILE, LOCK_FILE) or not _holds_data(path):
            continue
        table = name.split("/")[0] if "/" in name else path.stem
        if table in tables and path.suffix != ".yml":
            files.append(DataFile(table, name, path))
        else:
            problems.append(_unknown_file(name, path, table, tables))
    return Directory(root, tuple(sorted(files, key=lambda f: f.name)), tuple(problems))


def _walk(root: Path, problems: list[Problem]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if here == root and CODINGS in folders:
            folders.remove(CODINGS)
        for name in sorted((*folders, *names)):
            path = here / name
            if path.is_symlink():
                problems.append(_link(path.relative_to(root).as_posix()))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not (here / f).is_symlink())
        yield from (here / n for n in sorted(names) if not n.startswith(".") and not (here / n).is_symlink())


def _holds_data(path: Path) -> bool:
    return path.suffix.lower() in (".yaml", ".yml", *BULK_SUFFIXES)


def _link(name: str) -> Problem:
    return Problem(
        code="symbolic_link",
        message=f"{name} is a symbolic link",
        hint="Put the file itself into the directory: a dataset stands alone.",
        file=name,
        line=1,
        column=1,
    )


def _unknown_file(name: str, path: Path, table: str, tables: list[str]) -> Problem:
    if path.suffix == ".yml" and table in tables:
        hint = f"Rename it to {name.removesuffix('.yml')}.yaml."
    else:
        hint = did_you_mean(
            table,
            [*tables, "dataset"],
            otherwise=f"Files are named after tables: {', '.join(sorted(tables))}.",
        )
    return Problem(
        code="unknown_file",
        message=f"{name} is named after no table",
        hint=hint,
        severity=Severity.ERROR,
        file=name,
        line=1,
        column=1,
        value=table,
    )
