"""A field names a record that is not there."""

from collections.abc import Iterator

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.reference import retired_locations
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for reference in tables.schema.references():
        if not tables.own_count(reference.table):
            continue
        target = tables.known(reference.target)
        rows = tables.without_partner(reference.table, [reference.column], target, [reference.target_column])
        known = tables.keys(reference.target) if rows else ()
        derived = not tables.schema.column(reference.table, reference.column).authored
        for row in rows:
            # What a record has from its evidence is wrong there.
            if derived and reference.table in tables.proven and row < tables.record_count(reference.table):
                continue
            given = str(tables.cells(reference.table, row)[reference.column])
            yield Finding(
                reference.table,
                row,
                reference.column,
                {"given": given, "target": reference.target},
                _hint(given, known, reference.target),
            )


def _hint(given: str, known: tuple[str, ...], target: str) -> str:
    if target == "locations" and given in retired_locations():
        new = retired_locations()[given]
        return (
            f"Use {' or '.join(new)}: the code went out of use."
            if new
            else "Choose the place that took over: the code went out of use."
        )
    return did_you_mean(given, known, otherwise=f"Name a record of {target}, or add it there.")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{given}' is no record of {target}",
)
