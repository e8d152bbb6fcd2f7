"""Files of a curated directory as they are and as they would be: shown as a diff, or written in place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from policy_dataset.errors import UsageError
from policy_dataset.model.schema import Schema
from policy_dataset.problems import Problem
from policy_dataset.records.directory import META_FILE, DataFile, list_directory
from policy_dataset.records.field_order import order_of_meta, order_of_table
from policy_dataset.records.repair import Repair
from policy_dataset.records.yaml_fix import fix_yaml
from policy_dataset.records.yaml_format import format_yaml

_META = ""
"""Stands for the table of ``dataset.yaml``, which has none."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One file, before and after.

    Attributes
    ----------
    name
        Relative to the directory of the dataset, with forward slashes.
    after
        What it would hold; the same as `before` where `problems` say why it was left alone.
    repairs
        What was mended, by place.
    """

    name: str
    path: Path
    before: bytes
    after: bytes
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything would be another byte."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the change as a unified diff; empty where there is none."""
        lines = unified_diff(_lines(self.before), _lines(self.after), self.name, self.name)
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )

    def write(self) -> None:
        """Put the new bytes in the place of the old ones, whole or not at all."""
        beside = self.path.with_name(f".{self.path.name}.new")
        try:
            beside.write_bytes(self.after)
            shutil.copymode(self.path, beside)
            beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)


def format_files(path: Path, schema: Schema) -> Iterator[Rewrite]:
    """Go through the YAML files of a dataset, or through one, as canonical order and style would have them.

    Raises
    ------
    UsageError
        When `path` is no dataset and no file of one.
    """

    def formatted(file: DataFile, data: bytes) -> tuple[str | None, tuple[Repair, ...], tuple[Problem, ...]]:
        order = order_of_meta() if file.table == _META else order_of_table(schema[file.table])
        found = format_yaml(data, file=file.name, order=order)
        return found.text, (), found.problems

    return _rewrite(path, schema, formatted)


def fix_files(path: Path, schema: Schema, *, unsafe: bool = False) -> Iterator[Rewrite]:
    """Go through the YAML files of a dataset, or through one, with what is certain mended.

    Raises
    ------
    UsageError
        When `path` is no dataset and no file of one.
    """

    def fixed(file: DataFile, data: bytes) -> tuple[str | None, tuple[Repair, ...], tuple[Problem, ...]]:
        table = None if file.table == _META else schema[file.table]
        found = fix_yaml(data, file=file.name, schema=schema, table=table, unsafe=unsafe)
        return found.text, found.repairs, found.problems

    return _rewrite(path, schema, fixed)


def repairs_in(root: Path, schema: Schema) -> Callable[[str], tuple[Repair, ...]]:
    """Return what tells the certain repairs of a file of a dataset, by the name that problems give it."""
    files = {f.name: f for f in _files_of(root, schema)}

    def find(name: str) -> tuple[Repair, ...]:
        file = files.get(name)
        if file is None or not file.path.is_file():
            return ()
        table = None if file.table == _META else schema[file.table]
        return fix_yaml(file.path.read_bytes(), file=name, schema=schema, table=table).repairs

    return find


def _rewrite(
    path: Path,
    schema: Schema,
    made: Callable[[DataFile, bytes], tuple[str | None, tuple[Repair, ...], tuple[Problem, ...]]],
) -> Iterator[Rewrite]:
    for file in _files(path, schema):
        before = file.path.read_bytes()
        text, repairs, problems = made(file, before)
        after = before if text is None else text.encode()
        yield Rewrite(file.name, file.path, before, after, repairs, problems)


def _files(path: Path, schema: Schema) -> list[DataFile]:
    if path.is_dir():
        return _files_of(path, schema)
    if not path.is_file():
        raise UsageError(f"{path} is not there: give the directory of a dataset, or one YAML file of it")
    root = next((above for above in path.parents if (above / META_FILE).is_file()), path.parent)
    found = [f for f in _files_of(root, schema) if f.path.resolve() == path.resolve()]
    if not found:
        raise UsageError(
            f"{path} is no YAML file of records: such files are named after tables, like measures.yaml"
        )
    return found


def _files_of(root: Path, schema: Schema) -> list[DataFile]:
    files = [f for f in list_directory(root, schema).files if not f.bulk]
    meta = root / META_FILE
    if meta.is_file() and not meta.is_symlink():
        files.append(DataFile(_META, META_FILE, meta))
    return sorted(files, key=lambda f: f.name)


def _lines(data: bytes) -> list[str]:
    # Other line ends than LF are part of a line here, as they are for `patch`.
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8", errors="replace"))
