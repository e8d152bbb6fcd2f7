"""An English text holds full-width letters, digits or signs, or any text full-width letters or digits.

Full-width 2026 is another text than 2026. Figures and periods keep the width that is printed.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_LETTERS_AND_DIGITS = "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
_SIGNS_TOO = "[\u3000-\u3002\uff01-\uff5e]"
_PRINTED = ("_zh", "_printed", "_qualifier")


def _mask(column: Column, schema: Schema) -> nw.Expr | None:  # noqa: ARG001 - the shape of declared rules
    if column.type is not str or not column.authored or column.name.endswith(_PRINTED):
        return None
    # Codes and ids are judged by their list or pattern.
    if column.notation or column.codelist or column.references or column.pattern or column.separator:
        return None
    english = column.name.endswith("_en")
    return nw.col(column.name).str.contains(_SIGNS_TOO if english else _LETTERS_AND_DIGITS)


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:  # noqa: ARG001 - the shape of hints
    return f"Write it in ASCII: {unicodedata.normalize('NFKC', str(words['value']))!r}."


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    declared=_mask,
    marks=_SIGNS_TOO,
    message="{column} holds full-width characters: {value!r}",
    explain_hint=_hint,
)
