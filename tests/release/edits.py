"""Releases made from the samples by edits of rows, for tests of comparing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.release.dataset import Dataset
from policy_dataset.release.load import dataset_of
from policy_dataset.tables.arrow import table_of_rows
from release.samples import META, standard_tables

Rows = dict[str, list[dict[str, Any]]]


def rows() -> Rows:
    """The rows of the sample, to be edited."""
    return {name: table.to_pylist() for name, table in standard_tables().items()}


def release(changed: Rows | None = None, *, schema: Schema | None = None, **meta: Any) -> Dataset:
    """A release in memory, of the sample or of edited rows."""
    schema = schema or standard_schema()
    held: Mapping[str, list[dict[str, Any]]] = changed or rows()
    tables = {t.table_name: table_of_rows(t, held[t.table_name]) for t in schema.published}
    return dataset_of(schema, META.model_copy(update=meta), tables)


def edited(edit: Callable[[Rows], object], **meta: Any) -> Dataset:
    """The release that an edit of the sample's rows gives."""
    changed = rows()
    edit(changed)
    return release(changed, **meta)


def row(changed: Rows, table: str, key: str) -> dict[str, Any]:
    """One row, by the text of its first column."""
    return next(r for r in changed[table] if next(iter(r.values())) == key)
