"""The evidence of a record, one attribute away: by position or by the field that it supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from policy_dataset.errors import NotFoundError
from policy_dataset.release.suggest import did_you_mean

if TYPE_CHECKING:
    from policy_dataset.release.view import TableView

EVIDENCE = "evidence"
WHOLE = "record"
"""What evidence of no single field is asked for by, as in an authored ``evidence`` block."""

_NEEDED = {"table", "record_id", "field", "source_id", "char_start", "char_end", "quote_sha256"}
_HEAD = 16
"""Hex digits of the quote's hash that an anchor shows."""


class EvidenceList(tuple[Any, ...]):
    """The evidence of one record, in the order of its places.

    ``record.evidence[0]`` is the first; ``record.evidence["figure"]`` the first that supports the field ``figure``,
    ``record.evidence["record"]`` the first that supports the record as a whole. `of` gives all of a field.
    """

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex | str) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, at: SupportsIndex | slice | str) -> Any:
        """Return evidence by position or by field."""
        if not isinstance(at, str):
            return super().__getitem__(at)
        found = self.of(at)
        if not found:
            known = self.fields
            has = f"; it has {', '.join(known)}" if known else "; it has none at all"
            raise NotFoundError(f"no evidence of {at!r}{did_you_mean(at, known, otherwise=has)}")
        return found[0]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are supported, `WHOLE` for the record itself; in the order of their first places."""
        return tuple(dict.fromkeys(e.field or WHOLE for e in self))

    def of(self, field: str) -> tuple[Any, ...]:
        """Return all evidence of a field."""
        return tuple(e for e in self if (e.field or WHOLE) == field)


def evidence_of(view: TableView[Any]) -> Callable[[Any], EvidenceList] | None:
    """Return how a record of a table finds its evidence; None where the package has none."""
    if not _has_evidence(view):
        return None
    table, key = view.name, view.spec.key

    def follow(record: Any) -> EvidenceList:
        found = view.dataset[EVIDENCE]
        name = "/".join(str(record.__dict__[k]) for k in key)
        mine = [r for r in found.records(found.rows_where("record_id", name)) if r.table == table]
        return EvidenceList(sorted(mine, key=lambda e: (e.source_id, e.char_start, e.char_end)))

    return follow


def anchor_of(view: TableView[Any]) -> Callable[[Any], str] | None:
    """Return how a row of evidence tells its anchor; None for other tables.

    Notes
    -----
    An anchor is written ``source#char=start,end;sha256=…``: a text fragment of RFC 5147 and the head of the hash.
    """
    if view.name != EVIDENCE or not _has_evidence(view):
        return None
    return lambda e: f"{e.source_id}#char={e.char_start},{e.char_end};sha256={e.quote_sha256[:_HEAD]}"


def _has_evidence(view: TableView[Any]) -> bool:
    specs = view.dataset.specs
    return EVIDENCE in specs and set(specs[EVIDENCE].fields) >= _NEEDED
