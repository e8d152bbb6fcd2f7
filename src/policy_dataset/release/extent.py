"""What a dataset spans in time and space: its periods and the places it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import columns
from policy_dataset.tables.long import PublishedRows, referred

PERIOD_COLUMNS = ("period_start", "period_end")
PLACES = "locations"


def time_span(tables: Mapping[str, PublishedRows]) -> dict[str, str] | None:
    """Return the first and last day of the periods of all records, as ISO dates; None where there is no period."""
    first, last = PERIOD_COLUMNS
    spans = [t for t in tables.values() if first in t.column_names and last in t.column_names]
    starts = [s for t in spans if (s := pc.min(t[first]).as_py()) is not None]
    ends = [e for t in spans if (e := pc.max(t[last]).as_py()) is not None]
    found = {}
    if starts:
        found["start"] = min(starts).isoformat()
    if ends:
        found["end"] = max(ends).isoformat()
    return found or None


def places_named(schema: Schema, tables: Mapping[str, PublishedRows]) -> list[str]:
    """Return the ids of the places that records name, sorted; what only leads to them (ancestors, members) is left out."""
    found: set[Any] = set()
    for table in schema.published:
        named = [c for c in columns(table).values() if c.references is not None]
        # The table of places, and tables that do nothing but relate places to each other, name none.
        if table.table_name == PLACES or (named and all(c.references == PLACES for c in named)):
            continue
        for c in named:
            if c.references == PLACES:
                found.update(referred(tables[table.table_name], c.name).to_pylist())
    return sorted(found)
