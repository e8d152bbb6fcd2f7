"""Drafts: candidate records for what of a text nothing accounts for, in files of their own beside a person's.

A record is written anew only while it is as it was drafted. What a person changed is theirs: its bytes stay, and its
evidence counts like that of any record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from policy_dataset.coverage.accounting import Entry
from policy_dataset.coverage.curation_books import books_of
from policy_dataset.derivation.context import make_context
from policy_dataset.drafting.candidates import Candidates, Lists, find_candidates
from policy_dataset.drafting.file import DraftFile, read_draft, write_draft
from policy_dataset.drafting.indicators import Indicators
from policy_dataset.drafting.names import Names
from policy_dataset.drafting.page import Page
from policy_dataset.drafting.records import measure_record, record_id, statistic_record, waiver_record
from policy_dataset.drafting.source import (
    SOURCES,
    SOURCES_FILE,
    check_declared,
    declared_source,
    new_source,
    with_source,
)
from policy_dataset.errors import UsageError
from policy_dataset.model.reference import supplied_rows
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import ID_LENGTH, ID_PATTERN, key_of
from policy_dataset.problems import Problem
from policy_dataset.records.curation import Curation, read_curation
from policy_dataset.records.directory import META_FILE, editor_line
from policy_dataset.records.proof import prove
from policy_dataset.records.rows import Row
from policy_dataset.records.shape import read_rows
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.sources.anchors import Anchor, read_anchor
from policy_dataset.sources.texts import SourceText, Texts

STATISTICS, MEASURES, WAIVERS = TABLES = ("statistics", "measures", "waivers")
_OFFSET_DIGITS = 9
"""An id is a source and an offset; texts have fewer than a thousand million characters."""


@dataclass(frozen=True)
class Draft:
    """What a run of `draft` would write.

    Attributes
    ----------
    records
        YAML by table and by where in the text its candidate begins.
    files
        Text by name relative to the dataset; None for a file in which nothing would be left.
    old
        The same files as they stand.
    declares
        Whether the source is declared by it.
    own
        Records of draft files that a person has changed, by table.
    """

    root: Path
    page: Page
    candidates: Candidates
    records: Mapping[str, Mapping[int, str]]
    files: Mapping[str, str | None]
    old: Mapping[str, str | None]
    declares: bool
    own: Mapping[str, int]

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the files that would change."""
        return tuple(name for name, text in self.files.items() if text != self.old[name])

    def write(self) -> None:
        """Write the files that change, each in one step."""
        for name in self.changed:
            path, text = self.root / name, self.files[name]
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(_encoded(text))
            beside.replace(path)


def draft_name(table: str, source: str) -> str:
    """Return the name of a draft file."""
    return f"{table}/{source}.draft.yaml"


def draft(
    root: Path, text: SourceText, source: str, *, schema: Schema, published: str | None = None
) -> Draft | Problem:
    """Draft candidates for everything of a source that no record and no waiver of a person accounts for.

    Parameters
    ----------
    source
        Id of the source; declared with the whole text where the dataset has none of that id.
    published
        When a source that is declared now was published, in EDTF.

    Returns
    -------
    Draft
        Nothing of it is written yet. The same directory and text give the same draft.
    Problem
        When the text is empty, or is not the one that the source declares.

    Raises
    ------
    UsageError
        For a directory that is no dataset, and an id that cannot be one.
    """
    _check_arguments(root, source)
    if not text.text.strip():
        return Problem(
            code="bad_spans",
            message=f"{text.file} holds no text",
            hint="Give the text of a page.",
            file=text.file,
        )
    curation = read_curation(root, schema)
    old = {draft_name(table, source): _read(root / draft_name(table, source)) for table in TABLES}
    drafted = {table: read_draft(old[draft_name(table, source)] or "") for table in TABLES}
    curation = _without(curation, {draft_name(t, source): f for t, f in drafted.items()})
    row = declared_source(curation, source)
    files: dict[str, str | None] = {}
    if row is None:
        old[SOURCES_FILE] = _read(root / SOURCES_FILE)
        curation, files[SOURCES_FILE] = _declare(curation, text, source, published)
    elif (problem := check_declared(row, text)) is not None:
        return problem
    elif published is not None and published != row.cells.get("published"):
        raise UsageError(
            f"{source} is declared already, published {row.cells.get('published')}: change it there"
        )
    proof = prove(curation, Texts({text.sha256: text}, {text.file: text}))
    coded = proof.texts[source]
    page = Page(source, coded.text, coded.spans, coded.reference)
    entries = [e for e in books_of(curation, proof).entries if e.source == source]
    numerals = [(e.start, e.end) for e in entries if _is_open(e) and e.numeral is not None]
    sentences = _sentences(entries, drafted[MEASURES], curation, source)
    lists = _lists(curation)
    candidates = find_candidates(page, numerals, sentences, lists)
    records = {
        # A record of that id is a person's, wherever its evidence points by now.
        table: {
            start: text
            for start, text in made.items()
            if record_id(source, start) not in _keys(curation, table)
        }
        for table, made in _records(candidates, page, lists.names).items()
    }
    for table, made in records.items():
        files[draft_name(table, source)] = write_draft(drafted[table], made, head=_head(root, table, source))
    own = {table: len(drafted[table].own) for table in TABLES}
    return Draft(root, page, candidates, records, files, old, row is None, own)


