"""Evidence is given for a field that the record leaves out.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import authored_columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name in ("measures", "statistics"):
        table = tables.schema[name]
        (key,) = key_of(table)
        given = tables.own("evidence").filter(nw.col("table") == name)
        if not tables.own_count("evidence"):
            return
        for column in authored_columns(table).values():
            absent = [r for r in tables.rows(name, nw.col(column.name).is_null()) if not tables.written(name, r, column.name)]
            keys = [tables.cells(name, r)[key] for r in absent]
            for row in tables.rows_of(given.filter((nw.col("field") == column.authored_as) & nw.col("record_id").is_in(keys))):
                yield Finding("evidence", row, "field", {"absent": column.authored_as})


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="evidence is given for '{absent}', which the record leaves out",
    hint='Give the field, or remove its evidence.',
)
