"""A field says what only certain words can say, and no evidence shows those words.

A qualifier, a claim (a record high), the period compared with and the day of an announcement stand apart from the
figure or clause that proves the record.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import authored_columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables

_SHOWN = ("qualifier", "claim", "compared_with", "announced")


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        fields = authored_columns(tables.schema[name])
        for field in (f for f in _SHOWN if f in fields):
            column = fields[field].name
            for row, cell in enumerate(tables.column(name, column, records=True)):
                if cell is None or not tables.written(name, row, column):
                    continue
                if all(cells["field"] != field for _, cells in evidence.get(row, ())):
                    yield Finding(name, row, column, reads=("evidence",))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="no evidence shows the words of {column} {value}",
    hint="Add `{column}:` under `evidence` with an anchor made by `policy-dataset anchor`.",
)
