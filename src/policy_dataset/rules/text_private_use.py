"""A text holds a character of private use, which means something in one font and nothing elsewhere.

Old Chinese encodings kept rare characters there; copied from such a text they are empty boxes to most readers.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010fffd]"


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type not in (str, Code) or not column.authored:
        return None
    return nw.col(column.name).str.contains(_PRIVATE)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_mask,
    marks=_PRIVATE,
    message="{column} holds a character of private use: {value!a}",
    hint="Write the character that the font shows by its own code point.",
)
