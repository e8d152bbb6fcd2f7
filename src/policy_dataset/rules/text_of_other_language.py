"""An English text holds Chinese characters, or a Chinese text holds none.

Most often the two fields of a pair were filled the wrong way round, or one was left for later.
"""

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type is not str or not column.authored or column.separator:
        return None
    cell = nw.col(column.name)
    if column.name.endswith("_en"):
        return cell.str.contains(_HAN)
    return ~cell.str.contains(_HAN) if column.name.endswith("_zh") else None


def _hint(words: object, column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    language = "English" if column is not None and column.name.endswith("_en") else "Chinese"
    return f"Write it in {language}."


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_mask,
    message="{column} is {value!r}",
    explain_hint=_hint,
)
