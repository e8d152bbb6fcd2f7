"""The dated states of a measure follow each other in an order that makes no sense.

The codelist `statuses` says which state may follow which.
"""

from collections.abc import Iterator
from itertools import pairwise

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    states = tables.own("measure_statuses").select(ROW, "measure_id", "status", "date_start").collect()
    rows = sorted(states.iter_rows(named=True), key=lambda r: (str(r["measure_id"]), str(r["date_start"]), r[ROW]))
    for before, after in pairwise(rows):
        if before["measure_id"] != after["measure_id"] or None in (before["date_start"], after["date_start"]):
            continue
        entry = tables.schema.codelists["statuses"].get(before["status"])
        follow = entry.more.get("allowed_next", "").split(";") if entry is not None else []
        if entry is not None and after["status"] not in (*follow, before["status"]):
            yield Finding("measure_statuses", after[ROW], "status", {"before": before["status"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="'{status}' cannot follow '{before}'",
    hint='Check the dates and states of the history.',
)
