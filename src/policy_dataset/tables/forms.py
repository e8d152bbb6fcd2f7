"""How the cells of a column are written where they are text: in CSV files and in the names of folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Problem


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one type: a regular expression that the whole text matches, and its name in messages.

    The expression is of the kind that RE2, Rust and Python read alike. A text that matches may still be no day of the
    calendar.
    """

    pattern: str
    name: str


_FORMS: Mapping[type, Form] = {
    Decimal: Form(r"-?(?:0|[1-9][0-9]{0,28})(?:\.[0-9]{1,9})?", "a decimal number"),
    int: Form(r"-?(?:0|[1-9][0-9]{0,17})", "a whole number"),
    bool: Form(r"true|false", "true or false"),
    date: Form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day of the calendar (2026-01-26)"),
}


def form_of(column: Column) -> Form | None:
    """Return the form of the cells of a column; None where every text will do."""
    return _FORMS.get(column.type)


def misfit(table: str, column: Column, row: int, value: str, wanted: str) -> Problem:
    """Return the problem of a cell that is not of the type of its column; its place in a file is added by the caller."""
    return Problem(
        code="bad_value",
        message=f"{value!r} is not {wanted}",
        hint=f"Write {wanted} as published: see the codebook.",
        table=table,
        row=row,
        field=column.name,
        value=value,
    )
