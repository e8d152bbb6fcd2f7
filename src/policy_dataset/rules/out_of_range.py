"""A number lies outside the bounds that its field declares."""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _outside(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    cell = nw.col(column.name)
    below = cell < column.minimum if column.minimum is not None else None
    above = cell > column.maximum if column.maximum is not None else None
    if below is not None and above is not None:
        return below | above
    return below if below is not None else above


def _hint(words: object, column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    if column is None:
        return "Check the number."
    low = f"at least {column.minimum}" if column.minimum is not None else ""
    high = f"at most {column.maximum}" if column.maximum is not None else ""
    return f"Give a number that is {' and '.join(b for b in (low, high) if b)}."


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_outside,
    message="{column} cannot be {value}",
    explain_hint=_hint,
)
