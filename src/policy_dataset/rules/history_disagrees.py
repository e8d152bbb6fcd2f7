"""The last dated state of a measure is not the state that the measure is said to be in.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    dated = tables.own("measure_statuses").filter(~nw.col("date_start").is_null())
    last = dated.group_by("measure_id").agg(nw.col("date_start").max())
    newest = dated.join(last, on=["measure_id", "date_start"], how="semi").select("measure_id", "status")
    stated = tables.own("measures").join(newest, on=["measure_id", "status"], how="anti")
    for row in tables.rows_of(stated.join(newest, on="measure_id", how="semi")):
        yield Finding("measures", row, "status")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message='status is {status}, but its history ends otherwise',
    hint='Make the status the last one of the history, or mend the history.',
)
