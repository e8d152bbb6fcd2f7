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
    statuses = tables.schema.codelists["statuses"]
    states = tables.own("measure_statuses").select(ROW, "measure_id", "status", "date_start").collect()
    rows = sorted(
        states.iter_rows(named=True), key=lambda r: (str(r["measure_id"]), str(r["date_start"]), r[ROW])
    )
    for before, after in pairwise(rows):
        if before["measure_id"] != after["measure_id"] or None in (before["date_start"], after["date_start"]):
            continue
        entry = statuses.get(before["status"])
        if entry is None or after["status"] not in statuses or after["status"] == before["status"]:
            continue
        follow = [code for code in entry.more.get("allowed_next", "").split(";") if code]
        if after["status"] not in follow:
            may = f"may come {' or '.join(follow)}" if follow else "comes nothing more"
            yield Finding("measure_statuses", after[ROW], "status", {"before": before["status"], "may": may})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("measure_statuses",),
    message="'{status}' cannot follow '{before}'",
    hint="Mend the dates or the states: after {before} {may}.",
)
