"""Whom a package owes a credit for rows that come with the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_dataset.tables.long import PublishedRows


PLACES, LATITUDE = "locations", "latitude"

GEONAMES: Mapping[str, str] = {
    "title": "GeoNames",
    "path": "https://www.geonames.org/",
    "id": "geonames",
    "publisher": "GeoNames",
    "license": "CC-BY-4.0",
    "license_path": "https://creativecommons.org/licenses/by/4.0/",
    "used_for": "coordinates of places (locations.latitude, locations.longitude)",
}
"""The credit for coordinates of places."""


def credits_of(tables: Mapping[str, PublishedRows]) -> list[dict[str, str]]:
    """Return the credits that tables ask for, as sources of a descriptor."""
    places = tables.get(PLACES)
    if places is None or LATITUDE not in places.column_names:
        return []
    return [dict(GEONAMES)] if places[LATITUDE].null_count < places.num_rows else []
