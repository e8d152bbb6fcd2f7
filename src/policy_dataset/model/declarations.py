"""What is wrong with declared columns, found before any data is read: a bound of a text, a form that no engine knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from policy_dataset.errors import DeclarationError
from policy_dataset.model.vocabulary import ID_PATTERN, Code, Column, Table, columns

_LOOKS_AROUND: Final = re.compile(r"\(\?(?!:)|\\[1-9]")
"""Signs of what DuckDB and Polars refuse in an expression: to look ahead or behind, to refer to a group, flags."""


def check_columns(table: type[Table]) -> None:
    """Refuse columns that are declared in a way that cannot work.

    Raises
    ------
    DeclarationError
        Naming the first of them and what to write instead.
    """
    for column in columns(table).values():
        _check_column(f"{table.__name__}.{column.name}", column)
    written: dict[str, str] = {}
    for column in columns(table).values():
        if not column.authored or column.parent:
            continue
        other = written.setdefault(column.authored_as, column.name)
        if other != column.name:
            raise DeclarationError(
                f"{table.__name__}.{other} and {column.name} are both written {column.authored_as!r} in records: "
                "give one of them authored_as=..."
            )


def check_unique(table: type[Table]) -> None:
    """Refuse unique keys that name no columns.

    Raises
    ------
    DeclarationError
        Naming the table and what to write instead.
    """
    for key in table.table_unique:
        if isinstance(key, str):
            raise DeclarationError(
                f"{table.__name__} has the unique key {key!r}: a key is a tuple of columns, unique=(({key!r},),)"
            )
        for name in key:
            if name not in columns(table):
                raise DeclarationError(f"{table.__name__} has no column {name!r}, which a unique key names")


def _check_column(said: str, column: Column) -> None:
    if not re.fullmatch(ID_PATTERN, column.name):
        raise DeclarationError(f"{said} is no name of a column: write it in lower snake_case")
    bounds: Mapping[str, Any] = {"minimum": column.minimum, "maximum": column.maximum}
    for name, bound in bounds.items():
        if bound is None:
            continue
        if column.type not in (int, Decimal):
            raise DeclarationError(
                f"{said} has a {name}, but only whole and decimal numbers (int, Decimal) have bounds"
            )
        if not isinstance(bound, int | Decimal):
            raise DeclarationError(
                f"{said} has the {name} {bound!r}, which is {type(bound).__name__}: give an int or a Decimal"
            )
    if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
        raise DeclarationError(
            f"{said} has a minimum ({column.minimum}) above its maximum ({column.maximum})"
        )
    if column.pattern is not None:
        _check_pattern(said, column.pattern, column)


def _check_pattern(said: str, pattern: str, column: Column) -> None:
    if column.type not in (str, Code):
        raise DeclarationError(f"{said} has a pattern, but only texts have forms")
    try:
        re.compile(pattern)
    except re.error as error:
        raise DeclarationError(
            f"{said} has the pattern {pattern!r}, which is no regular expression: {error}"
        ) from error
    if _LOOKS_AROUND.search(pattern):
        raise DeclarationError(
            f"{said} has the pattern {pattern!r}: not every engine can look around, refer to groups or take flags; groups are `(?:...)`"
        )
