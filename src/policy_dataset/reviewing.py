"""A change of a dataset, read twice: as it is and as it was, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_dataset.agreement.agreement import AGREEMENT
from policy_dataset.coverage.accounting import OPEN
from policy_dataset.pipeline import Checked, check
from policy_dataset.records.directory import META_FILE
from policy_dataset.report.review import CODE_BEGINS, CODE_ENDS, Covered, Quoted, Review
from policy_dataset.report.text_report import counted
from policy_dataset.tables.closure import publishable

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

EVIDENCE = "evidence"
_BASE_BROKEN = "What was there before is not valid, so it cannot be compared record by record."
_BROKEN = "What changed is told once there is no error left."


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of a dataset: on one line, by headings, and which records came or changed."""

    told: str
    sections: Mapping[str, list[str]]
    touched: frozenset[tuple[str, str]]


def review(path: Path, base: Path, *, texts: Path | None = None, today: date | None = None) -> Review:
    """Judge a dataset and compare it with what was there before.

    Parameters
    ----------
    base
        The directory of the dataset as it was; where none is there, the dataset is new.
    texts
        Texts of sources, for the quotes. The base is proven by its lock.
    """
    after = check(path, texts=texts, today=today)
    before = check(base, today=today) if (base / META_FILE).is_file() else None
    changes, why = _changes(before, after)
    meta = after.curation.meta
    return Review(
        name=meta.id if meta is not None else path.resolve().name,
        report=after.report,
        told=changes.told if changes is not None else "",
        sections=changes.sections if changes is not None else {},
        not_compared=why,
        coverage=_coverage(before, after),
        agreement=_agreement(before, after),
        quotes=tuple(_quotes(after, changes.touched)) if changes is not None else (),
    )


def compare(before: Dataset, after: Dataset) -> Changes:
    """Compare two states record by record; the one place that knows how."""
    from policy_dataset.release.diff import compare_datasets  # noqa: PLC0415 - only for reviews
    from policy_dataset.release.diff_words import sections  # noqa: PLC0415 - as above

    found = compare_datasets(before, after)
    touched = {(r.table, r.id) for r in found.added} | {(c.table, c.id) for c in found.changed}
    headed = sections(found, code=lambda text: f"{CODE_BEGINS}{text}{CODE_ENDS}")
    return Changes(found.summary(), headed, frozenset(touched))


def _changes(before: Checked | None, after: Checked) -> tuple[Changes | None, str]:
    new = _dataset(after)
    if new is None:
        return None, _BROKEN
    if before is None:
        records = {n: f.rows for n, f in after.frames.own.items() if n in after.curation.rows}
        told = ", ".join(counted(number, name.removesuffix("s")) for name, number in records.items())
        touched = {(name, row["record_id"]) for row in _rows(after, EVIDENCE) if (name := row["table"])}
        return Changes(f"a new dataset: {told}", {}, frozenset(touched)), ""
    old = _dataset(before)
    if old is None:
        return None, _BASE_BROKEN
    return compare(old, new), ""


def _dataset(checked: Checked) -> Dataset | None:
    from policy_dataset.release.load import dataset_of  # noqa: PLC0415 - only for reviews

    meta = checked.curation.meta
    if not checked.report.valid or meta is None:
        return None
    return dataset_of(checked.curation.schema, meta, publishable(checked.frames))


def _coverage(
    before: Checked | None, after: Checked
) -> dict[tuple[str, str], tuple[Covered | None, Covered | None]]:
    old, new = _covered(before), _covered(after)
    return {key: (old.get(key), new.get(key)) for key in sorted({*old, *new})}


def _covered(checked: Checked | None) -> dict[tuple[str, str], Covered]:
    if checked is None:
        return {}
    counts = checked.books.counts()
    return {key: Covered(sum(by.values()) - by.get(OPEN, 0), sum(by.values())) for key, by in counts.items()}


def _agreement(before: Checked | None, after: Checked) -> dict[str, tuple[str, str]]:
    old, new = _alphas(before), _alphas(after)
    return {name: (old.get(name, ""), new.get(name, "")) for name in sorted({*old, *new})}


def _alphas(checked: Checked | None) -> dict[str, str]:
    if checked is None or AGREEMENT not in checked.frames.own:
        return {}
    rows = _rows(checked, AGREEMENT)
    return {row["field"]: f"{row['alpha'].normalize():f}" for row in rows if row["alpha"] is not None}


def _quotes(checked: Checked, touched: Iterable[tuple[str, str]]) -> Iterator[Quoted]:
    wanted, texts = set(touched), checked.proof.texts
    files = {r.cells.get("source_id"): r.cells.get("file") for r in checked.curation.rows.get("sources", ())}
    for row in _rows(checked, EVIDENCE):
        text = texts.get(row["source_id"])
        if text is None or (row["table"], row["record_id"]) not in wanted:
            continue
        start, end = row["char_start"], row["char_end"]
        line = text.text.count("\n", 0, start) + 1
        column = start - text.text.rfind("\n", 0, start)
        of = f"{row['table']}/{row['record_id']}" + (f" {row['field']}" if row["field"] else "")
        yield Quoted(of, text.text[start:end], f"{files.get(row['source_id'])}:{line}:{column}")


def _rows(checked: Checked, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = checked.frames.own[table].data.to_pylist()
    return rows
