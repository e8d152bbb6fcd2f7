"""A field names a record that is not there."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from policy_dataset.model.nearest import did_you_mean
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


def _find(tables: Tables) -> Iterator[Findings]:
    names: dict[str, Mapping[str, list[str]]] = {}
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
                reference.table, rows, reference.column, partial(_tell, tables, reference, rows, names)
            )


def _tell(
    tables: Tables,
    reference: Reference,
    rows: Rows,
    names: dict[str, Mapping[str, list[str]]],
    position: int,
) -> Finding:
    row, target = rows[position], reference.target
    given = str(tables.cells(reference.table, row)[reference.column])
    words = {"given": given, "target": target}
    if target not in names:
        names[target] = _named(tables, target, reference.target_column)
    named = names[target].get(given.strip(), [])
    hint = _write_the_id(named) if named else _hint(given, tables.keys(target), target)
    return Finding(reference.table, row, reference.column, words, hint)


def _named(tables: Tables, target: str, key: str) -> Mapping[str, list[str]]:
    """Return the keys of the records that have each name, official or not."""
    given = [name for name in (*_NAMES, _VARIANTS) if name in columns(tables.schema[target])]
    found: dict[str, list[str]] = {}
    if given:
        for record, *texts in tables.known(target).select(key, *given).collect().iter_rows():
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


@lru_cache(maxsize=256)
def _hint(given: str, known: tuple[str, ...], target: str) -> str:
    if target == "locations" and given in retired_locations():
        new = retired_locations()[given]
        return (
            f"Use {' or '.join(new)}: the code went out of use."
            if new
            else "Choose the place that took over: the code went out of use."
        )
    return did_you_mean(given, known, otherwise=f"Name a record of {target}, or add it there.")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{given}' is no record of {target}",
)
