"""A text is not in Unicode normalisation form C.

An accented letter in two pieces looks like the one letter that it is not equal to.
"""

import unicodedata
from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import Code, columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.rules.tables import Tables

_NEVER_DECOMPOSED = "[^\u0000-\u02ff\u2010-\u2027\u3000-\u3098\u309b-\u30fe\u3400-\u9fff\uff01-\uffee]"
"""Texts without any other character are in form C."""


def _find(tables: Tables) -> Iterator[Findings]:
    for table in tables.schema:
        name = table.table_name
        if table.table_derived or not tables.own_count(name):
            continue
        texts = [c.name for c in columns(table).values() if c.type in (str, Code) and c.authored]
        suspects = {c: nw.col(c).str.contains(_NEVER_DECOMPOSED) for c in texts}
        for column in tables.failing(name, suspects):
            rows = tables.judge_distinct(name, [column], _is_decomposed, among=suspects[column])
            yield Findings(name, rows, column)


def _is_decomposed(text: str) -> bool:
    return not unicodedata.is_normalized("NFC", text)


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="{column} is not in form NFC: {value!a}",
    hint="Write it in composed characters (NFC).",
)
