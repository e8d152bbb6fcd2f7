"""A measure is linked to the measure that it is a part of, or to its own part.

`part_of` says that already.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    links = tables.own("measure_links")
    parts = tables.own("measures").select("measure_id", "part_of").filter(~nw.col("part_of").is_null())
    up = links.join(parts, left_on=["measure_id", "to_id"], right_on=["measure_id", "part_of"], how="semi")
    down = links.join(parts, left_on=["to_id", "measure_id"], right_on=["measure_id", "part_of"], how="semi")
    for row in tables.rows_of(up):
        yield Finding("measure_links", row, "to_id", {"what": "the measure that this one is a part of"})
    for row in tables.rows_of(down):
        yield Finding("measure_links", row, "to_id", {"what": "a part of this measure"})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "measure_links",
        "measures",
    ),
    message="{to_id} is {what}",
    hint="Remove the link: `part_of` says it already.",
)
