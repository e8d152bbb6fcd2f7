"""A comparison as JSON: everything that differs, values as the CSV files write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from policy_dataset.release.descriptor import to_json as json_text

if TYPE_CHECKING:
    from policy_dataset.release.diff import Diff

FORM = 1
"""Changes when a reader of today could not read it any more."""


def to_json(diff: Diff) -> str:
    """Return the comparison as JSON text; the same for the same two releases."""
    found: dict[str, Any] = {
        "form": FORM,
        "old": diff.old,
        "new": diff.new,
        "summary": diff.summary(),
        "required_bump": diff.required_bump,
        "demands": [d._asdict() for d in diff.demands],
        "added": [{"table": r.table, "id": r.id, "values": _stated(r.values)} for r in diff.added],
        "removed": [{"table": r.table, "id": r.id, "values": _stated(r.values)} for r in diff.removed],
        "changed": [
            {
                "table": c.table,
                "id": c.id,
                "field": c.field,
                "authored_field": diff.authored_name(c.table, c.field),
                "old": _value(c.old),
                "new": _value(c.new),
                "cause": c.cause,
            }
            for c in diff.changed
        ],
        "moved": _dicts(diff.moved),
        "schema": _dicts(diff.schema),
        "meta": _dicts(diff.meta),
        "transitions": _dicts(diff.transitions),
        "repacked": list(diff.repacked),
    }
    return json_text(found)


def _dicts(changes: Iterable[Any]) -> list[dict[str, Any]]:
    return [change._asdict() for change in changes]


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items() if value is not None}


def _value(value: Any) -> Any:
    # Numbers as text: a reader of JSON would take them for floats.
    return value if value is None or isinstance(value, str | bool) else str(value)
