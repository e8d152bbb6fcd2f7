"""Which version a change asks for: one rule, printed in every package, kept in ``docs/decisions/0007``.

Every single change asks for a step by itself, whatever else changed, and a release asks for the largest: more changes
never ask for less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from policy_dataset.model.semver import core
from policy_dataset.release.causes import BOOKKEEPING, SUPPLIED

PATCH, MINOR, MAJOR = "patch", "minor", "major"
STEPS = (PATCH, MINOR, MAJOR)

RULE: Mapping[str, str] = {
    MAJOR: (
        "what was cited or joined is gone or means something else: a record, table, column or code is removed, a column "
        "has another type, unit, codelist or reference, a table another key, a unit another factor, the dataset other licences or another base IRI"
    ),
    MINOR: (
        "something is added (records, members of a record's lists, columns, tables, codes), a record rests on another "
        "source, the file of a source changed, a code or an indicator is defined otherwise, or a column may be empty that "
        "never was"
    ),
    PATCH: (
        "a value, wording or reading of a record is corrected, its evidence moves, a member leaves one of its lists, a "
        "label or the description changes, or the same tables are packed anew"
    ),
}
"""What asks for which step."""

BEFORE_ONE = "Before 1.0.0 the second number takes the place of the first: what asks for a major version asks for 0.(y+1).0."


class Demand(NamedTuple):
    """A step that changes ask for, and what they are, in words."""

    bump: str
    what: str
    number: int


def largest(bumps: set[str]) -> str | None:
    """Return the largest step among some; None where there is none."""
    return max(bumps, key=STEPS.index, default=None)


def of_added(table: str) -> str:
    """Return what a new row asks for."""
    return PATCH if table in BOOKKEEPING else MINOR


def of_removed(table: str, *, member: bool) -> str:
    """Return what a row that went asks for.

    Parameters
    ----------
    member
        Whether it is a member of a list that another record holds, and no record of its own.
    """
    if table == "codes":
        return MAJOR
    if member or table in BOOKKEEPING:
        return PATCH
    # Rows of the library come with what refers to them and go with it.
    return MINOR if table in SUPPLIED else MAJOR


def of_cell(table: str, column: str) -> str:
    """Return what a cell with another value asks for."""
    if (table, column) in _CELLS:
        return _CELLS[table, column]
    return MINOR if column == "source_id" and table not in BOOKKEEPING else PATCH


_CELLS: Mapping[tuple[str, str], str] = {
    ("units", "dimension"): MAJOR,
    ("units", "factor_to_base"): MAJOR,
    ("units", "base_unit"): MAJOR,
    ("codes", "parent"): MINOR,
    ("codes", "replaced_by"): MINOR,
    ("codes", "definition_en"): MINOR,
    ("codes", "definition_zh"): MINOR,
    ("indicators", "unit"): MINOR,
    ("indicators", "definition_en"): MINOR,
    ("indicators", "definition_zh"): MINOR,
    ("sources", "file_sha256"): MINOR,
}

SCHEMA: Mapping[str, str] = {
    "table_added": MINOR,
    "table_removed": MAJOR,
    "column_added": MINOR,
    "column_removed": MAJOR,
    "column_optional": MINOR,
    "column_required": PATCH,
    "type_changed": MAJOR,
    "unit_changed": MAJOR,
    "codelist_changed": MAJOR,
    "separator_changed": MAJOR,
    "reference_changed": MAJOR,
    "reference_added": MINOR,
    "key_changed": MAJOR,
}
"""What a table or column that is declared otherwise asks for, by kind of `SchemaChange`."""

META: Mapping[str, str] = {"name": MAJOR, "licenses": MAJOR, "base_iri": MAJOR}
"""What a property of the dataset asks for where it is more than a patch."""


def next_version(version: str, bump: str) -> str:
    """Return the lowest version after `version` that a step allows.

    Examples
    --------
    >>> next_version("1.0.0", "minor"), next_version("0.3.1", "major"), next_version("2.1.0", "major")
    ('1.1.0', '0.4.0', '3.0.0')
    """
    major, minor, patch = core(version)
    if bump == PATCH:
        return f"{major}.{minor}.{patch + 1}"
    if bump == MINOR or major == 0:
        return f"{major}.{minor + 1}.0"
    return f"{major + 1}.0.0"


def understates(old: str, new: str, bump: str) -> bool:
    """Whether `new` is lower than what a step after `old` asks for.

    Examples
    --------
    >>> understates("1.0.0", "1.0.1", "minor"), understates("1.0.0", "2.0.0", "minor")
    (True, False)
    """
    return core(new) < core(next_version(old, bump))