def _check_arguments(root: Path, source: str) -> None:
    if not (root / META_FILE).is_file():
        raise UsageError(f"{root} holds no {META_FILE}: give the directory of a dataset with --dataset")
    longest = ID_LENGTH - _OFFSET_DIGITS - 1
    if not re.fullmatch(ID_PATTERN, source) or len(source) > longest:
        raise UsageError(
            f"{source!r} is no id of a source: use lower snake_case, at most {longest} characters"
        )


def _read(path: Path) -> str | None:
    folder = path.parent if path.parent.name in TABLES else path
    if path.is_symlink() or folder.is_symlink():
        raise UsageError(f"{path.name} is reached by a symbolic link: a dataset stands alone")
    if not path.exists():
        return None
    return path.read_bytes().decode("utf-8", errors="surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogateescape")


def _without(curation: Curation, drafted: Mapping[str, DraftFile]) -> Curation:
    """Return a curation without the records that are as they were drafted."""

    def is_kept(row: Row) -> bool:
        file = drafted.get(row.document.file)
        return file is None or not file.is_drafted(row.place(None)["line"])

    return replace(
        curation, rows={t: tuple(r for r in rows if is_kept(r)) for t, rows in curation.rows.items()}
    )


def _declare(
    curation: Curation, text: SourceText, source: str, published: str | None
) -> tuple[Curation, str]:
    if any(file.table == SOURCES for file in curation.bulk):
        raise UsageError(f"the sources of this dataset stand in a table: declare {source} there")
    addition = new_source(source, text, published)
    whole = with_source(curation.root, addition)
    document = read_yaml(addition.encode("utf-8"), file=SOURCES_FILE)
    rows, _ = read_rows(document, curation.schema[SOURCES])
    return replace(curation, rows={**curation.rows, SOURCES: (*curation.rows.get(SOURCES, ()), *rows)}), whole


def _is_open(entry: Entry) -> bool:
    return entry.disposition == "open"


def _sentences(
    entries: list[Entry], drafted: DraftFile, curation: Curation, source: str
) -> list[tuple[int, int]]:
    """Return the open sentences, and those whose drafted measure still waits for a decision.

    One figure coded accounts for its sentence, and for none of the measures in it: their draft stays until a measure or a
    waiver takes its place, or the curator deletes it.
    """
    taken = [
        (item.anchor.start, item.anchor.end)
        for row in curation.rows.get(MEASURES, ())
        for item in row.evidence
        if item.anchor.source == source
    ]
    taken += [
        (anchor.start, anchor.end)
        for row in curation.rows.get(WAIVERS, ())
        if isinstance(anchor := read_anchor(row.cells.get("anchor") or ""), Anchor)
        and anchor.source == source
    ]

    def waits(entry: Entry) -> bool:
        inside = any(start < entry.end and entry.start < end for start, end in taken)
        return entry.start in drafted.drafted and not inside

    return [(e.start, e.end) for e in entries if e.kind == "sentence" and (_is_open(e) or waits(e))]


def _lists(curation: Curation) -> Lists:
    supplied = supplied_rows()

    def rows(table: str) -> list[Mapping[str, object]]:
        return [*supplied.get(table, ()), *(row.cells for row in curation.rows.get(table, ()))]

    context = make_context(rows("units"), rows("indicators"), ())
    actors = [row for row in rows("actors") if row.get("actor_id")]
    return Lists(
        Names(rows("locations"), actors), Indicators(rows("indicators"), context), curation.schema.codelists
    )


def _records(candidates: Candidates, page: Page, names: Names) -> Mapping[str, dict[int, str]]:
    return {
        STATISTICS: {c.start: statistic_record(c, page, names) for c in candidates.statistics},
        MEASURES: {c.start: measure_record(c, page, names) for c in candidates.measures},
        WAIVERS: {c.start: waiver_record(c, page) for c in candidates.waivers},
    }


def _keys(curation: Curation, table: str) -> frozenset[str]:
    (key,) = key_of(curation.schema[table])
    return frozenset(k for row in curation.rows.get(table, ()) if (k := row.cells.get(key)) is not None)


def _head(root: Path, table: str, source: str) -> str:
    what = "Check the reasons." if table == WAIVERS else "Fill in each todo, or delete the record."
    return editor_line(root, draft_name(table, source), table) + (
        f"# {table.capitalize()} drafted from {source} for what nothing else accounts for. {what}\n"
        "# A record that you change is yours. One that is as it was drafted is written anew by the next\n"
        "# `policy-dataset draft`, and goes when other records account for its place.\n\n"
    )
