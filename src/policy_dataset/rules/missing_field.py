"""A field that every record of the table needs is not there."""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _missing(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    return nw.col(column.name).is_null() if column.required else None


def _hint(words: object, column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    if column is None:
        return "Add the field."
    example = f" For example: `{column.authored_as}: {column.examples[0]}`." if column.examples else ""
    return f"Add `{column.authored_as}`: {column.continued}{example}"


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_missing,
    message="'{column}' is missing",
    explain_hint=_hint,
)
