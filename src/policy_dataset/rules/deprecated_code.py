"""A code is deprecated: it stays valid in old records, and new ones should use what replaced it."""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _deprecated(column: Column, schema: Schema) -> nw.Expr | None:
    if column.codelist is None or column.separator is not None:
        return None
    old = [code for code, entry in schema.codelists[column.codelist].items() if entry.deprecated]
    return nw.col(column.name).is_in(old) if old else None


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:
    if column is None or column.codelist is None:
        return "Use the code that replaced it."
    new = schema.codelists[column.codelist][str(words["value"])].replaced_by
    return (
        f"Use {' or '.join(repr(code) for code in new)}."
        if new
        else "Choose another code; nothing replaced it."
    )


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_deprecated,
    message="code '{value}' of {column} is deprecated",
    explain_hint=_hint,
)
