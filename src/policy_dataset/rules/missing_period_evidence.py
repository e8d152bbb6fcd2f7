"""A period is said to be printed or inherited, and no evidence shows where.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    shown = tables.own("evidence").filter(nw.col("field") == "period")
    for name, key in (("measures", "measure_id"), ("statistics", "statistic_id")):
        said = tables.own(name).filter(nw.col("period_basis").is_in(["printed", "inherited"]))
        where = shown.filter(nw.col("table") == name).select(nw.col("record_id").alias(key))
        for row in tables.rows_of(said.join(where, on=key, how="anti")):
            yield Finding(name, row, "period")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message='no evidence shows where the period comes from',
    hint='Add `period:` under `evidence`, or say period_basis: authored.',
)
