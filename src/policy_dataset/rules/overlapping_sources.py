"""Two sources are made of the same part of one file.

A file may hold several articles; each part of it belongs to one of them, so that evidence has one source and every
figure is counted once.
"""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.sources.spans import Spans, read_spans


def _find(tables: Tables) -> Iterator[Finding]:
    files: dict[str, list[tuple[int, int, int]]] = {}
    names, hashes, texts = (tables.column("sources", n) for n in ("source_id", "file_sha256", "spans"))
    for row, (sha256, text) in enumerate(zip(hashes, texts, strict=True)):
        spans = read_spans(text) if text and sha256 else None
        if isinstance(spans, Spans):
            files.setdefault(sha256, []).extend((start, end, row) for start, end in spans.spans)
    told: set[tuple[int, int]] = set()
    for parts in files.values():
        reached, holder = -1, -1
        for start, end, row in sorted(parts):
            if start < reached and holder != row and (holder, row) not in told:
                told.add((holder, row))
                other, later = min(holder, row), max(holder, row)
                common = f"{start},{min(end, reached)}"
                words = {"other": names[other], "common": common}
                yield Finding("sources", later, "spans", words, reads=("source_id",))
            if end > reached:
                reached, holder = end, row


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=("sources",),
    message="the characters {common} belong to {other} already",
    hint="Give each part of the file to one source: end one where the other begins.",
)
