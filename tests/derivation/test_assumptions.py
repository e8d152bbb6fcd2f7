from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from policy_dataset.derivation.context import Context
from policy_dataset.derivation.tables import statistic_columns
from policy_dataset.model.codelist import codelist
from policy_dataset.notation import parse_figure, parse_period
from policy_dataset.problems import Problem

CASES = Path(__file__).parent.parent / "notation"


def test_every_assumption_that_reading_makes_is_a_code():
    made = set()
    for line in (CASES / "figures.jsonl").read_text(encoding="utf-8").splitlines():
        made |= set(getattr(parse_figure(json.loads(line)["text"]), "assumptions", ()))
    for line in (CASES / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        given = case.get("reference_date")
        read = parse_period(
            case["text"], reference=date.fromisoformat(given) if given else None, context=case.get("context")
        )
        made |= set() if isinstance(read, Problem) else set(read.assumptions)
    assert len(made) > 8
    assert made <= set(codelist("assumptions"))


def test_what_was_assumed_of_figure_and_period_stands_with_the_statistic():
    context = Context(published={"page": (date(2026, 1, 26), "2026-01-26")})
    cells = {
        "figure": "2—3万元",
        "indicator": None,
        "kind": "observed",
        "period": "26日",
        "source_id": "page",
    }
    derived = statistic_columns(cells, context)
    assert "month_from_reference" in derived.cells["assumptions"]
