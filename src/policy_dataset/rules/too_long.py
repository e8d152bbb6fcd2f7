"""A text is longer than its field allows: an id, or a figure as printed, is short."""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _long(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    return nw.col(column.name).str.len_chars() > column.max_length if column.max_length is not None else None


def _hint(words: object, column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    return f"Shorten it to at most {column.max_length} characters." if column is not None else "Shorten it."


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_long,
    message="{column} is too long: {value!r}",
    explain_hint=_hint,
)
