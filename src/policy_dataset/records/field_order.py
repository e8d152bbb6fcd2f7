"""The order in which the fields of a record are written: that of the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from pydantic import BaseModel

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.vocabulary import Table, columns, nested
from policy_dataset.records.shape import WHOLE_RECORD


@dataclass(frozen=True)
class FieldOrder:
    """Names in order, and the order inside those that hold mappings or lists of them."""

    names: tuple[str, ...] = ()
    inside: Mapping[str, FieldOrder] = field(default_factory=dict)

    def rank(self, name: str) -> int:
        """Return the place of a name; unknown ones come last."""
        return self.names.index(name) if name in self.names else len(self.names)


def order_of_table(table: type[Table]) -> FieldOrder:
    """Return the order of the fields of a table's records; nested records have orders of their own."""
    declared, lists = columns(table), nested(table)
    names: list[str] = []
    inside: dict[str, FieldOrder] = {}
    for name in table.model_fields:
        if name in lists:
            names.append(name)
            if not lists[name].evidence:
                inside[name] = order_of_table(lists[name].target)
        elif declared[name].authored and not declared[name].parent:
            names.append(declared[name].authored_as)
    for name, link in lists.items():
        if link.evidence:
            inside[name] = FieldOrder((WHOLE_RECORD, *(n for n in names if n != name)))
    return FieldOrder(tuple(names), inside)


def order_of_meta() -> FieldOrder:
    """Return the order of the fields of ``dataset.yaml``."""
    return _order_of_model(DatasetMeta)


def _order_of_model(model: type[BaseModel]) -> FieldOrder:
    inside = {}
    for name, info in model.model_fields.items():
        for part in (info.annotation, *get_args(info.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                inside[name] = _order_of_model(part)
    return FieldOrder(tuple(model.model_fields), inside)
