"""A text is not in Unicode normalisation form C.

An accented letter in two pieces looks like the one letter that it is not equal to.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type not in (str, Code) or not column.authored:
        return None
    return nw.col(column.name).str.contains("[\u0300-\u036f\u1100-\u11ff\u3099\u309a\uf900-\ufaff]")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_mask,
    message='{column} is not in form NFC: {value!a}',
    hint='Write it in composed characters (NFC).',
)
