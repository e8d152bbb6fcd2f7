"""The tables that lie beside this room's code, read once and only when they are needed."""

from __future__ import annotations


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of this package, by column name."""
    # Imported here: the two cost more than the rest of the room, and nobody needs them before the first reading.
    from csv import DictReader  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(DictReader(text.splitlines()))
