"""A measure or statistic has no evidence, or a statistic none of its figure.

A record that nothing proves is an opinion.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    evidence = tables.own("evidence")
    for name, key in (("measures", "measure_id"), ("statistics", "statistic_id")):
        proven = evidence.filter(nw.col("table") == name)
        if name == "statistics":
            proven = proven.filter(nw.col("field") == "figure")
        bare = tables.own(name).join(proven.select(nw.col("record_id").alias(key)), on=key, how="anti")
        for row in tables.rows_of(bare.filter(~nw.col(key).is_null())):
            yield Finding(name, row, key)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message='no evidence proves this record',
    hint='Add `evidence:` with an anchor made by `policy-dataset anchor`.',
)
