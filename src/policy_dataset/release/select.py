"""Which rows of a table meet conditions on its columns and on the nested lists of its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.errors import UsageError
from policy_dataset.release.arrays import texts
from policy_dataset.release.links import link_tables
from policy_dataset.release.places import PLACES, places_within
from policy_dataset.release.suggest import did_you_mean

if TYPE_CHECKING:
    from policy_dataset.release.view import TableView

_PLACE = re.compile(r"[0-9]{6}|[A-Z]{2}|loc_[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class _Target:
    """A column that a condition is about: of the table itself, or of a table of links that `holder` leads to."""

    view: TableView[Any]
    column: str
    holder: str | None = None


def matching_rows(view: TableView[Any], conditions: Mapping[str, Any]) -> list[int]:
    """Return the rows that meet every condition, in order.

    Raises
    ------
    UsageError
        A condition names no column and no nested list, or a code that its list does not have.
    """
    targets = _targets(view)
    mask: Any = None
    for name, value in conditions.items():
        if name not in targets:
            hint = did_you_mean(name, targets, otherwise=f"; it has {', '.join(sorted(targets))}")
            raise UsageError(f"{view.name} has no column {name!r}{hint}")
        met = _met(view, targets[name], value)
        mask = met if mask is None else pc.and_(mask, met)
    return list(range(len(view))) if mask is None else pc.indices_nonzero(mask).to_pylist()


def _targets(view: TableView[Any]) -> dict[str, _Target]:
    found: dict[str, _Target] = {}
    # Later ones do not replace earlier ones: what a record says itself goes before what its lists say.
    for name in view.spec.fields:
        found.setdefault(name, _Target(view, name))
    for name in view.spec.references:
        found.setdefault(name.removesuffix("_id"), _Target(view, name))
    for list_name, link in link_tables(view).items():
        inner = view.dataset[link.table]
        target = _Target(inner, link.value, link.holder)
        found.setdefault(list_name, target)
        found.setdefault(link.value.removesuffix("_id"), target)
        found.setdefault(link.value, target)
    return found


def _met(view: TableView[Any], target: _Target, value: Any) -> Any:
    if target.holder is None:
        return _is_one_of(target.view, target.column, value)
    links = target.view.to_arrow()
    holders = pc.unique(links[target.holder].filter(_is_one_of(target.view, target.column, value)))
    return pc.is_in(view.to_arrow()[view.spec.key[0]], value_set=_plain(holders))


def _is_one_of(view: TableView[Any], column: str, value: Any) -> Any:
    cells = view.to_arrow()[column]
    given = list(value) if isinstance(value, tuple | list | set | frozenset) else [value]
    wanted = {member for one in given if one is not None for member in _with_inner(view, column, one)}
    separator = view.spec.fields[column].separator
    if separator is not None:
        # A cell that holds several values is met by any of them.
        texts_there = (cell for cell in pc.unique(cells).to_pylist() if cell is not None)
        wanted = {cell for cell in texts_there if wanted.intersection(cell.split(separator))}
    try:
        met = pc.is_in(cells, value_set=_value_set(list(wanted), cells.type))
    except (pa.ArrowInvalid, pa.ArrowTypeError, AttributeError) as fault:
        raise UsageError(
            f"{view.name}.{column} holds {cells.type}; {value!r} cannot be one of its values"
        ) from fault
    return pc.or_(met, pc.is_null(cells)) if None in given else met


def _with_inner(view: TableView[Any], column: str, value: Any) -> Iterable[Any]:
    field = view.spec.fields[column]
    if view.spec.references.get(column) == PLACES:
        _check_place(view, str(value))
        return places_within(view.dataset, str(value))
    if field.codelist is None:
        return (str(value),) if isinstance(value, str) else (value,)
    codes = view.dataset.code_labels
    known = codes.all_of(field.codelist)
    if known and value not in known:
        raise UsageError(f"{value!r} is not in codelist {field.codelist}{did_you_mean(str(value), known)}")
    return codes.within(field.codelist, str(value))


def _check_place(view: TableView[Any], place: str) -> None:
    """Refuse what can be no place; a code that is one but that the package does not use selects nothing."""
    known = view.dataset[PLACES]
    if place not in known and not _PLACE.fullmatch(place):
        hint = did_you_mean(place, list(known), otherwise="; write its code, such as 510000 or CN")
        raise UsageError(f"{place!r} is no place{hint}")


def _value_set(values: list[Any], kind: pa.DataType) -> pa.Array[Any]:
    return texts(values) if pa.types.is_string(kind) else pa.array(values, type=kind)


def _plain(array: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.Array[Any]:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
