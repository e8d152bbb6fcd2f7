"""The tables of this library as one `Schema`; users hand in their own, or this one with more tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy_dataset.model.schema import Schema
    from policy_dataset.model.vocabulary import Table

STANDARD_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "sources": "sources.Source",
        "actors": "places.Actor",
        "locations": "places.Location",
        "location_members": "places.LocationMember",
        "measures": "measures.Measure",
        "measure_actors": "measures.MeasureActor",
        "measure_locations": "measures.MeasureLocation",
        "measure_target_groups": "measures.MeasureTargetGroup",
        "measure_instruments": "measures.MeasureInstrument",
        "measure_links": "measures.MeasureLink",
        "measure_statuses": "measures.MeasureStatus",
        "statistics": "statistics.Statistic",
        "evidence": "evidence.Evidence",
        "coverage": "sources.Coverage",
        "corrections": "sources.Correction",
        "waivers": "sources.Waiver",
        "agreement": "places.Agreement",
        "indicators": "places.Indicator",
        "units": "places.Unit",
        "codes": "places.CodeRow",
    }
)
"""Where the class of each table is, in the order in which a package lists them."""


@cache
def standard_table(name: str) -> type[Table] | None:
    """Return the class of one table and bring in nothing of the others; None where the library has no such table."""
    if name not in STANDARD_TABLES:
        return None
    module, _, kind = STANDARD_TABLES[name].partition(".")
    found: Any = getattr(import_module(f"policy_dataset.model.{module}"), kind)
    return found  # type: ignore[no-any-return]  # a test compares every name


@cache
def standard_schema() -> Schema:
    """Return the tables of `policy-dataset` with their codelists."""
    from policy_dataset.model.codelist import codelist, codelist_names  # noqa: PLC0415 - one table needs none of it
    from policy_dataset.model.schema import Schema  # noqa: PLC0415 - as above

    tables = tuple(table for table in map(standard_table, STANDARD_TABLES) if table is not None)
    return Schema(tables=tables, codelists={name: codelist(name) for name in codelist_names()})
