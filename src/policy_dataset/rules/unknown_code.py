"""A code is not in the codelist of its field."""

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_FEW = 12


def _unknown(column: Column, schema: Schema) -> nw.Expr | None:
    if column.codelist is None or column.separator is not None:
        return None
    return ~nw.col(column.name).is_in(list(schema.codelists[column.codelist]))


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:
    if column is None or column.codelist is None:
        return "Use a code of the list."
    codes = schema.codelists[column.codelist]
    by_label = {e.label_en: c for c, e in codes.items()} | {e.label_zh: c for c, e in codes.items()}
    given = str(words["value"])
    if given in by_label:
        return f"Write the code, not the label: '{by_label[given]}'."
    some = ", ".join(codes) if len(codes) <= _FEW else f"run `policy-dataset codes {column.codelist}` to see them"
    return did_you_mean(given, codes, otherwise=f"Codes of {column.codelist}: {some}.")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_unknown,
    message="'{value}' is not in the codelist of {column}",
    explain_hint=_hint,
)
