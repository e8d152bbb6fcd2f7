"""A code is not in the codelist of its field."""

import re
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from policy_dataset.model.codelist import Codelist
from policy_dataset.model.nearest import did_you_mean, misspelt, unseen
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

_FEW = 12
_BETWEEN = re.compile("[,;/、\uff0c\uff1b\\s]+")
_BRACKETS = "[]()（）【】「」"


def _unknown(column: Column, schema: Schema) -> nw.Expr | None:
    if column.codelist is None:
        return None
    codes = list(schema.codelists[column.codelist])
    if column.separator is None:
        return ~nw.col(column.name).is_in(codes)
    one = "|".join(re.escape(code) for code in codes)
    return ~nw.col(column.name).str.contains(rf"\A(?:{one})(?:{re.escape(column.separator)}(?:{one}))*\z")


def _hint(words: Mapping[str, Any], column: Column | None, schema: Schema) -> str:
    if column is None or column.codelist is None:
        return "Use a code of the list."
    codes = schema.codelists[column.codelist]
    by_label = {e.label_en: c for c, e in codes.items()} | {e.label_zh: c for c, e in codes.items()}
    given = str(words["value"])
    if given in by_label:
        return f"Write the code, not the label: '{by_label[given]}'."
    several = [part.strip(_BRACKETS) for part in _BETWEEN.split(given)]
    if len(several) > 1 and all(part in codes for part in several):
        return f"Write one code an item of the list: {', '.join(several)}."
    sure = misspelt(given, codes)
    if sure is not None:
        return f"Did you mean '{sure}'?{unseen(given)}"
    akin = [code for code in codes if set(given.split("_")) & set(code.split("_"))]
    if 0 < len(akin) <= _FEW:
        return f"Choose a code of {column.codelist}: {', '.join(akin)}, or another."
    return did_you_mean(given, codes, otherwise=_all_of(codes))


def _all_of(codes: Codelist) -> str:
    if len(codes) <= _FEW:
        return f"Choose a code of {codes.name}: {', '.join(codes)}."
    return f"Choose one of the {len(codes)} codes of {codes.name}: `policy-dataset codes {codes.name} WORD` finds one."


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    declared=_unknown,
    message="'{value}' is not in the codelist of {column}",
    explain_hint=_hint,
)
