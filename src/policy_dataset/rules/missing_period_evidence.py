"""A period is said to be printed or inherited, and no evidence shows where."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        if not {"period", "period_basis"} <= columns(tables.schema[name]).keys():
            continue
        for row in tables.rows(name, nw.col("period_basis").is_in(["printed", "inherited"])):
            shown = any(cells["field"] == "period" for _, cells in evidence.get(row, ()))
            if row < tables.record_count(name) and not shown and tables.written(name, row, "period"):
                yield Finding(name, row, "period", reads=("evidence",))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="the period is {period_basis}, but no evidence shows where",
    hint="Add `period:` under `evidence`, or say `period_basis: authored`.",
)
