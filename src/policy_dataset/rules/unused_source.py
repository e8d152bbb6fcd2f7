"""No record and no waiver points into a source."""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.sources.anchors import Anchor, read_anchor

_OF_THE_SOURCE_ITSELF = ("corrections", "coverage")


def _find(tables: Tables) -> Iterator[Finding]:
    used: set[str | None] = set()
    for reference in tables.schema.references():
        if reference.target == "sources" and reference.table not in _OF_THE_SOURCE_ITSELF:
            used |= tables.distinct(reference.table, reference.column)
    if "waivers" in tables:
        waived = (read_anchor(text) for text in tables.column("waivers", "anchor") if text is not None)
        used |= {anchor.source for anchor in waived if isinstance(anchor, Anchor)}
    for row, source in enumerate(tables.column("sources", "source_id")):
        if source is not None and source not in used:
            yield Finding("sources", row, "source_id")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("sources",),
    message="nothing is coded from '{value}'",
    hint="Code it, waive it, or remove the source.",
)
