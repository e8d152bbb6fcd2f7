"""A finding becomes a problem: its place, and the words of its rule filled with the cells of the row."""

from __future__ import annotations

import re
import unicodedata
from collections import ChainMap
from collections.abc import Iterator, Mapping
from decimal import Decimal
from string import Formatter
from typing import Any

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.forms import form_of, misfit
from policy_dataset.tables.frame import Frames
from policy_dataset.values.numbers import decimal_text

_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"


def tell(frames: Frames, tables: Tables, rule: Rule, finding: Finding) -> Iterator[Problem]:
    """Make the problem of a finding."""
    frame = frames.own[finding.table]
    declared = columns(frames.schema[finding.table])
    cells = tables.cells(finding.table, finding.row)
    column = declared.get(finding.column) if finding.column is not None else None
    if column is not None and finding.row >= tables.record_count(finding.table):
        # Who writes rows in bulk writes the published names.
        column = column._replace(authored_as=column.name)
    value = frame.places.text(finding.row, column.name) if column is not None else None
    if value is None and column is not None and cells[column.name] is not None:
        value = str(_plain(cells[column.name]))
    said = {"column": column.authored_as if column else "", "value": value}
    words: Mapping[str, Any] = ChainMap(said, dict(finding.values), cells)  # type: ignore[arg-type]
    hint = finding.hint
    if hint is None:
        hint = (
            rule.explain_hint(words, column, frames.schema) if rule.explain_hint else _fill(rule.hint, words)
        )
    place: dict[str, Any] = {"row": finding.row, "record": _record(frames, finding.table, cells)}
    part = re.search(rule.marks, value) if rule.marks is not None and value is not None else None
    place |= frame.places.of(finding.row, finding.column, *(part.span() if part is not None else ()))
    yield Problem(
        code=rule.id,
        severity=rule.severity,
        message=_fill(rule.message, words),
        hint=hint,
        table=finding.table,
        field=column.authored_as if column is not None else None,
        value=value,
        **place,
    )


def tell_misfit(
    frames: Frames, tables: Tables, name: str, row: int, cell: tuple[str, str]
) -> Iterator[Problem]:
    """Make the problem of a cell (column, text) that is not of the type of its column."""
    column, text = cell
    declared = columns(frames.schema[name])[column]
    form = form_of(declared)
    if form is not None:
        problem = misfit(name, declared, row, text, form.name)
        record = _record(frames, name, tables.cells(name, row))
        yield problem.at(**{"record": record, **frames.own[name].places.of(row, column)})


def _record(frames: Frames, name: str, cells: Mapping[str, Any]) -> str:
    return "/".join("?" if cells[k] is None else str(cells[k]) for k in key_of(frames.schema[name]))


class _Words(Formatter):
    def convert_field(self, value: Any, conversion: Any) -> Any:
        # `ascii` would turn Chinese into numbers as well.
        if conversion == "a" and isinstance(value, str):
            return f"'{''.join(map(_seen, value))}'"
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(super().format_field(_plain(value), format_spec))


def _seen(character: str) -> str:
    """Return a character, or its escape where it is not seen by itself."""
    unseen = not character.isprintable() or unicodedata.category(character).startswith("M")
    return ascii(character)[1:-1] if unseen or character in _BLANK_LETTERS else character


def _plain(cell: Any) -> Any:
    """Return a cell as messages show it: nothing in a word, a number without the zeros that its column adds."""
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    if isinstance(cell, Decimal) and cell.is_finite():
        return decimal_text(cell)
    return "nothing" if cell is None else cell


def _fill(text: str, words: Mapping[str, Any]) -> str:
    return _Words().vformat(text, (), words)
