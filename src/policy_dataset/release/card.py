"""A dataset, or one record of it, as a card in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import NotFoundError
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.release.cite import record_name

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

NESTED_INDENT = "  "


def dataset_card(dataset: Dataset) -> str:
    """Return what a dataset holds: identity, tables with their sizes, sources with their coverage."""
    lines = [repr(dataset), dataset.title, f"licence: {dataset.license}", ""]
    width = max(len(name) for name in dataset.tables)
    lines += (f"{name:{width}}  {len(dataset[name]):>7}  {dataset[name].title}" for name in dataset.tables)
    if "sources" in dataset and len(dataset["sources"]):
        lines.append("")
        for source in dataset["sources"].values():
            lines.append(f"{source.source_id}  {source.publisher}, {source.published}: {source.title_zh}")
            if "coverage" in dataset and len(dataset["coverage"]):
                lines.append(f"{NESTED_INDENT}{dataset.coverage_of(source.source_id)}")
    return "\n".join(lines)


def record_card(dataset: Dataset, record_id: str) -> str:
    """Return one record: its fields with labels, its links, the places that prove it, how to cite it.

    Parameters
    ----------
    record_id
        Key of the record, or ``table/key`` where two tables have the same key.

    Raises
    ------
    NotFoundError
        No table has such a key.
    """
    table, key = find_record(dataset, record_id)
    view = dataset[table]
    record = view[key]
    lines = [f"{table}/{key}"]
    width = max(len(name) for name in view.columns)
    values = ((name, getattr(record, name)) for name in view.columns)
    lines += (
        f"{NESTED_INDENT}{name:{width}}  {_shown(value)}" for name, value in values if value is not None
    )
    lines += _links(record)
    lines += _evidence(record)
    lines.append(f"cite as {record_name(dataset.name, dataset.version, table, key)}")
    return "\n".join(lines)


def find_record(dataset: Dataset, record_id: str) -> tuple[str, str]:
    """Return table and key of a record, asked for by key or by ``table/key``.

    Raises
    ------
    NotFoundError
        No table has such a key.
    """
    table, slash, key = record_id.partition("/")
    if slash and table in dataset and key in dataset[table]:
        return table, key
    holding = [name for name in dataset.tables if record_id in dataset[name]]
    if holding:
        return holding[0], record_id
    known = [
        key
        for name in ("measures", "statistics", "actors", "locations")
        if name in dataset
        for key in dataset[name]
    ]
    raise NotFoundError(
        f"{dataset.name} has no record '{record_id}'. "
        + did_you_mean(record_id, known, otherwise="`policy-dataset show PATH` lists the tables.")
    )


def _shown(value: Any) -> str:
    label = getattr(value, "label_en", None)
    return f"{value} ({label})" if label else str(value)


def _links(record: Any) -> Iterator[str]:
    for name in (
        "actors",
        "locations",
        "target_groups",
        "also_instruments",
        "links",
        "statistics",
        "parts",
        "members",
    ):
        linked = getattr(record, name, None)
        if linked:
            yield f"{NESTED_INDENT}{name}:"
            yield from (f"{NESTED_INDENT * 2}{_one_line(item)}" for item in linked)


def _one_line(item: Any) -> str:
    name = getattr(item, "name_en", None) or getattr(item, "title_en", None) or getattr(item, "figure", None)
    role = getattr(item, "role", None)
    key = next(iter(type(item).model_fields), "")
    target = (
        getattr(item, "target_group", None) or getattr(item, "instrument", None) if name is None else None
    )
    words = [str(name or target or getattr(item, "to_id", None) or getattr(item, key))]
    if role is not None:
        words.append(f"[{role}]")
    return " ".join(words)


def _evidence(record: Any) -> Iterator[str]:
    evidence = getattr(record, "evidence", ())
    if evidence:
        yield f"{NESTED_INDENT}evidence:"
        for item in evidence:
            yield f"{NESTED_INDENT * 2}{item.field or 'record'}: {item.anchor}"
