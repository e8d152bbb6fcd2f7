"""What people call the rows of a table, one and many."""

from __future__ import annotations

from collections.abc import Mapping

_NOUNS: Mapping[str, tuple[str, str]] = {
    "measures": ("measure", "measures"),
    "statistics": ("statistic", "statistics"),
    "sources": ("source", "sources"),
    "actors": ("actor", "actors"),
    "locations": ("place", "places"),
    "indicators": ("indicator", "indicators"),
    "units": ("unit", "units"),
    "codes": ("code", "codes"),
    "corrections": ("correction", "corrections"),
    "evidence": ("piece of evidence", "pieces of evidence"),
}


def counted(count: int, table: str) -> str:
    """Return a number of rows of a table in words.

    Examples
    --------
    >>> counted(1, "measures"), counted(2, "evidence"), counted(3, "harbours")
    ('1 measure', '2 pieces of evidence', '3 rows of harbours')
    """
    one, many = _NOUNS.get(table, (f"row of {table}", f"rows of {table}"))
    return f"{count} {one if count == 1 else many}"


def noun(table: str) -> str:
    """Return what one row of a table is called."""
    return _NOUNS.get(table, (f"row of {table}", ""))[0]
