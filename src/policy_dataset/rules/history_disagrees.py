"""The last dated state of a measure is not the state that the measure is said to be in."""

from collections.abc import Iterator
from typing import Any

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    last: dict[str, list[dict[str, Any]]] = {}
    states = tables.own("measure_statuses").select(ROW, "measure_id", "status", "date", "date_start")
    for state in states.sort(ROW).collect().iter_rows(named=True):
        if None in (state["measure_id"], state["status"], state["date_start"]):
            continue
        known = last.get(state["measure_id"], [])
        if not known or state["date_start"] > known[0]["date_start"]:
            last[state["measure_id"]] = [state]
        elif state["date_start"] == known[0]["date_start"]:
            known.append(state)
    stated = zip(tables.column("measures", "measure_id"), tables.column("measures", "status"), strict=True)
    for row, (measure, status) in enumerate(stated):
        ends = last.get(measure, [])
        if ends and status is not None and status not in {state["status"] for state in ends}:
            yield Finding("measures", row, "status", {"last": ends[-1]["status"], "date": ends[-1]["date"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "measures",
        "measure_statuses",
    ),
    message="the status is {status}, but the history ends with {last} ({date})",
    hint="Write `status: {last}`, or mend the history.",
)
