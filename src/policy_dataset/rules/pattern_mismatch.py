"""A text does not have the form that its field asks for, such as an id in lower snake_case."""

import re
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import ID_PATTERN, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.patterns import portable
from policy_dataset.rules.rule import Rule


def _unlike(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.pattern is None:
        return None
    return ~nw.col(column.name).str.contains(rf"\A(?:{portable(column.pattern)})\z")


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    if column is None or not column.examples:
        return "Write it in the form that the field's description gives."
    if column.pattern == ID_PATTERN:
        meant = re.sub(r"[^a-z0-9]+", "_", str(words["value"]).lower()).strip("_")
        if re.fullmatch(ID_PATTERN, meant):
            return f"Write it in small letters, digits and single underscores: '{meant}'."
    return f"Write it like {' or '.join(repr(e) for e in column.examples)}."


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_unlike,
    message="{value!r} does not have the form of {column}",
    explain_hint=_hint,
)
