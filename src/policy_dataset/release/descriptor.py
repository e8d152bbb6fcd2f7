"""The content of ``datapackage.json``: a Data Package v2 that frictionless-py accepts too."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.release.credits import credits_of
from policy_dataset.release.extent import places_named, time_span
from policy_dataset.release.layout import LAYOUT, OURS
from policy_dataset.release.provenance import package_sources
from policy_dataset.tables.table_schema import FORMAT_SUFFIX, table_schema

if TYPE_CHECKING:
    from policy_dataset.tables.long import PublishedRows

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of a table as it was written."""

    table: str
    data_format: str
    mediatype: str
    path: str
    rows: int
    size: int
    sha256: str


def describe(
    schema: Schema,
    meta: DatasetMeta,
    tables: Mapping[str, PublishedRows],
    files: Iterable[DataFile],
    *,
    released: date | None = None,
) -> dict[str, Any]:
    """Return the descriptor of a package.

    Parameters
    ----------
    tables
        Every published table.
    files
        Its files, in the order in which they shall stand.
    released
        Day of the release, where it is one.
    """
    found: dict[str, Any] = {
        "$schema": PROFILE,
        "name": meta.id,
        "title": meta.title,
        "title_zh": meta.title_zh,
        "description": meta.description,
        "version": meta.version,
        "homepage": meta.homepage,
        "base_iri": meta.base_iri,
        "keywords": list(meta.keywords),
        "licenses": [part.model_dump(exclude_none=True) for part in meta.licenses],
        "contributors": [_contributor(part.model_dump(exclude_none=True)) for part in meta.contributors],
        "sources": [*package_sources(tables), *credits_of(tables)],
        "temporal": time_span(tables),
        "spatial": _unless_empty("locations", places_named(schema, tables)),
        "ignores": [part.model_dump(mode="json") for part in meta.ignores],
        OURS: {"layout": LAYOUT, "written_by": _versions()}
        | ({"released": released.isoformat()} if released else {}),
        "resources": [_resource(schema, file) for file in files],
    }
    # The standard asks for at least one member where one of these lists stands.
    return {k: v for k, v in found.items() if v not in (None, [], {})}


def to_json(value: Any) -> str:
    """Return JSON text that depends on nothing but the value: order as given, LF, characters as they are.

    Numbers and dates that JSON has no exact form for (examples of a declaration) are written as text.
    """
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str) + "\n"


def parquet_metadata(schema: Schema, meta: DatasetMeta, table: type[Table]) -> dict[str, str]:
    """Return what the metadata of a Parquet file say: whose table it is, and its Table Schema."""
    declared = table_schema(table, schema, data_format="parquet")
    return {
        "table": table.table_name,
        "title": table.table_title,
        "dataset": f"{meta.id}@{meta.version}",
        "table_schema": json.dumps(declared, ensure_ascii=False, separators=(",", ":"), default=str),
    }


def _versions() -> dict[str, str]:
    return {library: version(library) for library in ("policy-dataset", "pyarrow")}


def _contributor(part: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in part.items() if v != ()}


def _unless_empty(name: str, members: list[str]) -> dict[str, list[str]] | None:
    return {name: members} if members else None


def _resource(schema: Schema, file: DataFile) -> dict[str, Any]:
    table = schema[file.table]
    found: dict[str, Any] = {
        "name": f"{file.table}{FORMAT_SUFFIX[file.data_format]}",
        "type": "table",
        "title": table.table_title,
        "description": " ".join((inspect.getdoc(table) or table.table_title).split()),
        "path": file.path,
        "format": file.data_format,
        "mediatype": file.mediatype,
    }
    found |= _FORMAT_PROPERTIES[file.data_format]
    # frictionless-py never reads the bytes of a Parquet file itself, counts 0 and fails a resource that declares
    # more: the size of such a file stands under another name.
    found["bytes" if file.data_format == "csv" else "byte_size"] = file.size
    found |= {
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": _schema(schema, table, file.data_format),
    }
    return found


_FORMAT_PROPERTIES: Mapping[str, dict[str, Any]] = {
    # All of it is declared, since frictionless-py guesses from a sample what is not.
    "csv": {
        "encoding": "utf-8",
        "dialect": {
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
    },
    "parquet": {},
}


def _schema(schema: Schema, table: type[Table], data_format: str) -> dict[str, Any]:
    found = table_schema(table, schema, data_format=data_format)
    for field, declared in zip(found["fields"], columns(table).values(), strict=True):
        if declared.separator is not None:
            field["separator"] = declared.separator
        if data_format == "parquet" and _is_nullable_integer(declared):
            # frictionless-py reads Parquet through pandas, where a missing integer is the float nan.
            field["missingValues"] = ["", "nan"]
    return found


def _is_nullable_integer(declared: Column) -> bool:
    return declared.type is int and not declared.required
