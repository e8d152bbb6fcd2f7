"""A text that comes in Chinese and English is given in one of the two only."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for table in tables.schema:
        declared = columns(table)
        for name, column in declared.items():
            other = declared.get(f"{name.removesuffix('_en')}_zh")
            if not name.endswith("_en") or other is None or not (column.authored and other.authored):
                continue
            if column.required or other.required:  # missing_field speaks of those
                continue
            for given, absent in ((column, other), (other, column)):
                half = ~nw.col(given.name).is_null() & nw.col(absent.name).is_null()
                for row in tables.rows(table.table_name, half):
                    words = {"absent": absent.authored_as}
                    yield Finding(table.table_name, row, given.name, words, reads=(absent.name,))


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="{column} is given without {absent}",
    hint="Add `{absent}` with the same in the other language.",
)
