"""A record lies on a cycle of its own hierarchy: it is, over others or directly, a part of itself."""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.rules.tables import Tables

_NO_HIERARCHY = (("units", "base_unit"),)
"""A base unit names itself."""


def _find(tables: Tables) -> Iterator[Findings]:
    for reference in tables.schema.references():
        if reference.target != reference.table or (reference.table, reference.column) in _NO_HIERARCHY:
            continue
        if tables.own_count(reference.table):
            rows = tables.cycles(reference.table, reference.target_column, reference.column)
            yield Findings(reference.table, rows, reference.column)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="following '{column}' from '{value}' leads back here",
    hint="Name the record above this one, or leave the field out at the top.",
)
