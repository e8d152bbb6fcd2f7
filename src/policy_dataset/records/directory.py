"""Which files of a curated directory hold what, and which may not be there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policy_dataset.model.nearest import did_you_mean, nearest
from policy_dataset.model.schema import Schema
from policy_dataset.problems import Problem, Severity
from policy_dataset.sources.lock import LOCK_FILE
from policy_dataset.tables.inputs import is_packed_csv

META_FILE = "dataset.yaml"
NAMES_FILE = "names.txt"
CODINGS = "codings"
SCHEMAS = "schemas"
BULK_SUFFIXES = (".csv", ".parquet", ".pq")
_OTHER_FORMS = (".tsv", ".xlsx", ".xls", ".ods", ".jsonl", ".ndjson", ".feather", ".arrow")
"""Forms that tables are kept in elsewhere: a file of one is told where its table has no file that is read."""
PACKAGE_SIGN = "datapackage.json"
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
    unread: frozenset[str] = frozenset()
    """Tables that files with a wrong name seem to be of."""


def schema_path(name: str) -> str:
    """Return where the JSON Schema of a table, or of `dataset.yaml`, lies in a directory that has editors in mind."""
    return f"{SCHEMAS}/{name}.schema.json"


def editor_line(root: Path, file: str, table: str) -> str:
    """Return the first line of a new file, which tells editors its schema; nothing where the directory has none.

    Parameters
    ----------
    file
        Path of the file in the directory, with forward slashes.
    """
    if not (root / schema_path(table)).is_file():
        return ""
    return f"# yaml-language-server: $schema={'../' * file.count('/')}{schema_path(table)}\n"


def list_directory(root: Path, schema: Schema) -> Directory:
    """Sort the files of a curated directory by table: ``measures.yaml``, ``measures/*.yaml``, ``statistics.csv``.

    Returns
    -------
    Directory
        Links and files of no known table are problems; texts, notes and hidden files are let lie.
    """
    files: list[DataFile] = []
    problems: list[Problem] = []
    unread: set[str] = set()
    others: list[DataFile] = []
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
        if name in (META_FILE, LOCK_FILE):
            continue
        if not _holds_data(path):
            table = name.split("/")[0] if "/" in name else path.name.split(".")[0]
            others += [DataFile(table, name, path)] if table in tables else []
            continue
        table = name.split("/")[0] if "/" in name else path.stem
        if table in tables and path.suffix != ".yml":
            files.append(DataFile(table, name, path))
        else:
            problems.append(_unknown_file(name, path, table, tables))
            unread |= {table, nearest(table, tables) or ""} & {*tables}
    problems += _of_other_forms(others, {file.table for file in files})
    unread |= {p.value for p in problems if p.value is not None} & {*tables}
    return Directory(root, tuple(sorted(files, key=lambda f: f.name)), tuple(problems), frozenset(unread))


def _walk(root: Path, problems: list[Problem]) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if here == root and CODINGS in folders:
            folders.remove(CODINGS)
        for name in sorted((*folders, *names)):
            path = here / name
            if path.is_symlink():
                problems.append(_link(path.relative_to(root).as_posix()))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _is_link_or_package(here / f))
        as_files = [f for f in folders if Path(f).suffix.lower() in (".yaml", ".yml")]
        problems += (_folder((here / f).relative_to(root).as_posix()) for f in as_files)
        folders[:] = [f for f in folders if f not in as_files]
        plain = [here / n for n in sorted(names) if not n.startswith(".") and not (here / n).is_symlink()]
        problems += (
            _not_plain(p.relative_to(root).as_posix()) for p in plain if _holds_data(p) and not p.is_file()
        )
        yield from (p for p in plain if p.is_file())


def _is_link_or_package(folder: Path) -> bool:
    """Whether a folder is not to be entered: a link, or a package that was built inside the dataset's folder."""
    return folder.is_symlink() or (folder / PACKAGE_SIGN).is_file()


def _not_plain(name: str) -> Problem:
    return Problem(
        code="symbolic_link",
        message=f"{name} is no plain file",
        hint="Put a plain file there: pipes and devices cannot be published.",
        file=name,
        line=1,
        column=1,
    )


def _folder(name: str) -> Problem:
    stem = Path(name).stem
    return Problem(
        code="unknown_file",
        message=f"{name} is a folder",
        hint=f"Call the folder `{stem}`, or put a file in its place.",
        severity=Severity.ERROR,
        file=name,
        line=1,
        column=1,
        value=stem,
    )


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


def _of_other_forms(others: list[DataFile], read: set[str]) -> Iterator[Problem]:
    """Go through files that somebody may take for rows of a table, though they are not read."""
    for file in others:
        packed = is_packed_csv(file.name)
        # Beside files that are read, a workbook is what they were made from.
        working_copy = file.table in read or "/" in file.name
        if not packed and (working_copy or file.path.suffix.lower() not in _OTHER_FORMS):
            continue
        stem = file.name.removesuffix("".join(file.path.suffixes[-2:] if packed else file.path.suffixes[-1:]))
        yield Problem(
            code="unknown_file",
            message=f"{file.name} is of no form that is read",
            hint=f"Unpack it: `{stem}.csv`."
            if packed
            else f"Save it as `{stem}.csv` in UTF-8, or as Parquet.",
            severity=Severity.ERROR,
            file=file.name,
            line=1,
            column=1,
            value=file.table,
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
