"""The GB/T 2260 code of a place does not begin like that of the place it lies in.

The first two digits are the province, the next two the prefecture: a code of another province is mistyped, or the
parent is.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    parents = tables.known("locations").select(
        nw.col("location_id").alias("parent_id"), nw.col("gbt2260").alias("parent_code")
    )
    both = (
        tables.own("locations")
        .join(parents, on="parent_id", how="inner")
        .select(ROW, "gbt2260", "parent_code")
    )
    for found in both.sort(ROW).collect().iter_rows(named=True):
        code, above = found["gbt2260"], found["parent_code"]
        if code is not None and above is not None and code[: _digits(above)] != above[: _digits(above)]:
            yield Finding("locations", found[ROW], "gbt2260", {"above": above})


def _digits(code: str) -> int:
    """Count the digits of a division's code that its parts share."""
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else len(code)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=("locations",),
    message="the code {gbt2260} does not begin like {above}, the code of {parent_id}",
    hint="Mend the code or the parent.",
)
