"""The shape of a record: known fields, texts where texts belong, nested lists, evidence; all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.vocabulary import (
    Column,
    Links,
    Notation,
    Table,
    authored_columns,
    columns,
    nested,
)
from policy_dataset.problems import Problem
from policy_dataset.records.rows import EvidenceItem, Path, Row
from policy_dataset.records.scalars import read_scalar
from policy_dataset.records.yaml_hints import explain_scalar
from policy_dataset.records.yaml_text import YamlDocument
from policy_dataset.sources.anchors import Anchor, read_anchor

TODO = "todo"
"""What a draft writes where only a person can know."""
WHOLE_RECORD = "record"
"""What an author writes in an evidence mapping for the record as a whole."""
EVIDENCE_FIELD = "evidence"
"""Stands among a row's broken columns where one of its anchors could not be read."""
_NO_BRACKETS = "Write the anchor without brackets, or as `- …` on a line of its own: in brackets YAML splits it at its comma."


def read_rows(document: YamlDocument, table: type[Table]) -> tuple[list[Row], list[Problem]]:
    """Read the records of one file: a list of mappings, one a record.

    Returns
    -------
    tuple
        The rows, each as whole as it could be read, and every fault found.
    """
    problems: list[Problem] = []
    if document.value is None:
        return [], problems
    if not isinstance(document.value, list):
        hint = "Begin each record with `- id: …`; a file holds a list of records."
        problems.append(_wrong(document, (), table, None, "a list of records", document.value, hint))
        return [], problems
    rows = []
    for number, value in enumerate(document.value):
        row = _row(document, (number,), table, value, None, problems)
        if row is not None:
            rows.append(row)
    return rows, problems


def _row(  # noqa: PLR0913 - a record's place is its document, path, table and parent
    document: YamlDocument,
    path: Path,
    table: type[Table],
    value: Any,
    parent: Row | None,
    problems: list[Problem],
    shorthand: str | None = None,
) -> Row | None:
    if not isinstance(value, dict):
        if value is not None:  # null: reported by the reader
            hint = (isinstance(value, str) and explain_scalar(value)) or _write_as_fields(table, shorthand)
            problems.append(_wrong(document, path, table, parent, "a record with fields", value, hint))
        return None
    row = Row(table, {}, document, path, parent=parent)
    known, lists = authored_columns(table), nested(table)
    for name, given in value.items():
        if name in known:
            _cell(row, known[name], given, problems)
        elif name in lists and lists[name].evidence:
            row.evidence += _evidence(row, given, problems)
        elif name in lists:
            row.children += _children(row, lists[name], given, problems)
        else:
            problems.append(_unknown_field(row, (*path, name), name, [*known, *lists]))
    _fill_defaults(row, value)
    problems += _missing(row, value)
    return row


def _write_as_fields(table: type[Table], shorthand: str | None) -> str:
    first = next(iter(authored_columns(table)), "id")
    if shorthand is not None:
        example = _example(columns(table)[shorthand])
        return f"Write it as fields: `{first}: …` and so on, one a line, or as one text alone: `- {example}`."
    return f"Write it as fields: `{first}: …` and so on, one a line."


def explain_nulls(problems: Iterable[Problem], rows: Iterable[Row]) -> Iterator[Problem]:
    """Say of values that the reader found empty whose they are; what must be given is not to be left out."""
    found = list(problems)
    empty = {}
    if any(problem.code == "null_value" for problem in found):
        for row in (one for top in rows for one in (top, *top.children)):
            for column in authored_columns(row.table).values():
                if column.name in row.broken and row.shorthand != column.name:
                    place = row.document.positions.of_value((*row.path, column.authored_as))
                    if place is not None:
                        empty[place.line, place.column] = row, column
    for problem in found:
        row_and_column = empty.get((problem.line or 0, problem.column or 0))
        if problem.code != "null_value" or row_and_column is None:
            yield problem
            continue
        row, column = row_and_column
        told = problem.at(table=row.table.table_name, record=row.key, field=column.authored_as)
        yield told.at(hint=_give(column)) if _must_be_given(column) else told


