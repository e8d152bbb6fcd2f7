"""A text begins or ends with white space, or holds two spaces in a row or a line break.

Two texts that look alike would not be equal.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.patterns import portable
from policy_dataset.rules.rule import Rule


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type is not str or not column.authored:
        return None
    # Codes and ids are judged by their list or pattern.
    if column.codelist or column.references or column.pattern:
        return None
    return nw.col(column.name).str.contains(portable(r"\A\s|\s\z|  |[\r\n\t]"))


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_mask,
    marks=r"\A\s|\s\Z|  |[\r\n\t]",
    message="{column} holds stray white space: {value!r}",
    hint="Write the text with single spaces and none around it.",
)
