"""Two rows of a table are alike in columns that its declaration calls unique together.

The later one is reported; the first is named. A row that lacks one of the columns is like no other.
"""

from collections.abc import Iterator
from functools import partial

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Findings, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import Repeats


def _find(tables: Tables) -> Iterator[Findings]:
    for table in tables.schema:
        name = table.table_name
        for key in table.table_unique if tables.own_count(name) else ():
            repeats = tables.later_duplicates(name, key)
            yield Findings(name, repeats.rows, key[0], partial(_tell, tables, name, key, repeats), reads=key)


def _tell(tables: Tables, name: str, key: tuple[str, ...], repeats: Repeats, position: int) -> Finding:
    row, first = repeats[position]
    cells = tables.cells(name, row)
    words = {
        "columns": ", ".join(tables.schema.authored_name(name, column) for column in key),
        "key": "/".join(str(cells[column]) for column in key),
        "first": tables.place(name, first),
    }
    return Finding(name, row, key[0], words, reads=key)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{key}' ({columns}) stands already {first}",
    hint="Remove one of the two, or mend what makes them alike.",
)
