"""Measures replace, continue or extend each other in a circle.

What takes another's place, goes on from it or widens it comes after it; not both can.
"""

from collections.abc import Iterator, Mapping

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW

_FOLLOWS = ("continues", "extends", "replaces")


def _find(tables: Tables) -> Iterator[Finding]:
    links = tables.own("measure_links").select(ROW, "measure_id", "to_id", "kind").sort(ROW).collect()
    by_kind: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for link in links.iter_rows(named=True):
        a, b = link["measure_id"], link["to_id"]
        if link["kind"] in _FOLLOWS and a is not None and b is not None and a != b:
            by_kind.setdefault(link["kind"], {}).setdefault(a, []).append((link[ROW], b))
    for steps in by_kind.values():
        for start, targets in steps.items():
            for row, target in targets:
                if _leads_to(steps, target, start):
                    yield Finding("measure_links", row, "to_id")


def _leads_to(steps: Mapping[str, list[tuple[int, str]]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        ahead = {target for _, target in steps.get(here, ())} - seen
        seen |= ahead
        waiting += sorted(ahead)
    return False


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=("measure_links",),
    message="{measure_id} {kind} {to_id}, which {kind} {measure_id} in turn",
    hint="Keep the link of the later measure and remove the other.",
)
