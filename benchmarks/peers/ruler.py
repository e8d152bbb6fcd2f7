"""Reading the columns that the rules look at, and nothing else: what any program on this machine pays at least."""

from __future__ import annotations

from pathlib import Path

from hand_polars import COLUMNS, scan
from peer import run


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:  # noqa: ARG001 - the shape of peers
    scan(folder, "statistics", form).select(COLUMNS).collect(engine="streaming")
    return []


if __name__ == "__main__":
    run(__doc__, find)
