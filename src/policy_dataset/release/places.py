"""What lies in a place: its divisions, and the members of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

PLACES = "locations"
PARENT = "parent_id"
MEMBERS, GROUP, MEMBER = "location_members", "group_id", "member_id"


def places_within(dataset: Dataset, place: str) -> set[str]:
    """Return the id of a place and of every place in it, as far as the package knows them."""
    below = _pairs(dataset, PLACES, PARENT, dataset[PLACES].spec.key[0])
    members = _pairs(dataset, MEMBERS, GROUP, MEMBER)
    found: set[str] = set()
    waiting = [place]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(inner for pairs in (below, members) for inner in pairs.get(one, ()))
    return found


def _pairs(dataset: Dataset, table: str, outer: str, inner: str) -> dict[str, list[str]]:
    if table not in dataset.tables or not {outer, inner} <= set(dataset[table].spec.fields):
        return {}
    rows = dataset[table].to_arrow()
    found: dict[str, list[str]] = {}
    for one, other in zip(rows[outer].to_pylist(), rows[inner].to_pylist(), strict=True):
        if one is not None and other is not None:
            found.setdefault(one, []).append(other)
    return found
