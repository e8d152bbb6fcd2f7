"""A period is given, and its basis says that none is printed.

The basis `source_date` stands for the publication date of the source; a period beside it would never be used.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for table in tables.schema:
        if {"period", "period_basis"} <= columns(table).keys():
            for row in tables.rows(table.table_name, nw.col("period_basis") == "source_date"):
                if tables.written(table.table_name, row, "period"):
                    yield Finding(table.table_name, row, "period_basis", reads=("period",))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="the period {period} is given, but its basis is source_date",
    hint="Remove the period, or say where it comes from: printed, inherited or authored.",
)
