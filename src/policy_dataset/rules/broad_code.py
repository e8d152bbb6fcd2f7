"""A record is coded with a group where a code below it would fit.

Groups are for tables; a topic or an instrument says more.
"""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_GROUPED = ("topics", "instruments")
"""Lists whose upper codes are headings; in others (places, target groups) they are codes like the rest."""


def _group(column: Column, schema: Schema) -> nw.Expr | None:
    if column.codelist not in _GROUPED:
        return None
    groups = {entry.parent for entry in schema.codelists[column.codelist].values()} - {None}
    return nw.col(column.name).is_in(sorted(g for g in groups if g is not None))


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:
    codes = (
        schema.codelists[column.codelist].values()
        if column is not None and column.codelist is not None
        else ()
    )
    below = [entry.code for entry in codes if entry.parent == words["value"]]
    return f"Choose the code below it that fits: {', '.join(below)}."


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_group,
    message="'{value}' is a group of codes",
    explain_hint=_hint,
)
