"""A table of a loaded dataset: a mapping of typed records, and a table for every data library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import pyarrow as pa

from policy_dataset.errors import NotFoundError, text_given
from policy_dataset.release.arrays import row_numbers
from policy_dataset.release.records import Cells, record_class
from policy_dataset.release.suggest import did_you_mean
from policy_dataset.release.tabular import Tabular

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.manifest import TableSpec

R = TypeVar("R")
D = TypeVar("D")

_BATCH = 512


class TableView(Tabular, Generic[R]):
    """One table of a dataset.

    It works as a mapping from the key of a record to the record; a key of several columns is written with ``/``
    between its parts. Iteration gives keys, as with every mapping; `values` gives the records.

    Notes
    -----
    It is no `collections.abc.Mapping` by type: Polars takes those for a mapping of columns, before it asks for the
    Arrow stream.
    """

    def __init__(self, dataset: Dataset, spec: TableSpec) -> None:
        self._dataset = dataset
        self.spec = spec
        self._by: dict[str, dict[Any, list[int]]] = {}

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.spec.name

    @property
    def title(self) -> str:
        """Title of the table."""
        return self.spec.title

    @property
    def columns(self) -> Mapping[str, str]:
        """Description of each column, by name."""
        return {name: field.description for name, field in self.spec.fields.items()}

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table: exact decimals, real dates."""
        return self._table

    def where(self, **conditions: Any) -> Selection[R]:
        """Return the records that meet every condition.

        Parameters
        ----------
        **conditions
            A column (``topic="health"``, ``location_id="CN"``; ``location="CN"`` for short), or what a nested list of
            the record holds (``location=…``, ``actor=…`` of a measure). A tuple, list or set means any of its members,
            None means that nothing is stated. A place takes in what lies in it, a code the codes below it.

        Raises
        ------
        UsageError
            No such column, or no such code.
        """
        return Selection(self, _matching(self, conditions))

    def labelled(self, language: str = "en") -> Labelled:
        """Return the table with a column ``<column>_label`` beside each code and reference: its name in a language.

        Parameters
        ----------
        language
            ``en`` or ``zh``.
        """
        return _labelled(self, self.to_arrow(), language)

    @property
    def dataset(self) -> Dataset:
        """The dataset that holds the table."""
        return self._dataset

    def __getitem__(self, key: str) -> R:
        """Return the record of that key."""
        row = self._row(key)
        if row is None:
            hint = did_you_mean(str(key), self._rows_by_key)
            raise NotFoundError(f"{self.name} has no record {key!r}{hint}")
        return self.record(row)

    def __contains__(self, key: object) -> bool:
        """Whether a record has that key."""
        return isinstance(key, str) and key in self._rows_by_key

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in the order of the table."""
        return iter(self._rows_by_key)

    def __len__(self) -> int:
        """Count the records; the file is not read for it."""
        return self.spec.rows

    def keys(self) -> KeysView[str]:
        """Return the keys, in the order of the table."""
        return self._rows_by_key.keys()

    def values(self) -> Selection[R]:
        """Return all records, in the order of the table."""
        return Selection(self, range(len(self)))

    def items(self) -> Iterator[tuple[str, R]]:
        """Go through keys and records."""
        return zip(self._rows_by_key, self.records(), strict=True)

    def get(self, key: str, default: D | None = None) -> R | D | None:
        """Return the record of that key, or `default`."""
        row = self._row(key)
        return default if row is None else self.record(row)

    def __repr__(self) -> str:
        """Name and size."""
        return f"<{self.name}: {len(self)} rows, {len(self.spec.fields)} columns>"

    # What records and selections ask for:

    def record(self, row: int) -> R:
        """Return the record in a row, from 0."""
        return self._make(self._table.slice(row, 1).to_pylist()[0])

    def records(self, rows: Sequence[int] | None = None) -> Iterator[R]:
        """Go through the records in these rows, or in all."""
        table = self._rows(rows)
        for start in range(0, table.num_rows, _BATCH):
            yield from map(self._make, table.slice(start, _BATCH).to_pylist())

    def rows_where(self, column: str, value: Any) -> list[int]:
        """Return the rows whose cell in a column is `value`."""
        if column not in self._by:
            index: dict[Any, list[int]] = {}
            for row, cell in enumerate(self._table[column].to_pylist()):
                index.setdefault(cell, []).append(row)
            self._by[column] = index
        return self._by[column].get(value, [])

    def _row(self, key: str) -> int | None:
        if not isinstance(key, str):
            text_given(key, f"the key of a record of {self.name} (the nth one is `values()[n]`)")
        return self._rows_by_key.get(key)

    def _rows(self, rows: Sequence[int] | None) -> pa.Table:
        if rows is None:
            return self._table
        if isinstance(rows, range) and rows.step == 1:
            return self._table.slice(rows.start, len(rows))
        return self._table.take(row_numbers(rows))

    def _make(self, values: dict[str, Any]) -> R:
        return self._cells.record(self._class, values)  # type: ignore[no-any-return]  # its class is made for this table

    @cached_property
    def _table(self) -> pa.Table:
        return self._dataset.read(self.spec)

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self)

    @cached_property
    def _class(self) -> type:
        return record_class(self)

    @cached_property
    def _rows_by_key(self) -> dict[str, int]:
        columns = [self._table[k].to_pylist() for k in self.spec.key]
        keys = (
            columns[0]
            if len(columns) == 1
            else ["/".join(map(str, parts)) for parts in zip(*columns, strict=True)]
        )
        return {str(key): row for row, key in enumerate(keys)}


def _matching(view: TableView[Any], conditions: Mapping[str, Any]) -> list[int]:
    from policy_dataset.release.select import matching_rows  # noqa: PLC0415 - its functions of Arrow are dear to load

    return matching_rows(view, conditions)


def _labelled(view: TableView[Any], table: pa.Table, language: str) -> Labelled:
    from policy_dataset.release.labels import labelled  # noqa: PLC0415 - as above

    return Labelled(view.name, labelled(view, table, language))


class Selection(Tabular, Generic[R]):
    """Records of one table that were asked for, in the order of the table; works as a sequence of records.

    Notes
    -----
    It is no `collections.abc.Sequence` by type, as `TableView` is no mapping: Polars would take it for rows.
    """

    def __init__(self, view: TableView[R], rows: Iterable[int]) -> None:
        self._view = view
        # A run of rows stays one: it is a slice, and to take single rows brings in all functions of Arrow.
        self._rows: Sequence[int] = rows if isinstance(rows, range) else tuple(rows)

    @property
    def name(self) -> str:
        """Name of the table that the records are from."""
        return self._view.name

    @property
    def columns(self) -> Mapping[str, str]:
        """Description of each column, by name."""
        return self._view.columns

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table: exact decimals, real dates."""
        return self._view.to_arrow().take(row_numbers(self._rows))

    def where(self, **conditions: Any) -> Selection[R]:
        """Return those of the records that meet further conditions; see `TableView.where`."""
        matching = set(_matching(self._view, conditions))
        return Selection(self._view, (row for row in self._rows if row in matching))

    def labelled(self, language: str = "en") -> Labelled:
        """Return the rows with labels beside codes and references; see `TableView.labelled`."""
        return _labelled(self._view, self.to_arrow(), language)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Selection[R]: ...
    def __getitem__(self, at: int | slice) -> R | Selection[R]:
        """Return the record at a position."""
        return (
            Selection(self._view, self._rows[at])
            if isinstance(at, slice)
            else self._view.record(self._rows[at])
        )

    def __iter__(self) -> Iterator[R]:
        """Go through the records."""
        return self._view.records(self._rows)

    def __repr__(self) -> str:
        """Show the first records and how many there are."""
        first = ", ".join(repr(record) for record in self[:3])
        more = f", … {len(self)} in all" if len(self) > 3 else ""  # noqa: PLR2004 - as many as are shown
        return f"[{first}{more}]"


class Labelled(Tabular):
    """A table with labels beside its codes and references."""

    def __init__(self, name: str, table: pa.Table) -> None:
        self._name, self._rows = name, table

    @property
    def name(self) -> str:
        """Name of the table that the rows are from."""
        return self._name

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table: exact decimals, real dates."""
        return self._rows

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._rows.num_rows)

    def __repr__(self) -> str:
        """Name and size."""
        return f"<{self._name} with labels: {len(self)} rows, {self._rows.num_columns} columns>"
