"""Typed records of a loaded dataset: instances of the declared models, made from rows without validating them again.

A record has its columns as attributes, the nested lists of its model, and its links (`ways.py`). What it has of its
own besides: `referring`, `to_dict`.
"""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Code, Labels
from policy_dataset.release.suggest import did_you_mean
from policy_dataset.release.tabular import cell_text
from policy_dataset.values.numbers import decimal_text

if TYPE_CHECKING:
    from policy_dataset.release.view import TableView


class Reference(str):
    """The key of another record: a plain `str` that finds its record, and answers for it.

    Examples
    --------
    ``s.unit == "person"``, ``s.unit.record`` is the unit, and ``s.unit.name_en`` its name.
    """

    __slots__ = ("_view",)
    _view: TableView[Any]

    def __new__(cls, key: str, view: TableView[Any]) -> Self:
        """Make a reference to the record `key` of a table."""
        made = super().__new__(cls, key)
        made._view = view
        return made

    @property
    def record(self) -> Any:
        """The record itself."""
        return self._view[str(self)]

    def __getattr__(self, name: str) -> Any:
        """Return what the record says; private names are none of it."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    def __repr__(self) -> str:
        """Kind of record and its key."""
        model = self._view.dataset.model(self._view.name)
        return f"{model.__name__ if model else self._view.name}({str(self)!r})"

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Travel as plain text: a dataset stays where it is."""
        return (str, (str(self),))


class Record:
    """What every record can do, whatever its table; mixed into the declared model."""

    __slots__ = ()
    _view: TableView[Any]

    def referring(self, table: str, column: str | None = None) -> tuple[Any, ...]:
        """Return the records of a table that refer to this one.

        Parameters
        ----------
        column
            Through which of its columns; where it has several and none is given, the first.
        """
        view = self._view.dataset[table]
        found = [
            c
            for c, target in view.spec.references.items()
            if target == self._view.name and column in {None, c}
        ]
        if not found:
            raise UsageError(f"{table}{'.' + column if column else ''} does not refer to {self._view.name}")
        return rows_with(view, found[0], record_key(self))

    def cite(self, style: str = "apa") -> str:
        """Return how to cite the record, in ``apa``, ``bibtex`` or ``csl-json``."""
        from policy_dataset.release.cite import cite_record  # noqa: PLC0415 - only citing needs it

        return cite_record(self._view.dataset, self._view.name, record_key(self), style)

    def to_dict(self) -> dict[str, Any]:
        """Return the columns as a plain mapping of plain values."""
        return {name: _plain(self.__dict__.get(name)) for name in self._view.spec.fields}

    def __getattr__(self, name: str) -> Any:
        """Follow a link."""
        if name.startswith("_"):
            raise AttributeError(name)
        view = self._view
        follow = view.dataset.ways(view)
        if name in follow.ways:
            return follow.ways[name](self)
        if name in follow.declared:
            return None  # a column that this release of the dataset does not have yet
        if follow.through is not None:
            return getattr(self.__dict__[follow.through].record, name)
        known = {*view.spec.fields, *follow.ways}
        raise AttributeError(f"a record of {view.name} has no {name!r}{did_you_mean(name, known)}")

    def __dir__(self) -> list[str]:
        """Name the columns and the links."""
        return sorted(
            {*super().__dir__(), *self._view.spec.fields, *self._view.dataset.ways(self._view).ways}
        )

    def __eq__(self, other: object) -> bool:
        """Whether the same columns have the same values."""
        if not isinstance(other, Record) or other._view.name != self._view.name:
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        """Hash of table and key."""
        return hash((self._view.name, record_key(self)))

    def __repr__(self) -> str:
        """Kind, key and name."""
        named = next((n for n in ("title_en", "name_en", "figure", "label_en") if self.__dict__.get(n)), None)
        text = f" {self.__dict__[named]}" if named else ""
        return f"<{type(self).__name__} {record_key(self)}{text}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 - notebooks alone need it

        rows = [(n, v) for n in self._view.spec.fields if (v := self.__dict__.get(n)) is not None]
        body = "".join(f"<tr><th>{escape(n)}</th><td>{escape(cell_text(v))}</td></tr>" for n, v in rows)
        return f"<table><caption>{escape(type(self).__name__)} {escape(record_key(self))}</caption><tbody>{body}</tbody></table>"


class Cells:
    """How the cells of one table become the values of a record."""

    def __init__(self, view: TableView[Any]) -> None:
        self._view = view
        self._turn: dict[str, Callable[[Any], Any]] = {}
        for name, field in view.spec.fields.items():
            if name in view.spec.references:
                self._turn[name] = partial(_reference, view.dataset[view.spec.references[name]])
            elif field.codelist is not None and field.separator is None:
                # Labels are looked up when they are asked for: they stand in a table of their own.
                self._turn[name] = partial(Code.labelled_by, partial(_labels, view, field.codelist))
            elif field.type == "number":
                self._turn[name] = without_trailing_zeros

    def record(self, made_of: Any, values: dict[str, Any]) -> Any:
        """Return a record of a class with these cells; they were validated before they were published."""
        for name, turn in self._turn.items():
            if values[name] is not None:
                values[name] = turn(values[name])
        record = made_of.__new__(made_of)
        # As `BaseModel.model_construct` does, but a field that is no column stays unset, so that it is followed lazily.
        object.__setattr__(record, "__dict__", values)
        object.__setattr__(record, "__pydantic_fields_set__", set(values))
        object.__setattr__(record, "__pydantic_extra__", None)
        object.__setattr__(record, "__pydantic_private__", None)
        object.__setattr__(record, "_view", self._view)
        return record


def record_class(view: TableView[Any]) -> type[Any]:
    """Return the class of the records of a table: the declared model, or one made for it, with `Record` mixed in."""
    model: type[BaseModel] | None = view.dataset.model(view.name)
    if model is None:
        from pydantic import create_model  # noqa: PLC0415 - for tables that nobody declared

        model = create_model(_class_name(view.name), __config__=ConfigDict(frozen=True, defer_build=True))
    body = {
        "__module__": model.__module__,
        "__qualname__": model.__qualname__,
        "__doc__": model.__doc__,
        "__slots__": ("_view",),
    }
    # Not as pydantic makes a subclass: it would collect all fields anew, and the class declares no other than its model.
    return ABCMeta.__new__(type(model), model.__name__, (Record, model), body)


def without_trailing_zeros(number: Decimal) -> Decimal:
    """Return an equal number without trailing zeros and without an exponent, digit for digit.

    Examples
    --------
    >>> without_trailing_zeros(Decimal("1500.250000000")), without_trailing_zeros(Decimal("259000000.000000000"))
    (Decimal('1500.25'), Decimal('259000000'))
    """
    return Decimal(decimal_text(number))


def _class_name(table: str) -> str:
    return "".join(part.capitalize() for part in table.split("_")) + "Row"


def _reference(target: TableView[Any], cell: str) -> Reference:
    return Reference(cell, target)


def _labels(view: TableView[Any], codelist: str, code: str) -> Labels:
    return view.dataset.code_labels.of(codelist, code)


def rows_with(view: TableView[Any], column: str, key: str) -> tuple[Any, ...]:
    """Return the records of a table whose cell in a column is a key."""
    return tuple(view.records(view.rows_where(column, key)))


def record_key(record: Any) -> str:
    """Return the key of a record, its parts joined by ``/``."""
    return "/".join(str(record.__dict__[k]) for k in record._view.spec.key)  # noqa: SLF001 - the view is the record's own


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
