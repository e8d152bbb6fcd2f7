"""Codings of a curated directory: what each coder recorded, and the part of the sources that was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy_dataset.agreement.spans import Places, joined
from policy_dataset.derivation.context import Context, Derivation, make_context
from policy_dataset.derivation.tables import STANDARD_DERIVATIONS
from policy_dataset.model.reference import supplied_rows
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, column, key_of
from policy_dataset.problems import Problem
from policy_dataset.records.curation import Curation
from policy_dataset.records.directory import CODINGS, list_directory
from policy_dataset.records.rows import Row
from policy_dataset.records.shape import read_rows
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.sources.spans import Spans, read_spans

SOURCES = "sources"
FIRST_CODER = "coder_a"
"""What the dataset's own records are called where `dataset.yaml` names no coder."""


class ScopeSpan(Table, table="scope", title="Scope of a coding", published=False):
    """A part of a source that a coder judged whole: what it holds no record of, the coder found no record in."""

    source_id: str = column("The source.", key=True, references=SOURCES, examples=("xinhua_2026_livelihood",))
    span: str = column("First code point and the one after the last.", key=True, examples=("4144,4242",))


@dataclass(frozen=True)
class Coding:
    """What one coder recorded.

    Attributes
    ----------
    rows
        Records by table, with the cells that follow from what is written.
    scope
        The characters judged.
    problems
        What is wrong with its files.
    """

    coder: str
    rows: Mapping[str, tuple[Row, ...]]
    scope: Places
    problems: tuple[Problem, ...] = ()


def codings_of(
    curation: Curation, derivations: Mapping[str, Derivation] = STANDARD_DERIVATIONS
) -> tuple[Coding, ...]:
    """Read the codings of a curated directory, by name of the coder.

    Returns
    -------
    tuple
        One for each folder of ``codings/``; and the dataset's own records as one more, unless a folder holds those of
        its coder as they were before codings were compared. Empty where there is no folder.
    """
    folders = _folders(curation.root / CODINGS)
    if not folders:
        return ()
    context, whole = _context(curation, derivations), _whole(curation)
    read = [_read(folder, curation.schema, whole) for folder in folders]
    first = (curation.meta.coded_by if curation.meta is not None else None) or FIRST_CODER
    if first not in {c.coder for c in read}:
        read.append(_own(curation, first, whole))
    for coding in read:
        _derive(coding, derivations, context)
    return tuple(sorted(read, key=lambda c: c.coder))


def coding_of_dataset(
    curation: Curation, derivations: Mapping[str, Derivation] = STANDARD_DERIVATIONS
) -> Coding:
    """Return the dataset's own records in the form of a coding of everything."""
    own = _own(curation, FIRST_CODER, _whole(curation))
    _derive(own, derivations, _context(curation, derivations))
    return own


def _own(curation: Curation, coder: str, scope: Places) -> Coding:
    rows = {name: tuple(_copy(row, None) for row in rows) for name, rows in curation.rows.items()}
    return Coding(coder, rows, scope)


def _folders(root: Path) -> list[Path]:
    if not root.is_dir() or root.is_symlink():
        return []
    return sorted(
        p for p in root.iterdir() if p.is_dir() and not p.is_symlink() and not p.name.startswith(".")
    )


def _read(folder: Path, schema: Schema, whole: Places) -> Coding:
    coded = Schema((*schema.tables, ScopeSpan), schema.codelists)
    directory = list_directory(folder, coded)
    prefix = f"{CODINGS}/{folder.name}/"
    problems = [p.at(file=prefix + (p.file or "")) for p in directory.problems]
    rows: dict[str, list[Row]] = {}
    for file in directory.files:
        if file.bulk:
            continue
        read = read_yaml(file.path.read_bytes(), file=prefix + file.name)
        found, faults = read_rows(read, coded[file.table])
        rows.setdefault(file.table, []).extend(found)
        problems += (*read.problems, *faults)
    scoped = rows.pop(ScopeSpan.table_name, None)
    scope = whole if scoped is None else _scope(scoped, problems)
    return Coding(folder.name, {n: tuple(found) for n, found in rows.items()}, scope, tuple(problems))


def _scope(rows: Iterable[Row], problems: list[Problem]) -> Places:
    spans = []
    for row in rows:
        source, text = row.cells.get("source_id"), row.cells.get("span")
        if source is None or text is None:
            continue
        read = read_spans(text)
        if isinstance(read, Spans):
            spans += [(source, start, end) for start, end in read.spans]
        else:
            problems.append(row.locate(read.at(field="span")))
    return joined(spans)


def _whole(curation: Curation) -> Places:
    """Return every character of every source."""
    spans = []
    for row in curation.rows.get(SOURCES, ()):
        read = read_spans(row.cells.get("spans") or "")
        if isinstance(read, Spans):
            spans += [(str(row.cells.get("source_id")), start, end) for start, end in read.spans]
    return joined(spans)


def _context(curation: Curation, derivations: Mapping[str, Derivation]) -> Context:
    supplied = supplied_rows()

    def rows(name: str) -> Iterator[Mapping[str, Any]]:
        yield from supplied.get(name, ())
        yield from (row.cells for row in curation.rows.get(name, ()))

    sources = [
        _derived(row.cells, derivations.get(SOURCES), Context()) for row in curation.rows.get(SOURCES, ())
    ]
    return make_context(rows("units"), rows("indicators"), sources)


def _derive(coding: Coding, derivations: Mapping[str, Derivation], context: Context) -> None:
    for name, rows in coding.rows.items():
        for row in rows:
            for one in (row, *row.children):
                if one.evidence:
                    one.cells.setdefault("source_id", one.evidence[0].anchor.source)
                row_derivation = derivations.get(one.table.table_name if one is not row else name)
                one.cells |= _derived(one.cells, row_derivation, context)


def _derived(cells: Mapping[str, Any], derivation: Derivation | None, context: Context) -> dict[str, Any]:
    """Return cells with what follows from them; a record that lacks what is needed stays as it is."""
    if derivation is None:
        return dict(cells)
    try:
        return {**cells, **derivation(cells, context).cells}
    except KeyError:
        return dict(cells)


def _copy(row: Row, parent: Row | None) -> Row:
    """Return a row whose cells may be added to without touching the curation's."""
    copied = replace(row, cells=dict(row.cells), parent=parent)
    copied.children = [_copy(child, copied) for child in row.children]
    return copied


def record_id(row: Row) -> str:
    """Return the id of a record as it is written."""
    return str(row.cells.get(key_of(row.table)[0]) or "?")