def _must_be_given(column: Column) -> bool:
    return column.authored_required or column.needed_in_records


def _give(column: Column) -> str:
    return f"Give it: `{column.authored_as}: {_example(column)}`."


def _missing(row: Row, given: dict[str, Any]) -> Iterator[Problem]:
    """Find fields that records must give though rows of bulk files need not; the others the tables' rules find."""
    for column in authored_columns(row.table).values():
        if column.needed_in_records and column.authored_as not in given:
            row.broken.add(column.name)
            yield row.locate(
                Problem(
                    code="missing_field",
                    message=f"'{column.authored_as}' is missing",
                    hint=f"Add `{column.authored_as}`: {column.continued}",
                    field=column.authored_as,
                )
            )


def _cell(row: Row, column: Column, given: Any, problems: list[Problem]) -> None:
    if given is None:
        row.broken.add(column.name)
        return
    if not isinstance(given, str):
        row.broken.add(column.name)
        hint = f"Write one text: `{column.authored_as}: {_example(column)}`."
        problems.append(
            _wrong(row.document, (*row.path, column.authored_as), row.table, row, "one text", given, hint)
        )
        return
    read = _left_to_do(given, column) or (read_scalar(given, column) if given else _empty(column))
    if isinstance(read, Problem):
        row.broken.add(column.name)
        problems.append(row.locate(read.at(field=column.authored_as)))
        return
    row.cells[column.name] = read


def _left_to_do(given: str, column: Column) -> Problem | None:
    """Refuse what a draft left to the curator; rules say nothing more of such a cell."""
    if given != TODO and not given.startswith(f"{TODO} "):
        return None
    example = f" For example: `{column.authored_as}: {_example(column)}`." if column.examples else ""
    return Problem(
        code="todo_left",
        message=f"'{column.authored_as}' is left to do",
        hint=f"Fill in `{column.authored_as}`: {column.continued}{example}",
        value=given,
    )


def _empty(column: Column) -> Problem:
    leave_out = f"Leave `{column.authored_as}` out: a field that is not there means that the source does not state it."
    return Problem(
        code="null_value",
        message=f"'{column.authored_as}' is an empty text",
        hint=_give(column) if _must_be_given(column) else leave_out,
    )


def _fill_defaults(row: Row, given: dict[str, Any]) -> None:
    for column in columns(row.table).values():
        if column.authored_default is not None and column.authored_as not in given:
            row.cells[column.name] = column.authored_default


def _children(row: Row, link: Links, given: Any, problems: list[Problem]) -> Iterator[Row]:
    path = (*row.path, link.name)
    if given is None:
        return
    if not isinstance(given, list):
        broken_line = explain_scalar(given) if isinstance(given, str) else None
        hint = broken_line or f"Write a list: `{link.name}:` and then one `- …` a line."
        problems.append(_wrong(row.document, path, row.table, row, "a list", given, hint))
        return
    for number, item in enumerate(given):
        at = (*path, number)
        if isinstance(item, str) and link.shorthand is not None:
            child = Row(link.target, {}, row.document, at, shorthand=link.shorthand, parent=row)
            _cell(child, columns(link.target)[link.shorthand], item, problems)
            _fill_defaults(child, {})
            yield child
        else:
            child_row = _row(row.document, at, link.target, item, row, problems, link.shorthand)
            if child_row is not None:
                yield child_row


