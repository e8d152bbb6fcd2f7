"""Places and actors that a text names: by the gazetteer and the dataset's own records, longest name first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy_dataset.notation.trie import trie_pattern

Row = Mapping[str, Any]

_COUNTY_KINDS = ("county", "statistical_zone")
_RANKS = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "statistical_zone": 4}
# Named in every other sentence of a national or provincial text without saying where something applies.
_SAYS_NOTHING = frozenset({"CN"})
_SHORTEST = 2
_SHORT_COUNTY = 3
_ROUTES = ("railway_line",)
_STATIONS = ("railway_station",)
_CLASSES = ("aggregate", "settlement_class", "place_class")


@dataclass(frozen=True, slots=True)
class Named:
    """One name in a text.

    Attributes
    ----------
    table
        `locations` or `actors`.
    ids
        Records of that name; several where a name alone does not tell (鼓楼区).
    """

    start: int
    end: int
    name: str
    table: str
    ids: tuple[str, ...]


class Names:
    """The names of all known places and actors, ready to be found in a text.

    No name of a private person is looked for: actors are those that the dataset declares.
    """

    def __init__(self, locations: Iterable[Row], actors: Iterable[Row]) -> None:
        self._places = {row["location_id"]: row for row in locations if row.get("location_id")}
        names: dict[str, dict[str, int]] = {}
        for row in self._places.values():
            for name in _place_names(row):
                names.setdefault(name, {})[row["location_id"]] = _RANKS.get(row.get("kind") or "", 0)
        self._meant: dict[str, tuple[str, tuple[str, ...]]] = {
            # 吉林 is the province unless 吉林市 is printed.
            name: ("locations", tuple(sorted(i for i, rank in ids.items() if rank == min(ids.values()))))
            for name, ids in names.items()
        }
        for row in actors:
            for name in _names_of(row):
                known = self._meant.get(name)
                ids = known[1] if known is not None and known[0] == "actors" else ()
                self._meant[name] = ("actors", tuple(sorted({*ids, row["actor_id"]})))
        self._pattern = re.compile(trie_pattern(self._meant)) if self._meant else None

    def find(self, text: str) -> Iterator[Named]:
        """Go through the names that stand in a text, in order and apart."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            table, ids = self._meant[match[0]]
            if not _SAYS_NOTHING.issuperset(ids):
                yield Named(match.start(), match.end(), match[0], table, ids)

    def label(self, location: str) -> str:
        """Return the name of a place."""
        return str(self._places[location].get("name_zh") or location)

    def kind(self, location: str) -> str:
        """Return the kind of a place."""
        return str(self._places[location].get("kind") or "")

    def narrowed(self, named: Named, near: Iterable[str]) -> tuple[str, ...]:
        """Return the places that a name may mean beside others: those that lie in one of `near`, if any does."""
        if len(named.ids) == 1:
            return named.ids
        within = frozenset(near)
        inside = tuple(i for i in named.ids if within.intersection(self._above(i)))
        return inside or named.ids

    def _above(self, location: str) -> Iterator[str]:
        seen: set[str] = set()
        at: str | None = location
        while at is not None and at not in seen:
            seen.add(at)
            at = (self._places.get(at) or {}).get("parent_id")
            if at is not None:
                yield at


def role_of_place(kind: str) -> str | None:
    """Return the role of a place in a measure: None where the usual one fits, or where its kind says it is no place.

    Examples
    --------
    >>> role_of_place("railway_line"), role_of_place("prefecture")
    ('route', None)
    """
    if kind in _ROUTES:
        return "route"
    return "origin" if kind in _STATIONS else None


def is_area(kind: str) -> bool:
    """Return whether a kind of place is somewhere in particular: not a total, and no class of places."""
    return kind not in _CLASSES


def _place_names(row: Row) -> Iterator[str]:
    kind = row.get("kind")
    for name in _names_of(row):
        # 新华 and 朝阳 are words and districts; a district is meant only where it says so.
        short = name != row.get("name_zh") and kind in _COUNTY_KINDS
        if len(name) >= (_SHORT_COUNTY if short else _SHORTEST):
            yield name


def _names_of(row: Row) -> Iterator[str]:
    names = (row.get("name_zh"), *(row.get("variants_zh") or "").split("|"))
    return iter(dict.fromkeys(n for n in names if n))
