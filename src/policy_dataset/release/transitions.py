"""States of records that cannot follow the states before, by what the codelist says may come next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from policy_dataset.model.codelist import codelist, codelist_names
from policy_dataset.release.changes import CellChange, Transition

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

NEXT = "allowed_next"


def odd_transitions(dataset: Dataset, changed: Iterable[CellChange]) -> tuple[Transition, ...]:
    """Return the changes from one state to another that its codelist does not allow.

    Notes
    -----
    A list says what may come next in its column ``allowed_next``; a list without that column orders nothing.
    """
    found = []
    for change in changed:
        field = dataset.specs[change.table].fields.get(change.field)
        if field is None or field.codelist is None or change.old is None or change.new is None:
            continue
        states = _states(field.codelist)
        if change.old in states and change.new not in states[change.old]:
            allowed = states[change.old]
            found.append(Transition(change.table, change.id, change.field, change.old, change.new, allowed))
    return tuple(found)


def _states(name: str) -> Mapping[str, tuple[str, ...]]:
    if name not in codelist_names():
        return {}
    listed = codelist(name)
    follows = {
        code: tuple(c for c in entry.more.get(NEXT, "").split(";") if c) for code, entry in listed.items()
    }
    return follows if any(follows.values()) else {}
