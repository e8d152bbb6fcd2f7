"""A basis says where the period comes from, but there is no period."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for table in tables.schema:
        if {"period", "period_basis"} <= columns(table).keys():
            bare = nw.col("period_printed").is_null() & nw.col("period").is_null()
            said = nw.col("period_basis").is_in(["printed", "inherited", "authored"])
            for row in tables.rows(table.table_name, bare & said):
                yield Finding(table.table_name, row, "period_basis", reads=("period",))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="the basis is {period_basis}, but no period is given",
    hint="Give the period, or remove the basis; source_date stands for the date of the source.",
)
