"""The record of a source that a text is drafted for: the one that is declared, else a new one with what the text tells."""

from __future__ import annotations

from pathlib import Path

from policy_dataset.drafting.page import Page, headline_text
from policy_dataset.drafting.yaml import Comment, Entry, record
from policy_dataset.errors import UsageError
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.curation import Curation
from policy_dataset.records.rows import Row
from policy_dataset.records.shape import TODO
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.sources.texts import SourceText

SOURCES, SOURCES_FILE = "sources", "sources.yaml"
LANGUAGE = "zh-Hans"

_HEAD = 600
"""Days printed so near the beginning may be the day of publication."""


def declared_source(curation: Curation, source: str) -> Row | None:
    """Return the record of a source, if the dataset has one."""
    rows = curation.rows.get(SOURCES, ())
    return next((r for r in rows if r.cells.get("source_id") == source), None)


def check_declared(row: Row, text: SourceText) -> Problem | None:
    """Find what keeps a declared source from being drafted from a text."""
    if isinstance(spans := read_spans(row.cells.get("spans") or ""), Problem):
        return row.locate(spans.at(field="spans"))
    if row.cells.get("file_sha256") != text.sha256:
        return row.locate(
            Problem(
                code="source_changed",
                message=f"{text.file} is not the text that was coded: its SHA-256 is {text.sha256}",
                hint="Give the coded text, or declare the new one under an id of its own.",
                field="file_sha256",
                value=row.cells.get("file_sha256"),
            )
        )
    if spans.spans[-1][1] > len(text.text):
        return row.locate(
            Problem(
                code="bad_spans",
                message=f"the spans {spans} end after {text.file}, which has {len(text.text)} characters",
                hint="Count spans in code points of the decoded file.",
                field="spans",
                value=str(spans),
            )
        )
    return None


def new_source(source: str, text: SourceText, published: str | None) -> str:
    """Return the record of a source that is declared with its whole text; only the publisher cannot be told from it."""
    spans = Spans(((0, len(text.text)),))
    page = Page(source, text.text, spans, None)
    entries: list[Entry] = [
        ("id", source),
        ("title_zh", headline_text(page) or TODO),
        ("publisher", TODO),
        ("language", LANGUAGE),
        ("published", published or TODO),
    ]
    days = dict.fromkeys(d.day for d in page.dates if d.day is not None and d.start < _HEAD)
    if published is None and days:
        entries.append(Comment(f"published: {' | '.join(d for d in days if d)}"))
    entries += [("file", text.file), ("file_sha256", text.sha256), ("spans", str(spans))]
    return record(entries)


def with_source(root: Path, addition: str) -> str:
    """Return `sources.yaml` with one more record.

    Raises
    ------
    UsageError
        When the file is none that a record can be put after: what stands there is not for us to mend.
    """
    path = root / SOURCES_FILE
    if not path.exists():
        return addition
    old = path.read_bytes()
    before = read_yaml(old, file=SOURCES_FILE).value
    text = old.decode("utf-8", errors="surrogateescape")
    new = text + ("" if not text or text.endswith("\n") else "\n") + ("\n" if text.strip() else "") + addition
    after = read_yaml(new.encode("utf-8", errors="surrogateescape"), file=SOURCES_FILE)
    # The reader reads past faults; a record put behind one might land inside an open quote.
    damaged = any(p.severity is Severity.ERROR for p in after.problems)
    if damaged or not isinstance(after.value, list) or after.value[:-1] != (before or []):
        raise UsageError(
            f"{SOURCES_FILE} is no list of records that can be added to: mend it, then draft again"
        )
    return new
