"""Two measures each say that they replace, continue or extend the other.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    links = tables.own("measure_links")
    turned = links.select(
        nw.col("to_id").alias("measure_id"), nw.col("measure_id").alias("to_id"), nw.col("kind")
    )
    both = links.join(turned, on=["measure_id", "to_id", "kind"], how="semi").filter(
        nw.col("measure_id") != nw.col("to_id")
    )
    for row in tables.rows_of(both):
        yield Finding("measure_links", row, "to_id")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message='{measure_id} and {to_id} each say that they {kind} the other',
    hint='Keep the link of the later one.',
)
