"""A text is `todo`, or begins with it: a draft left it to the curator.

`policy-dataset draft` writes what it can prove, such as figures, places and anchors, and leaves a `todo` where somebody has
to read and decide. The same word in a field with a closed list is also an unknown code or record there: both go when it is
filled in.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _left(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type not in (str, Code) or not column.authored or column.parent:
        return None
    return nw.col(column.name).str.contains(r"\Atodo(?: |\z)")


def _hint(words: object, column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    if column is None:
        return "Fill it in, or remove the record."
    example = f" For example: `{column.authored_as}: {column.examples[0]}`." if column.examples else ""
    return f"Fill in `{column.authored_as}`: {column.description[0].lower()}{column.description[1:]}{example}"


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_left,
    message="'{column}' is left to do",
    explain_hint=_hint,
)
