"""Cycles of a hierarchy in plain Python, for engines that have left few edges or deep ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policy_dataset.tables.engines import Rows


def on_cycles(edges: Sequence[tuple[Any, Any, int]]) -> Rows:
    """Return the rows on cycles, each edge (key, parent, row) visited once."""
    parents = {key: parent for key, parent, _ in edges}
    cycles: set[Any] = set()
    done: set[Any] = set()
    for start in parents:
        path: dict[Any, None] = {}
        here = start
        while here in parents and here not in done and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            walked = list(path)
            cycles.update(walked[walked.index(here) :])
        done.update(path)
    return Rows(sorted(row for key, _, row in edges if key in cycles))
