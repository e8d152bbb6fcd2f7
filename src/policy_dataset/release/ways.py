"""Where the records of one table lead, by attribute: links, evidence, and what records of certain shape tell besides.

Apart from `records.py`, so that the first record comes without what only following a link needs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from policy_dataset.model.vocabulary import columns, nested
from policy_dataset.release.bounds import bounds_of
from policy_dataset.release.evidence import anchor_of, evidence_of
from policy_dataset.release.links import back_links, fall_through, forward_links
from policy_dataset.release.quoting import annotation_of, quote_of
from policy_dataset.release.records import record_key, rows_with

if TYPE_CHECKING:
    from policy_dataset.release.view import TableView


class Ways:
    """The links of the records of one table, by attribute."""

    def __init__(self, view: TableView[Any]) -> None:
        model = view.dataset.model(view.name)
        self.declared = frozenset(columns(model)) if model else frozenset()
        self.through = fall_through(view.spec)
        self.ways: dict[str, Callable[[Any], Any]] = {}
        for name, column in forward_links(view).items():
            self.ways[name] = partial(_forward, column)
        for name, back in back_links(view).items():
            self.ways.setdefault(name, partial(_back, view.dataset[back.table], back.column))
        for name, way in (
            ("evidence", evidence_of(view)),
            ("anchor", anchor_of(view)),
            ("quote", quote_of(view)),
            ("to_web_annotation", annotation_of(view)),
            ("bounds", bounds_of(view)),
        ):
            if way is not None:
                self.ways.setdefault(name, way)
        for name in nested(model) if model else ():
            self.ways.setdefault(name, _nothing)


def _forward(column: str, record: Any) -> Any:
    reference = record.__dict__[column]
    return None if reference is None else reference.record


def _back(view: TableView[Any], column: str, record: Any) -> tuple[Any, ...]:
    return rows_with(view, column, record_key(record))


def _nothing(_: Any) -> tuple[Any, ...]:
    return ()
