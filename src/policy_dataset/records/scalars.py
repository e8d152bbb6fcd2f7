"""Texts of records as typed cells: a value, or the problem with the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Problem

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,28})(\.[0-9]{1,9})?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_scalar(text: str, column: Column) -> Any | Problem:
    """Read the text of one cell by the declared type of its column.

    Returns
    -------
    Problem
        ``bad_value``: the text is none of that type.
    """
    return _READERS[column.type](text)


def _text(text: str) -> str:
    return text


def _number(text: str) -> Decimal | Problem:
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return _bad(
        text, "a number", "Write it in digits with a point, at most nine decimals and no grouping: 1234.5."
    )


def _integer(text: str) -> int | Problem:
    if _INTEGER.fullmatch(text):
        return int(text)
    return _bad(text, "a whole number", "Write it in digits alone: 1234.")


def _truth(text: str) -> bool | Problem:
    if text in ("true", "false"):
        return text == "true"
    return _bad(text, "true or false", "Write true or false.")


def _day(text: str) -> date | Problem:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return _bad(text, "a day of the calendar", "Check year, month and day.")
    return _bad(text, "a day", "Write it as year-month-day: 2026-01-26.")


_READERS: Mapping[type, Callable[[str], Any]] = {
    str: _text,
    Code: _text,
    Decimal: _number,
    int: _integer,
    bool: _truth,
    date: _day,
}


def _bad(text: str, wanted: str, hint: str) -> Problem:
    return Problem(code="bad_value", message=f"{text!r} is not {wanted}", hint=hint, value=text)
