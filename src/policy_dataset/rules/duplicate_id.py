"""Two records of a table have the same key.

The second one is reported; the first keeps its key. In a nested list it is the same entry twice.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name in tables.names:
        table = tables.schema[name]
        keys = key_of(table)
        for row, first in tables.later_duplicates(name, keys):
            place = tables.place(name, first)
            blamed = next((k for k in keys if not columns(table)[k].parent), None)
            key = "/".join(str(tables.cells(name, row)[k]) for k in keys)
            yield Finding(name, row, blamed, {"key": key, "first": place})


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{key}' is there already, {first}",
    hint="Give one of the two another key, or remove it if both say the same.",
)
