"""No evidence and no waiver points into a source.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    used = tables.own("evidence").select("source_id")
    for row in tables.rows_of(tables.own("sources").join(used, on="source_id", how="anti")):
        yield Finding("sources", row, "source_id")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="nothing is coded from '{value}'",
    hint='Code it, or remove the source.',
)
