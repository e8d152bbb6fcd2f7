"""A record is coded with a group where a code below it would fit.

Groups are for tables; a topic or an instrument says more.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, column in (("measures", "topic"), ("measures", "instrument"), ("measure_instruments", "instrument")):
        codes = tables.schema.codelists[f"{column}s"]
        groups = {entry.parent for entry in codes.values() if entry.parent is not None}
        for row in tables.rows(name, nw.col(column).is_in(sorted(groups))):
            yield Finding(name, row, column)


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="'{value}' is a group of codes",
    hint='Choose the code below it that fits; `policy-dataset codes` shows them.',
)
