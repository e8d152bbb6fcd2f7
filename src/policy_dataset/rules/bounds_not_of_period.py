"""The first or last day of a bulk row's period is not what its EDTF says.

Records have these days derived; rows that come as published bring them along.
"""

from collections.abc import Iterator
from datetime import date

from policy_dataset.model.vocabulary import Notation, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.values import EDTF


def _find(tables: Tables) -> Iterator[Finding]:
    for table in tables.schema:
        name, declared = table.table_name, columns(table)
        if tables.own_count(name) == tables.record_count(name):
            continue
        for column in declared.values():
            start, end = f"{column.name}_start", f"{column.name}_end"
            if column.notation is Notation.PERIOD and {start, end} <= declared.keys():
                for row, says in tables.failing_cells(name, [column.name, start, end], _judge, bulk=True):
                    yield Finding(name, row, column.name, {"says": says}, reads=(start, end))


def _judge(period: str | None, start: date | None, end: date | None) -> str | None:
    if period is None:
        return None  # a vague period has at most its days
    read = EDTF.parse(period)
    if isinstance(read, Problem):
        return f"{period!r} is not EDTF"
    if (read.start, read.end) == (start, end):
        return None
    return f"{period} is from {read.start or 'an open start'} to {read.end or 'an open end'}, not from {start} to {end}"


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="{says}",
    hint="Give the period as EDTF and its first and last day.",
)
