"""Finding a code by what one knows of it: a word of its label, its definition or its other names, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policy_dataset.errors import NotFoundError
from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.reference import supplied_rows

REFERENCE = {"indicators": "indicator_id", "locations": "location_id", "units": "unit_id"}
"""Tables whose rows the library supplies, and their keys: to an author they are lists of codes like the others."""

_VARIANTS = ("variants_zh", "cue_words_zh", "symbol")
"""Columns with further names, joined by ``|``."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One code with what it can be found by."""

    code: str
    label_en: str = ""
    label_zh: str = ""
    definition_en: str = ""
    definition_zh: str = ""
    variants: tuple[str, ...] = ()
    parent: str | None = None
    replaced_by: tuple[str, ...] = ()
    deprecated: bool = False

    def cells(self) -> dict[str, Any]:
        """Return what is known of it, without what is empty."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items() if v}


def list_names(codelists: Mapping[str, Codelist]) -> tuple[str, ...]:
    """Return the names of all lists, sorted."""
    return tuple(sorted({*codelists, *REFERENCE}))


def candidates(name: str, codelists: Mapping[str, Codelist]) -> tuple[Candidate, ...]:
    """Return the codes of a list, in its order.

    Raises
    ------
    NotFoundError
        When there is no list of that name; the text says which one may be meant.
    """
    if name in codelists:
        return tuple(_of_entry(entry) for entry in codelists[name].values())
    if name in REFERENCE:
        return tuple(of_row(row, REFERENCE[name]) for row in supplied_rows()[name])
    known = list_names(codelists)
    hint = did_you_mean(name, known, otherwise=f"Lists are {', '.join(known)}.")
    raise NotFoundError(f"there is no list '{name}'. {hint}")


def of_row(row: Mapping[str, Any], key: str) -> Candidate:
    """Return a row of a table, the library's or a dataset's own, as a code of a list."""
    names = [v for n in _VARIANTS for v in (row.get(n) or "").split("|") if v]
    return Candidate(
        code=row[key],
        label_en=row.get("name_en") or row.get("title_en") or "",
        label_zh=row.get("name_zh") or row.get("title_zh") or "",
        definition_en=row.get("definition_en") or "",
        definition_zh=row.get("definition_zh") or "",
        variants=tuple(names),
        parent=row.get("parent_id"),
    )


def find(word: str, among: Iterable[Candidate]) -> list[Candidate]:
    """Return the codes that a word finds, those first that it names most closely.

    Parameters
    ----------
    word
        In either language; several words, apart by spaces, must all be there.

    Examples
    --------
    >>> from policy_dataset.model.standard import standard_schema
    >>> topics = candidates("topics", standard_schema().codelists)
    >>> [c.code for c in find("养老", topics)][:1], [c.code for c in find("older people", topics)][:1]
    (['elderly_care'], ['elderly_care'])
    """
    parts = word.casefold().split()
    ranked = [(max((_rank(p, c) for p in parts), default=0), c) for c in among]
    return [c for rank, c in sorted(ranked, key=lambda r: r[0]) if rank < _NOWHERE]


_NOWHERE = 4


def _rank(part: str, candidate: Candidate) -> int:
    """Tell how far a word is from naming a code: 0 where it is its name, higher where it is a word among others."""
    names = [
        n.casefold() for n in (candidate.code, candidate.label_en, candidate.label_zh, *candidate.variants)
    ]
    if part in names:
        return 0
    if any(n.startswith(part) for n in names):
        return 1
    if any(part in n for n in names):
        return 2
    if any(part in d.casefold() for d in (candidate.definition_en, candidate.definition_zh)):
        return 3
    return _NOWHERE


def _of_entry(entry: CodeEntry) -> Candidate:
    return Candidate(
        code=entry.code,
        label_en=entry.label_en,
        label_zh=entry.label_zh,
        definition_en=entry.definition_en,
        definition_zh=entry.definition_zh,
        variants=tuple(v for name in _VARIANTS for v in entry.more.get(name, "").split("|") if v),
        parent=entry.parent,
        replaced_by=entry.replaced_by,
        deprecated=entry.deprecated,
    )
