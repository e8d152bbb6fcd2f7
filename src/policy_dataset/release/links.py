"""How records of one table lead to records of others, worked out once for each table.

- A reference ``x_id`` gives the record as ``x`` (``actor_id``: ``actor``).
- A nested list of the declared model gives its rows (``actors``); a table that refers to the record gives its rows
  under its own name (``statistics``, ``measure_actors``).
- A reference of a table to itself also gives the way down: ``parts`` for ``part_of``, ``children`` for a parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_dataset.model.vocabulary import Table, columns, nested

if TYPE_CHECKING:
    from policy_dataset.release.manifest import TableSpec
    from policy_dataset.release.view import TableView

WAYS_DOWN = {"part_of": "parts", "parent_id": "children", "parent": "children"}


@dataclass(frozen=True, slots=True)
class Back:
    """Rows of `table` whose `column` holds the key of the record."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Link:
    """A table of links: `holder` is the column of the record that holds the list, `value` what the list is of."""

    table: str
    holder: str
    value: str


def forward_links(view: TableView[Any]) -> dict[str, str]:
    """Return, by attribute, the column that holds the key of the record it gives."""
    return {c.removesuffix("_id"): c for c in view.spec.references if c.endswith("_id")}


def back_links(view: TableView[Any]) -> dict[str, Back]:
    """Return, by attribute, the rows of other tables that lead here."""
    found: dict[str, Back] = {}
    model = view.dataset.model(view.name)
    for name, target, holder in _nested_lists(model):
        if target in view.dataset.tables:
            found[name] = Back(target, holder)
    for spec in view.dataset.specs.values():
        for column, target in spec.references.items():
            if target == view.name:
                found.setdefault(spec.name, Back(spec.name, column))
                if spec.name == view.name and column in WAYS_DOWN:
                    found.setdefault(WAYS_DOWN[column], Back(spec.name, column))
    return found


def link_tables(view: TableView[Any]) -> dict[str, Link]:
    """Return the tables of links that the records of a table hold, by the name of the list and of the table."""
    found: dict[str, Link] = {}
    for name, back in back_links(view).items():
        spec = view.dataset.specs[back.table]
        value = linked_column(spec, back.column)
        if value is not None:
            found[name] = Link(back.table, back.column, value)
    return found


def linked_column(spec: TableSpec, holder: str | None = None) -> str | None:
    """Return what a row of a table of links adds to its holder: the next column of its key; None for other tables.

    Notes
    -----
    A table of links is one whose key has several columns and begins with a reference.
    """
    first, *others = spec.key
    if not others or first not in spec.references or holder not in {None, first}:
        return None
    return others[0]


def _nested_lists(model: type[Table] | None) -> list[tuple[str, str, str]]:
    """Return name, table and holding column of each nested list of a model; evidence goes its own way."""
    if model is None:
        return []
    found = []
    for name, link in nested(model).items():
        holder = next((c.name for c in columns(link.target).values() if c.parent), None)
        if not link.evidence and holder is not None:
            found.append((name, link.target.table_name, holder))
    return found


def fall_through(spec: TableSpec) -> str | None:
    """Return the reference whose record answers for what a row of a table of links does not have."""
    value = linked_column(spec)
    return value if value in spec.references else None
