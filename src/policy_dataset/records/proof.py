"""The evidence of records as rows of its table, proven by the texts where they are at hand, else by the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policy_dataset.model.vocabulary import Notation, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.curation import Curation
from policy_dataset.records.rows import EvidenceItem, Row
from policy_dataset.sources.anchors import DIGEST_LENGTH, Anchor, digest, read_anchor
from policy_dataset.sources.lock import (
    LOCK_FILE,
    UNUSABLE,
    CodedText,
    Lock,
    LockedAnchor,
    make_lock,
    outside_source,
)
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.sources.texts import SourceText, Texts
from policy_dataset.values import EDTF


@dataclass(frozen=True)
class Proof:
    """What is known of the places that a dataset points to.

    Attributes
    ----------
    lock
        Hashes of every place that could be proven: made from the texts, completed from the committed lock.
    problems
        Anchors that do not fit, texts that changed, a lock that is out of date.
    made
        What the texts at hand make; its sources are those whose text is the one that was coded.
    texts
        The texts of those sources.
    """

    lock: Lock
    problems: tuple[Problem, ...]
    made: Lock
    texts: Mapping[str, CodedText] = field(default_factory=dict)


def prove(curation: Curation, texts: Texts) -> Proof:
    """Compare every anchor of a dataset with its text, or with the lock where there is no text."""
    problems: list[Problem] = list(texts.problems)
    spans = _spans(curation)
    at_hand = dict(_texts_at_hand(curation, texts, spans, problems))
    places = list(_anchors(curation))
    made, unfit = make_lock(at_hand, (anchor for anchor, *_ in places))
    problems += [
        row.locate(unfit[anchor]).at(**_place(row, path), field=f)
        for anchor, row, path, f in places
        if anchor in unfit
    ]
    problems += _absent(curation, texts, at_hand)
    committed = curation.lock or Lock()
    lock_unusable = any(problem.code in UNUSABLE for problem in curation.problems)
    for anchor, row, path, name in places:
        if anchor.source in at_hand:
            continue
        problem = _against_lock(anchor, spans, committed)
        if problem is not None and not (lock_unusable and problem.code == "anchor_not_locked"):
            problems.append(row.locate(problem).at(**_place(row, path), field=name))
    if curation.lock is not None:
        problems += _not_in_lock(
            committed, {a.source for a, *_ in places if a.source in spans} - set(at_hand)
        )
    if at_hand and not lock_unusable:
        problems += _lock_problems(curation, made, committed, frozenset(at_hand), has_unfit=bool(unfit))
    merged = Lock({**committed.sources, **made.sources}, {**committed.anchors, **made.anchors})
    return Proof(merged, tuple(problems), made, at_hand)


def evidence_rows(curation: Curation, proof: Proof) -> Iterator[tuple[dict[str, Any], Row, EvidenceItem]]:
    """Go through the rows of the evidence table with the record and the item each was made from."""
    corrections = list(_corrections(curation))
    for row in curation.all_rows():
        for item in row.evidence:
            locked = proof.lock.anchors.get(str(item.anchor))
            yield _evidence_cells(row, item, locked, corrections), row, item


def remake_lock(curation: Curation, texts: Texts) -> tuple[Lock, list[Problem]]:
    """Make the lock of a dataset anew; sources without a text keep what the committed lock has of them.

    Returns
    -------
    tuple
        The lock, and what keeps it from being written: anchors that do not fit, and sources that neither a text nor
        the old lock proves.
    """
    proof = prove(curation, texts)
    used = {str(anchor) for anchor, *_ in _anchors(curation)}
    sources = {row.cells.get("source_id") for row in curation.rows.get("sources", ())}
    lock = Lock(
        {k: v for k, v in proof.lock.sources.items() if k in sources},
        {k: v for k, v in proof.lock.anchors.items() if k in used},
    )
    return lock, [p for p in proof.problems if p.code != "lock_out_of_date"]


def check_figures_at_anchors(row: Row) -> Iterator[Problem]:
    """Find printed texts of a record that are not what stands at their anchors; needs no page.

    The figure's first anchor covers exactly its text, so the text's digest is the anchor's.
    """
    for column in columns(row.table).values():
        if (
            column.notation is not Notation.FIGURE
            or not column.authored_required
            or column.name in row.broken
        ):
            continue
        text = row.cells.get(column.name)
        first = next((i for i in row.evidence if i.field == column.authored_as), None)
        if text is None or first is None or digest(text)[:DIGEST_LENGTH] == first.anchor.digest:
            continue
        yield row.locate(
            Problem(
                code="figure_not_at_anchor",
                message=f"{text!r} is not what stands at its anchor {first.anchor.start},{first.anchor.end}",
                hint="Copy the figure letter for letter from the source, or make its anchor again.",
                field=column.authored_as,
                value=text,
            )
        )


def _evidence_cells(
    row: Row, item: EvidenceItem, locked: LockedAnchor | None, corrections: list[tuple[str, Anchor]]
) -> dict[str, Any]:
    anchor, table = item.anchor, row.table.table_name
    overlapping = [
        name for name, damage in corrections if damage.source == anchor.source and _overlap(damage, anchor)
    ]
    found: dict[str, Any] = {
        "evidence_id": f"{table}/{row.key}/{item.field or 'record'}/{anchor.source}/{anchor.start},{anchor.end}",
        "source_id": anchor.source,
        "char_start": anchor.start,
        "char_end": anchor.end,
        "table": table,
        "record_id": row.key,
        "field": item.field,
        "correction_id": overlapping[0] if overlapping else None,
    }
    if locked is not None:
        found |= {
            "quote_length": locked.quote_length,
            "quote_sha256": locked.quote_sha256,
            "prefix_sha256": locked.prefix_sha256,
            "suffix_sha256": locked.suffix_sha256,
        }
    return found


def _overlap(damage: Anchor, anchor: Anchor) -> bool:
    return damage.start < max(anchor.end, anchor.start + 1) and anchor.start < max(
        damage.end, damage.start + 1
    )


def _corrections(curation: Curation) -> Iterator[tuple[str, Anchor]]:
    for row in curation.rows.get("corrections", ()):
        anchor = read_anchor(row.cells.get("anchor") or "")
        if isinstance(anchor, Anchor) and row.cells.get("correction_id"):
            yield row.cells["correction_id"], anchor


def _anchors(curation: Curation) -> Iterator[tuple[Anchor, Row, tuple[str | int, ...], str]]:
    for row in curation.all_rows():
        for item in row.evidence:
            yield item.anchor, row, item.path, "evidence"
        for column in columns(row.table).values():
            if column.notation is Notation.ANCHOR and row.cells.get(column.name):
                anchor = read_anchor(row.cells[column.name])
                if isinstance(anchor, Anchor):
                    yield anchor, row, row.column_path(column), column.authored_as


def _place(row: Row, path: tuple[str | int, ...]) -> dict[str, Any]:
    return row.document.positions.nearest(path).fields()


def _spans(curation: Curation) -> dict[str, Spans]:
    found = {}
    for row in curation.rows.get("sources", ()):
        spans = read_spans(row.cells.get("spans") or "")
        if isinstance(spans, Spans) and row.cells.get("source_id"):
            found[row.cells["source_id"]] = spans
    return found


def _texts_at_hand(
    curation: Curation, texts: Texts, spans: Mapping[str, Spans], problems: list[Problem]
) -> Iterator[tuple[str, CodedText]]:
    for row in curation.rows.get("sources", ()):
        name, file, sha256 = (row.cells.get(n) for n in ("source_id", "file", "file_sha256"))
        if not (name and file and sha256) or name not in spans:
            continue
        found: SourceText | None = texts.find(file, sha256)
        if found is None:
            continue
        if found.sha256 != sha256:
            message = f"{found.file} is not the text that was coded: its SHA-256 is {found.sha256}"
            hint = (
                "Put the coded text back, or take over the new one with its hash and make the anchors again."
            )
            problems.append(
                row.locate(
                    Problem(
                        code="source_changed", message=message, hint=hint, field="file_sha256", value=sha256
                    )
                )
            )
            continue
        last = spans[name].spans[-1][1]
        if last > len(found.text):
            message = f"the spans end at {last}, but {found.file} has {len(found.text)} characters"
            hint = f"End the last span at {len(found.text)} or before."
            problems.append(
                row.locate(
                    Problem(
                        code="bad_spans", message=message, hint=hint, field="spans", value=str(spans[name])
                    )
                )
            )
        yield name, CodedText(found.sha256, found.text, spans[name], _reference(row))


def _absent(curation: Curation, texts: Texts, at_hand: Mapping[str, CodedText]) -> Iterator[Problem]:
    """Find sources that none of the texts given is: whoever gives texts believes that the evidence was checked."""
    for row in curation.rows.get("sources", ()):
        name, file = row.cells.get("source_id"), row.cells.get("file")
        if (
            not texts.given
            or not (name and file)
            or name in at_hand
            or texts.find(file, row.cells.get("file_sha256") or "")
        ):
            continue
        yield row.locate(
            Problem(
                code="text_not_at_hand",
                message=f"none of the texts given is {file}, so {name} is proven by the lock alone",
                hint="Give the file or folder that holds it with --texts, or leave the option out.",
                severity=Severity.WARNING,
                field="file",
                value=file,
            )
        )


def _not_in_lock(lock: Lock, sources: Iterable[str]) -> Iterator[Problem]:
    for name in sorted(set(sources) - set(lock.sources)):
        yield Problem(
            code="lock_out_of_date",
            message=f"{LOCK_FILE} does not know the source {name}, to which evidence points",
            hint="Run `policy-dataset lock PATH --texts DIR` and commit the lock.",
            file=LOCK_FILE,
            line=1,
            column=1,
            value=name,
        )


def _reference(row: Row) -> date | None:
    published = EDTF.parse(row.cells.get("published") or "")
    return published.start if isinstance(published, EDTF) else None


def _against_lock(anchor: Anchor, spans: Mapping[str, Spans], lock: Lock) -> Problem | None:
    if anchor.source not in spans:
        return None  # a dead reference, reported as one
    if spans[anchor.source].around(anchor.start, anchor.end) is None:
        return outside_source(anchor, spans[anchor.source])
    if str(anchor) not in lock.anchors:
        return Problem(
            code="anchor_not_locked",
            message=f"{LOCK_FILE} does not know {anchor}",
            hint="Run `policy-dataset lock PATH --texts DIR` with the source's text and commit the lock.",
            value=str(anchor),
        )
    return None


def _lock_problems(
    curation: Curation, made: Lock, committed: Lock, at_hand: frozenset[str], *, has_unfit: bool
) -> Iterable[Problem]:
    if has_unfit:
        return
    old_sources = {k: v for k, v in committed.sources.items() if k in at_hand}
    old_anchors = {k: v for k, v in committed.anchors.items() if k.partition("#")[0] in at_hand}
    if (old_sources, old_anchors) == (made.sources, made.anchors):
        return
    missing = len(made.anchors.keys() - old_anchors.keys())
    stale = len(old_anchors.keys() - made.anchors.keys())
    what = (
        f"{missing} anchors missing, {stale} no longer used" if curation.lock is not None else "there is none"
    )
    yield Problem(
        code="lock_out_of_date",
        message=f"{LOCK_FILE} does not agree with the records and texts: {what}",
        hint="Run `policy-dataset lock PATH --texts DIR` and commit the lock.",
        file=LOCK_FILE,
        line=1,
        column=1,
    )
