"""A field names a record that is not there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property, partial

from policy_dataset.model.nearest import KnownNames, hint_of
from policy_dataset.model.reference import retired_locations
from policy_dataset.model.schema import Reference
from policy_dataset.model.vocabulary import columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Findings, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import Rows

_NAMES = ("name_zh", "name_en", "title_zh", "title_en")
_VARIANTS = "variants_zh"
_SEVERAL = 5
"""So many records of one name are listed."""
_THOROUGH = 20
"""For so many unknown names of a table all that are known are compared, which takes a while; for more, those one letter away."""


def _find(tables: Tables) -> Iterator[Findings]:
    targets: dict[str, _Target] = {}
    for reference in tables.schema.references():
        if not tables.own_count(reference.table):
            continue
        target = tables.known(reference.target)
        rows = tables.without_partner(reference.table, [reference.column], target, [reference.target_column])
        derived = not tables.schema.column(reference.table, reference.column).authored
        if derived and reference.table in tables.proven:
            # What a record has from its evidence is wrong there.
            rows = rows[bisect_left(rows, tables.record_count(reference.table)) :]
        if rows:
            yield Findings(
                reference.table, rows, reference.column, partial(_tell, tables, reference, rows, targets)
            )


def _tell(
    tables: Tables, reference: Reference, rows: Rows, targets: dict[str, _Target], position: int
) -> Finding:
    row, name = rows[position], reference.target
    given = str(tables.cells(reference.table, row)[reference.column])
    target = targets.setdefault(name, _Target(tables, name, reference.target_column))
    words = {"given": given, "target": name}
    return Finding(reference.table, row, reference.column, words, target.hint(given))


class _Target:
    """A table that references point into, and what was found out for them."""

    def __init__(self, tables: Tables, name: str, key: str) -> None:
        self._tables = tables
        self._name = name
        self._key = key
        self._hints: dict[str, str] = {}

    def hint(self, given: str) -> str:
        """Return what to do about a reference that leads nowhere; alike for all that are alike."""
        if given not in self._hints:
            self._hints[given] = self._find_hint(given)
        return self._hints[given]

    def _find_hint(self, given: str) -> str:
        named = self._named.get(given.strip(), [])
        if named:
            return _write_the_id(named)
        if self._name == "locations" and given in retired_locations():
            new = retired_locations()[given]
            return (
                f"Use {' or '.join(new)}: the code went out of use."
                if new
                else "Choose the place that took over: the code went out of use."
            )
        near = self._known.nearest(given, thorough=len(self._hints) < _THOROUGH)
        return hint_of(given, near, otherwise=f"Name a record of {self._name}, or add it there.")

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames(self._tables.keys(self._name))

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        """The keys of the records that have each name, official or not."""
        given = [name for name in (*_NAMES, _VARIANTS) if name in columns(self._tables.schema[self._name])]
        found: dict[str, list[str]] = {}
        if given:
            rows = self._tables.known(self._name).select(self._key, *given).collect().iter_rows()
            for record, *texts in rows:
                parted = {name for text in texts if text for name in text.split("|")}
                for name in parted if record is not None else ():
                    found.setdefault(name, []).append(record)
        return found


def _write_the_id(named: list[str]) -> str:
    if len(named) == 1:
        return f"Write the id, not the name: '{named[0]}'."
    listed = ", ".join(f"'{one}'" for one in named[:_SEVERAL])
    more = ", …" if len(named) > _SEVERAL else ""
    return f"Write the id, not the name, which several have: {listed}{more}."


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{given}' is no record of {target}",
)
