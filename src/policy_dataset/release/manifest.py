"""A descriptor as it is trusted: read from a package of anyone, checked, and cut down to what loading needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from policy_dataset.release.faults import PackageError, UnsafePackageError
from policy_dataset.release.layout import LAYOUT, OURS

_NAME = re.compile(r"[a-z][a-z0-9_]{0,127}")
# One folder and a file name, letters that every file system keeps apart: nothing here can leave the package.
_PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*")
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
"""Names and versions of datasets: printed, and parts of file names."""
_LONGEST_PATH = 255
_MOST_RESOURCES = 2000
_SUFFIX = "_parquet"

# Named tuples here: four times as quick to declare as data classes, and every load waits for it.


class Field(NamedTuple):
    """One column as the descriptor declares it."""

    name: str
    type: str
    description: str = ""
    codelist: str | None = None
    separator: str | None = None


class TableSpec(NamedTuple):
    """One table of a package: its Parquet file, columns, key, and which columns hold keys of which tables."""

    name: str
    title: str
    description: str
    path: str
    rows: int
    size: int
    sha256: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    references: Mapping[str, str]


class Manifest(NamedTuple):
    """What a package says of itself."""

    name: str
    version: str
    title: str
    licenses: tuple[str, ...]
    tables: Mapping[str, TableSpec]
    descriptor: Mapping[str, Any]
    released: date | None = None

    @property
    def stamp(self) -> str:
        """What every Parquet file of the package carries in its metadata."""
        return f"{self.name}@{self.version}"


def read_manifest(content: bytes, place: str) -> Manifest:
    """Read ``datapackage.json``.

    Parameters
    ----------
    place
        What to call the package in messages.

    Raises
    ------
    PackageError
        It is no descriptor of ours, or one of a later layout.
    UnsafePackageError
        It names a file outside the package.
    """
    try:
        descriptor = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise PackageError(f"{place}: datapackage.json is no JSON text in UTF-8") from fault
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get(OURS), dict):
        raise PackageError(
            f"{place} was not written by policy-dataset; frictionless, pandas or DuckDB read other Data Packages"
        )
    if descriptor[OURS].get("layout") != LAYOUT:
        raise PackageError(f"{place} has a layout that this version cannot read; upgrade policy-dataset")
    return _Reader(place).manifest(descriptor)


class _Reader:
    def __init__(self, place: str) -> None:
        self.place = place

    def manifest(self, d: Mapping[str, Any]) -> Manifest:
        if "resources" not in d:
            self._wrong("no resources")
        resources = self._objects(d, "resources")
        if len(resources) > _MOST_RESOURCES:
            self._wrong(f"{len(resources):,} resources, and no package has more than {_MOST_RESOURCES:,}")
        for resource in resources:
            self._path(resource)
        specs = [self._table(r) for r in resources if r.get("format") == "parquet"]
        tables = {spec.name: spec for spec in specs}
        if len(tables) < len(specs):
            self._wrong("resources of one name")
        for spec in specs:
            for column, target in spec.references.items():
                if column not in spec.fields or target not in tables or len(tables[target].key) != 1:
                    self._wrong(f"a foreign key of {spec.name} that points nowhere")
            if not spec.key or not set(spec.key) <= set(spec.fields):
                self._wrong(f"no key for {spec.name}")
        licenses = tuple(self._text(part, "name") for part in self._objects(d, "licenses"))
        return Manifest(
            name=self._plain(d, "name"),
            version=self._plain(d, "version"),
            title=self._text(d, "title"),
            licenses=licenses,
            tables=MappingProxyType(dict(sorted(tables.items()))),
            descriptor=d,
            released=self._day(d[OURS].get("released")),
        )

    def _table(self, r: Mapping[str, Any]) -> TableSpec:
        name = self._text(r, "name").removesuffix(_SUFFIX)
        if not _NAME.fullmatch(name):
            self._wrong(f"a table called {name!r}")
        schema = r.get("schema")
        if not isinstance(schema, dict):
            self._wrong(f"no schema for {name}")
        fields = [self._field(f) for f in self._objects(schema, "fields")]
        key = schema.get("primaryKey")
        if not isinstance(key, list) or not all(isinstance(part, str) for part in key):
            self._wrong(f"no key for {name}")
        digest = self._text(r, "hash").removeprefix("sha256:")
        return TableSpec(
            name=name,
            title=str(r.get("title", name)),
            description=str(r.get("description", "")),
            path=self._path(r),
            rows=self._count(r, "rows"),
            size=self._count(r, "byte_size"),
            sha256=digest,
            fields=MappingProxyType({f.name: f for f in fields}),
            key=tuple(key),
            references=MappingProxyType(
                dict(self._reference(name, k) for k in self._objects(schema, "foreignKeys"))
            ),
        )

    def _path(self, r: Mapping[str, Any]) -> str:
        path = self._text(r, "path")
        if len(path) > _LONGEST_PATH or not _PATH.fullmatch(path):
            raise UnsafePackageError(
                f"{self.place}: datapackage.json names {path[:80]!r}, which is no plain path inside it"
            )
        return path

    def _field(self, f: Mapping[str, Any]) -> Field:
        codelist, separator = f.get("codelist"), f.get("separator")
        return Field(
            name=self._text(f, "name"),
            type=self._text(f, "type"),
            description=str(f.get("description", "")),
            codelist=codelist if isinstance(codelist, str) else None,
            separator=separator if isinstance(separator, str) and separator else None,
        )

    def _reference(self, table: str, key: Mapping[str, Any]) -> tuple[str, str]:
        columns, target = key.get("fields"), key.get("reference")
        if not isinstance(columns, list) or len(columns) != 1 or not isinstance(target, dict):
            self._wrong(f"a foreign key of {table} that is no pair of one column and one table")
        return str(columns[0]), self._text(target, "resource", empty=True).removesuffix(_SUFFIX) or table

    def _objects(self, d: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        found = d.get(name, [])
        if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
            self._wrong(f"{name} that is no list of objects")
        return found

    def _text(self, d: Mapping[str, Any], name: str, *, empty: bool = False) -> str:
        found = d.get(name)
        if not isinstance(found, str) or not (found or empty):
            self._wrong(f"no text in {name}")
        return found

    def _plain(self, d: Mapping[str, Any], name: str) -> str:
        found = self._text(d, name)
        if not PLAIN.fullmatch(found):
            self._wrong(f"{found[:40]!r} as its {name}")
        return found

    def _day(self, found: object) -> date | None:
        try:
            return None if found is None else date.fromisoformat(str(found))
        except ValueError:
            self._wrong(f"{found!r} as the day of its release")

    def _count(self, d: Mapping[str, Any], name: str) -> int:
        found = d.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            self._wrong(f"no count in {name}")
        return found

    def _wrong(self, fact: str) -> NoReturn:
        raise PackageError(f"{self.place}: datapackage.json has {fact}")
