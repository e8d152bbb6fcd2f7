"""The base unit of a unit is no base: it has a base unit of its own, another dimension or a factor.

Values are converted in one step, so a chain of units gives wrong numbers.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    bases = tables.known("units").filter(
        nw.col("base_unit") == nw.col("unit_id"), nw.col("factor_to_base").is_in(["1/1"])
    )
    bases = bases.select(nw.col("unit_id").alias("base_unit"), "dimension")
    known = tables.known("units").select(nw.col("unit_id").alias("base_unit"))
    named = tables.own("units").join(known, on="base_unit", how="semi")
    for row in tables.rows_of(named.join(bases, on=["base_unit", "dimension"], how="anti")):
        yield Finding("units", row, "base_unit", reads=("dimension", "factor_to_base"))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=("units",),
    message="{base_unit} is no base unit of {dimension}",
    hint="Name the unit of {dimension} that has the factor 1/1 and itself as base unit.",
)
