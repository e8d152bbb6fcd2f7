"""What derivations may look things up in: units, indicators and the dates of sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from policy_dataset.problems import Problem

Cells: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """Cells that follow from others, and what is wrong with those they follow from.

    A problem names the *authored* field in `field`, and with `start` and `end` a part of its text.
    """

    cells: Cells
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit that values are published in."""

    unit_id: str
    dimension: str
    factor: Fraction
    base_unit: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a derivation may ask for; a value, never a file.

    Attributes
    ----------
    units
        By id.
    by_dimension
        The same units by dimension.
    indicators
        Indicator to the id of its default unit.
    published
        Source to the first day of its publication and its EDTF text.
    """

    units: Mapping[str, UnitEntry] = field(default_factory=dict)
    by_dimension: Mapping[str, tuple[UnitEntry, ...]] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, tuple[date, str]] = field(default_factory=dict)


Derivation: TypeAlias = Callable[[Cells, Context], Derived]
"""Derives cells of a row from its authored cells (by published name; `source_id` is already there)."""


def make_context(units: Iterable[Cells], indicators: Iterable[Cells], sources: Iterable[Cells]) -> Context:
    """Build a context from rows of the three tables; rows that are not whole are left out."""
    by_id = {u.unit_id: u for row in units if (u := _unit(row)) is not None}
    by_dimension: dict[str, list[UnitEntry]] = {}
    for unit in by_id.values():
        by_dimension.setdefault(unit.dimension, []).append(unit)
    return Context(
        units=by_id,
        by_dimension={d: tuple(us) for d, us in by_dimension.items()},
        indicators={
            row["indicator_id"]: row["unit"]
            for row in indicators
            if row.get("indicator_id") and row.get("unit")
        },
        published={
            row["source_id"]: (row["published_start"], row["published"])
            for row in sources
            if row.get("source_id") and row.get("published") and row.get("published_start")
        },
    )


def _unit(row: Cells) -> UnitEntry | None:
    try:
        words = {row["symbol"], row["name_zh"], *(row.get("variants_zh") or "").split("|")} - {""}
        return UnitEntry(
            unit_id=row["unit_id"],
            dimension=row["dimension"],
            factor=Fraction(row["factor_to_base"]),
            base_unit=row["base_unit"],
            words=frozenset(words),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None  # its own faults are reported where it stands
