"""A dataset on one line: what it holds, and how much of its sources is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

COUNTED = (
    ("measures", "measure", "measures"),
    ("statistics", "statistic", "statistics"),
    ("locations", "place", "places"),
    ("sources", "source", "sources"),
)
COVERAGE, DISPOSITION, OPEN = "coverage", "disposition", "open"


def summary(dataset: Dataset) -> str:
    """Return name, version, counts, and the covered share where the dataset says it."""
    share = covered_percent(dataset)
    parts = [
        f"{dataset.name} {dataset.version}",
        *counts(dataset),
        *([] if share is None else [f"coverage {share} %"]),
    ]
    return " · ".join(parts)


def counts(dataset: Dataset) -> list[str]:
    """Return what a dataset holds, each kind of record with its number."""
    specs = dataset.specs
    found = [
        f"{specs[t].rows} {one if specs[t].rows == 1 else many}" for t, one, many in COUNTED if t in specs
    ]
    return found or [f"{spec.rows} {name}" for name, spec in specs.items()]


def covered_percent(dataset: Dataset) -> int | None:
    """Return how many of a hundred numerals and sentences are accounted for; None where coverage is not published.

    Rounded down: 100 means all.
    """
    spec = dataset.specs.get(COVERAGE)
    if spec is None or not spec.rows or DISPOSITION not in spec.fields:
        return None
    still_open = len(dataset[COVERAGE].rows_where(DISPOSITION, OPEN))
    return (spec.rows - still_open) * 100 // spec.rows
