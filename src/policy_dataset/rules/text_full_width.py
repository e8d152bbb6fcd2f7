"""A code, id or English text holds full-width letters, digits or signs.

Full-width 2026 is another text than 2026. Figures and Chinese texts keep the width that is printed.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type not in (str, Code) or not column.authored:
        return None
    return None if column.notation is not None or column.name.endswith(("_zh", "_printed", "_qualifier")) or column.separator == "|" else nw.col(column.name).str.contains("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_mask,
    message='{column} holds full-width characters: {value!r}',
    hint='Write them in ASCII.',
)
