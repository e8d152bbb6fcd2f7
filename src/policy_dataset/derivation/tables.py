"""Which columns of which table follow from others: the one place that pairs derivations with tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_dataset.derivation.context import Cells, Context, Derivation, Derived
from policy_dataset.derivation.figures import figure_columns
from policy_dataset.derivation.periods import dated_columns, period_columns
from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import Anchor, read_anchor
from policy_dataset.sources.spans import Spans, read_spans


def statistic_columns(cells: Cells, context: Context) -> Derived:
    """Derive period, then what follows from the figure (a year-on-year base needs the period)."""
    period = period_columns(cells, context)
    figure = figure_columns({**cells, **period.cells}, context)
    found = {**period.cells, **figure.cells}
    assumed = [
        a for cells in (figure.cells, period.cells) for a in (cells.get("assumptions") or "").split(";") if a
    ]
    found["assumptions"] = ";".join(dict.fromkeys(assumed)) or None
    if cells.get("period_role") is None and "period_role" not in found and found.get("period") is not None:
        found["period_role"] = _role(cells, found)
    return Derived(found, (*period.problems, *figure.problems))


def _role(cells: Cells, found: Cells) -> str | None:
    if cells.get("kind") == "target":
        return "target_by"
    if cells.get("kind") in ("observed", "change"):
        return (
            "as_of"
            if (found.get("period_basis") or cells.get("period_basis")) == "source_date"
            else "reference"
        )
    return None


def measure_columns(cells: Cells, context: Context) -> Derived:
    """Derive period and announcement of a measure."""
    period, announced = period_columns(cells, context), dated_columns("announced", cells, context)
    return Derived({**period.cells, **announced.cells}, (*period.problems, *announced.problems))


def status_columns(cells: Cells, context: Context) -> Derived:
    """Derive date and id of a dated state."""
    dated = dated_columns("date", cells, context)
    found: dict[str, Any] = dict(dated.cells)
    if dated.cells.get("date") is not None:
        found["measure_status_id"] = f"{cells.get('measure_id')}/{cells.get('status')}/{dated.cells['date']}"
    return Derived(found, dated.problems)


def source_columns(cells: Cells, context: Context) -> Derived:
    """Derive publication days and length of a source."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    if cells.get("published") is not None:
        dated = dated_columns("published", {**cells, "source_id": None}, context)
        found |= dated.cells
        problems += dated.problems
    if cells.get("spans") is not None:
        spans = read_spans(cells["spans"])
        if isinstance(spans, Spans):
            found["characters"] = spans.characters
        else:
            problems.append(spans.at(field="spans"))
    return Derived(found, tuple(problems))


def correction_columns(cells: Cells, context: Context) -> Derived:  # noqa: ARG001 - the shape of every derivation
    """Derive source and place of a correction from its anchor."""
    if cells.get("anchor") is None:
        return Derived({})
    anchor = read_anchor(cells["anchor"])
    if isinstance(anchor, Anchor):
        return Derived({"source_id": anchor.source, "char_start": anchor.start, "char_end": anchor.end})
    return Derived({}, (anchor.at(field="anchor"),))


def waiver_columns(cells: Cells, context: Context) -> Derived:  # noqa: ARG001 - the shape of every derivation
    """Derive nothing; refuse a waiver whose anchor is none."""
    if cells.get("anchor") is None:
        return Derived({})
    anchor = read_anchor(cells["anchor"])
    return Derived({}) if isinstance(anchor, Anchor) else Derived({}, (anchor.at(field="anchor"),))


STANDARD_DERIVATIONS: Mapping[str, Derivation] = {
    "sources": source_columns,
    "measures": measure_columns,
    "measure_statuses": status_columns,
    "statistics": statistic_columns,
    "corrections": correction_columns,
    "waivers": waiver_columns,
}
