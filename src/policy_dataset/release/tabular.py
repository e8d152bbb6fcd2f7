"""What every table, selection and labelled table shares: it speaks the Arrow C stream and turns into frames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from policy_dataset.errors import MissingExtraError
from policy_dataset.values.numbers import decimal_text

_SHOWN_ROWS, _SHOWN_COLUMNS = 5, 8


class Tabular(ABC):
    """A table that Arrow, Polars, pandas and DuckDB take as it is."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Name of the table that the rows are from."""

    @abstractmethod
    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table: exact decimals, real dates."""

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema."""
        return self.to_arrow().schema

    @property
    def columns(self) -> Mapping[str, str]:
        """Description of each column, by name."""
        return MappingProxyType(
            {f.name: (f.metadata or {}).get(b"description", b"").decode() for f in self.to_arrow().schema}
        )

    def to_polars(self) -> Any:
        """Return a Polars data frame."""
        return _library("polars").DataFrame(self.to_arrow())

    def to_pandas(self, *, floats: bool = False) -> Any:
        """Return a pandas data frame with Arrow types: decimals are exact, dates are dates, null is ``<NA>``.

        Parameters
        ----------
        floats
            Turn decimals into floats of 64 bits, which cannot hold all of them.
        """
        pandas = _library("pandas")
        table = self.to_arrow()
        if floats:
            table = table.cast(
                pa.schema(
                    [f.with_type(pa.float64()) if pa.types.is_decimal(f.type) else f for f in table.schema]
                )
            )
        return table.to_pandas(types_mapper=pandas.ArrowDtype)

    def __arrow_c_schema__(self) -> Any:
        """Hand over the schema (Arrow PyCapsule interface)."""
        return self.to_arrow().schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Hand over the rows (Arrow PyCapsule interface)."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 - notebooks alone need it

        table = self.to_arrow()
        names = table.column_names[:_SHOWN_COLUMNS]
        more = "<th>…</th>" if len(names) < table.num_columns else ""
        head = "".join(f"<th>{escape(n)}</th>" for n in names) + more
        rows = table.select(names).slice(0, _SHOWN_ROWS).to_pylist()
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell_text(c))}</td>' for c in r.values())}</tr>" for r in rows
        )
        caption = f"{escape(self.name)}: {table.num_rows} rows, {table.num_columns} columns"
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def cell_text(value: Any) -> str:
    """Return a value as people read it; nothing for null."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    return "" if value is None else str(value)


def _library(name: str) -> Any:
    # By name: a table turns into a frame of a library only where its user has that library and asks for it. The
    # engines, which compute with Polars, import it in `tables/engines/`.
    try:
        return import_module(name)
    except ImportError as fault:
        raise MissingExtraError(f"{name} is not installed; run: pip install {name}") from fault
