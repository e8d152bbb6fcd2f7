"""Lists of codes, each a CSV file in ``codelists/``; adding a code is adding a row there."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType

DATA = files("policy_dataset.model")
TABLES_AMONG_THEM = frozenset({"units", "indicators"})
"""Files in ``codelists/`` that are published as tables of their own."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code with its labels; `replaced_by` and `status` tell what became of it."""

    code: str
    label_en: str
    label_zh: str
    definition_en: str
    definition_zh: str
    parent: str | None
    status: str
    replaced_by: tuple[str, ...]
    more: Mapping[str, str]

    @property
    def deprecated(self) -> bool:
        """Whether new records should not use it."""
        return self.status == "deprecated"


class Codelist(Mapping[str, CodeEntry]):
    """The codes of one list, in the order of its file.

    A mapping from code to `CodeEntry`.
    """

    def __init__(self, name: str, entries: tuple[CodeEntry, ...]) -> None:
        self.name = name
        self._entries = MappingProxyType({e.code: e for e in entries})

    def __getitem__(self, code: str) -> CodeEntry:
        """Return the entry of a code."""
        return self._entries[code]

    def __iter__(self) -> Iterator[str]:
        """Go through the codes."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Count the codes."""
        return len(self._entries)

    def __repr__(self) -> str:
        """Name and size."""
        return f"Codelist({self.name!r}, {len(self)} codes)"

    def within(self, code: str) -> frozenset[str]:
        """Return a code and everything below it in the hierarchy."""
        found = {code}
        grew = True
        while grew:
            below = {e.code for e in self._entries.values() if e.parent in found} - found
            grew = bool(below)
            found |= below
        return frozenset(found)


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file of the model, cells as text."""
    return list(csv.DictReader(StringIO((DATA / name).read_text(encoding="utf-8"))))


def codelist_names() -> tuple[str, ...]:
    """Return the names of the shipped codelists, sorted."""
    found = {f.name.removesuffix(".csv") for f in (DATA / "codelists").iterdir() if f.name.endswith(".csv")}
    return tuple(sorted(found - TABLES_AMONG_THEM))


@cache
def codelist(name: str) -> Codelist:
    """Return a shipped codelist."""
    return Codelist(name, tuple(_entry(row) for row in read_rows(f"codelists/{name}.csv")))


_COMMON = {"code", "name_en", "name_zh", "definition_en", "definition_zh", "parent", "status", "replaced_by"}


def _entry(row: dict[str, str]) -> CodeEntry:
    return CodeEntry(
        code=row["code"],
        label_en=row["name_en"],
        label_zh=row["name_zh"],
        definition_en=row.get("definition_en", ""),
        definition_zh=row.get("definition_zh", ""),
        parent=row.get("parent") or None,
        status=row.get("status") or "active",
        replaced_by=tuple(c for c in row.get("replaced_by", "").split(";") if c),
        more=MappingProxyType({k: v for k, v in row.items() if k not in _COMMON and v}),
    )
