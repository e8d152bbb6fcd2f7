"""Cells of text as the type of their column, as CSV files and the names of folders hold them."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import Column
from policy_dataset.tables.arrow import arrow_type
from policy_dataset.tables.forms import form_of


def typed_texts(given: pa.ChunkedArray, column: Column) -> tuple[pa.ChunkedArray, list[int]]:
    """Return texts as a column declares them, those that do not fit as null, and the positions of the latter."""
    form = form_of(column)
    if form is None:
        return given.cast(arrow_type(column)), []
    fits = pc.match_substring_regex(given, rf"\A(?:{form.pattern})\z")
    if column.type is date:
        days = {text: _day(text) for text in pc.unique(given.filter(fits)).to_pylist()}
        real = pa.array([t for t, day in days.items() if day is not None], type=pa.string())
        fits = pc.and_(fits, pc.is_in(given, value_set=real))
    bad = pc.indices_nonzero(pc.fill_null(pc.invert(fits), fill_value=False)).to_pylist()
    cleaned = pc.if_else(fits, given, pa.scalar(None, pa.string())) if bad else given
    return cleaned.cast(arrow_type(column)), bad


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
