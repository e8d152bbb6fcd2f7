"""A measure is superseded, and no measure says that it replaces it."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    replacing = tables.own("measure_links").filter(nw.col("kind") == "replaces")
    replaced = replacing.select(nw.col("to_id").alias("measure_id"))
    superseded = tables.own("measures").filter(nw.col("status") == "superseded")
    for row in tables.rows_of(superseded.join(replaced, on="measure_id", how="anti")):
        yield Finding("measures", row, "status")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "measure_links",
        "measures",
    ),
    message="{measure_id} is superseded, and no measure replaces it",
    hint="Add the measure that took its place, with a link `{{to: {measure_id}, kind: replaces}}`, or write `status: discontinued`.",
)
