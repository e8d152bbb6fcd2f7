"""How the cells of a column are written where they are text: in CSV files and in the names of folders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Problem


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one type: a regular expression that the whole text matches, its name in messages, and how to write it.

    The expression is of the kind that RE2, Rust and Python read alike. A text that matches may still be no day of the
    calendar.
    """

    pattern: str
    name: str
    how: str


_FORMS: Mapping[type, Form] = {
    Decimal: Form(
        r"-?(?:0|[1-9][0-9]{0,28})(?:\.[0-9]{1,9})?",
        "a decimal number",
        "Write it in digits with a point, at most nine decimals and no grouping: 1234.5.",
    ),
    int: Form(r"-?(?:0|[1-9][0-9]{0,17})", "a whole number", "Write it in digits alone: 1234."),
    bool: Form(r"true|false", "true or false", "Write true or false."),
    date: Form(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "a day of the calendar (2026-01-26)",
        "Write it as year-month-day: 2026-01-26.",
    ),
}


WITHOUT_NUL = "a text without NUL characters"


def form_of(column: Column) -> Form | None:
    """Return the form of the cells of a column; None where every text will do."""
    return _FORMS.get(column.type)


_Type = TypeVar("_Type")


def common_type(
    column: Column,
    given: Collection[_Type],
    *,
    declared: _Type,
    floating: _Type,
    is_floating: Callable[[_Type], bool],
) -> _Type:
    """Return the type, of those of an engine, that a column of files of any form has when it is opened.

    A number of Parquet files stays what it is there, where all files agree: floating point is judged as floating point.
    Else numbers are as declared, so that none is rounded because another file holds floating point; a number in floating
    point is then the shortest decimal that means it, with nine decimals, ties away from zero.

    Parameters
    ----------
    given
        Types of the column in the files that have rows, text of CSV as `declared`; without those in which all is null.
    declared, floating
        The type for the declaration, and the one that holds all floating point.
    """
    kinds = set(given)
    if column.type is not Decimal or not kinds:
        return declared
    if len(kinds) == 1:
        return kinds.pop()
    return floating if all(map(is_floating, kinds)) else declared


def misfit(table: str, column: Column, row: int, value: str, wanted: str) -> Problem:
    """Return the problem of a cell that is not of the type of its column; its place in a file is added by the caller."""
    return Problem(
        code="bad_value",
        message=f"{value!r} is not {wanted}",
        hint=_how(form_of(column), wanted),
        table=table,
        row=row,
        field=column.name,
        value=value,
    )


def _how(form: Form | None, wanted: str) -> str:
    if wanted == WITHOUT_NUL:
        return "Remove the NUL character."
    if form is not None and wanted == form.name:
        return form.how
    return "Write the column in the type that the codebook gives."
