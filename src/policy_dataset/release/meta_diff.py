"""What two descriptors declare otherwise: tables, columns, and the dataset as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from policy_dataset.release.changes import MetaChange, SchemaChange

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.manifest import TableSpec

PROPERTIES = (
    "name",
    "title",
    "title_zh",
    "description",
    "homepage",
    "base_iri",
    "keywords",
    "licenses",
    "contributors",
    "ignores",
)
"""What is compared of the dataset as a whole; the rest of a descriptor follows from tables and version."""

Declared = Mapping[str, Any]
"""A field of a descriptor."""


def schema_changes(old: Dataset, new: Dataset) -> tuple[SchemaChange, ...]:
    """Return tables and columns that came, went, or are declared otherwise."""
    found: list[SchemaChange] = []
    declared = _declared(old), _declared(new)
    for name in new.tables:
        if name in old:
            found += _table(old.specs[name], new.specs[name])
            found += _references(old.specs[name], new.specs[name])
            found += _columns(name, *(columns.get(name, {}) for columns in declared))
        else:
            found.append(SchemaChange("table_added", name, None, None, new.specs[name].title))
    found += (
        SchemaChange("table_removed", n, None, old.specs[n].title, None) for n in old.tables if n not in new
    )
    return tuple(found)


def _table(old: TableSpec, new: TableSpec) -> Iterator[SchemaChange]:
    if old.key != new.key:
        yield SchemaChange("key_changed", new.name, None, "/".join(old.key), "/".join(new.key))
    for name, field in new.fields.items():
        if name not in old.fields:
            yield SchemaChange("column_added", new.name, name, None, field.type)
        elif old.fields[name].type != field.type:
            yield SchemaChange("type_changed", new.name, name, old.fields[name].type, field.type)
    for name, field in old.fields.items():
        if name not in new.fields:
            yield SchemaChange("column_removed", new.name, name, field.type, None)


def _references(old: TableSpec, new: TableSpec) -> Iterator[SchemaChange]:
    """Go through the columns of both that lead to another table than before."""
    for name in (n for n in new.fields if n in old.fields):
        before, after = old.references.get(name), new.references.get(name)
        if before != after:
            kind = "reference_added" if before is None else "reference_changed"
            yield SchemaChange(kind, new.name, name, before, after)


def _columns(table: str, old: Mapping[str, Declared], new: Mapping[str, Declared]) -> Iterator[SchemaChange]:
    """Go through the columns of both whose cells mean something else, may now be empty, or must now be filled."""
    for name in (n for n in new if n in old):
        before, after = old[name], new[name]
        for property_ in ("unit", "codelist", "separator"):
            if before.get(property_) != after.get(property_):
                pair = before.get(property_), after.get(property_)
                yield SchemaChange(f"{property_}_changed", table, name, *pair)
        required = [bool(f.get("constraints", {}).get("required")) for f in (before, after)]
        if required[0] != required[1]:
            kind = "column_required" if required[1] else "column_optional"
            yield SchemaChange(kind, table, name, *("required" if r else "optional" for r in required))


def _declared(dataset: Dataset) -> dict[str, dict[str, Declared]]:
    """Return, by table, what the descriptor says of each column."""
    return {
        str(r["name"]).removesuffix("_parquet"): {f["name"]: f for f in r["schema"]["fields"]}
        for r in dataset.descriptor["resources"]
        if r["format"] == "parquet"
    }


def meta_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[MetaChange, ...]:
    """Return the properties of the dataset as a whole that differ."""
    return tuple(MetaChange(p, old.get(p), new.get(p)) for p in PROPERTIES if old.get(p) != new.get(p))


def repacked(old: Dataset, new: Dataset) -> tuple[str, ...]:
    """Return the tables whose Parquet files have other bytes; none where one of the two is in memory alone."""
    # A version stands in every file: it is no news that another version has other bytes.
    if old.version != new.version or old.name != new.name:
        return ()
    pairs = ((n, old.specs[n].sha256, new.specs[n].sha256) for n in new.tables if n in old)
    return tuple(name for name, before, after in pairs if before and after and before != after)
