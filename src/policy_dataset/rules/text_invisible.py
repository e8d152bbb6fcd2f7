"""A text holds an invisible character: a bidirectional control, a zero-width space or joiner, a soft hyphen.

It changes what readers see, or makes two texts that look alike unequal.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type not in (str, Code) or not column.authored:
        return None
    return nw.col(column.name).str.contains(_INVISIBLE)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_mask,
    marks=_INVISIBLE,
    message="{column} holds an invisible character: {value!a}",
    hint="Remove the character.",
)