def _evidence(row: Row, given: Any, problems: list[Problem]) -> Iterator[EvidenceItem]:
    path: Path = (*row.path, "evidence")
    figure = next(
        (
            c.authored_as
            for c in columns(row.table).values()
            if c.notation is Notation.FIGURE and c.authored_required
        ),
        None,
    )
    if isinstance(given, dict):
        known = [
            WHOLE_RECORD,
            *authored_columns(row.table),
            *(n for n, link in nested(row.table).items() if not link.evidence),
        ]
        for name, anchors in given.items():
            if name not in known:
                row.broken.add(EVIDENCE_FIELD)
                problems.append(_unknown_field(row, (*path, name), name, known))
            else:
                field = None if name == WHOLE_RECORD else name
                yield from _anchors(row, (*path, name), field, anchors, problems)
    elif isinstance(given, str):
        yield from _anchors(row, path, figure, given, problems)
    else:
        yield from _anchors(row, path, None, given, problems)


def _anchors(
    row: Row, path: Path, field: str | None, given: Any, problems: list[Problem]
) -> Iterator[EvidenceItem]:
    if given is None:
        row.broken.add(EVIDENCE_FIELD)
        return
    listed = (
        [(path, given)]
        if isinstance(given, str)
        else [((*path, i), g) for i, g in enumerate(given)]
        if isinstance(given, list)
        else None
    )
    if listed is None:
        row.broken.add(EVIDENCE_FIELD)
        hint = "Write one anchor, or a list of anchors, one a line."
        problems.append(_wrong(row.document, path, row.table, row, "an anchor", given, hint))
        return
    for at, text in listed:
        if not isinstance(text, str):
            row.broken.add(EVIDENCE_FIELD)
            if text is not None:
                problems.append(
                    _wrong(row.document, at, row.table, row, "an anchor", text, "Write one anchor a line.")
                )
            continue
        anchor = read_anchor(text)
        if isinstance(anchor, Anchor):
            yield EvidenceItem(field, anchor, at)
        else:
            row.broken.add(EVIDENCE_FIELD)
            place = row.document.positions.nearest(at).fields()
            if row.document.positions.raw(path) == "[":
                anchor = anchor.at(hint=_NO_BRACKETS)
            elif isinstance(read_anchor(_with_small_digest(text)), Anchor):
                anchor = anchor.at(hint="Write the digest in small letters.")
            problems.append(
                anchor.at(
                    file=row.document.file,
                    table=row.table.table_name,
                    record=row.key,
                    field="evidence",
                    **place,
                )
            )


def _with_small_digest(text: str) -> str:
    place, separator, digest = text.partition(";")
    return f"{place}{separator}{digest.lower()}"


def _unknown_field(row: Row, path: Path, name: Any, known: list[str]) -> Problem:
    place = row.document.positions.of_key(path) or row.document.positions.nearest(path)
    derived = columns(row.table).get(name)
    if derived is not None and not derived.authored:
        message = f"'{name}' is derived, never written by hand"
        hint = "Leave it out; the library works it out from what is printed."
    else:
        message = f"{row.table.table_name} have no field '{name}'"
        hint = did_you_mean(str(name), known, otherwise=f"Fields are: {', '.join(known)}.")
    return Problem(
        code="unknown_field",
        message=message,
        hint=hint,
        file=row.document.file,
        table=row.table.table_name,
        record=row.key,
        field=str(name),
        value=str(name),
    ).at(**place.fields())


def _wrong(  # noqa: PLR0913 - what is wrong and where
    document: YamlDocument,
    path: Path,
    table: type[Table],
    row: Row | None,
    wanted: str,
    given: Any,
    hint: str,
) -> Problem:
    kinds: dict[type, str] = {str: "a text", list: "a list", dict: "a mapping of fields"}
    return Problem(
        code="wrong_shape",
        message=f"here stands {kinds.get(type(given), 'something else')} where {wanted} belongs",
        hint=hint,
        file=document.file,
        table=table.table_name,
        record=row.key if row is not None else None,
        field=str(path[-1]) if path and isinstance(path[-1], str) else None,
        value=given if isinstance(given, str) else None,
    ).at(**document.positions.nearest(path).fields())


def _example(column: Column) -> str:
    return str(column.examples[0]) if column.examples else "…"
