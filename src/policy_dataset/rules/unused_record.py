"""An actor, place, indicator or unit of the dataset is used by no other record.

It is misspelt somewhere, or left over.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.schema import Reference
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables

_ASIDE = ("sources", "measures", "statistics", "corrections", "waivers", "evidence", "coverage")


def _find(tables: Tables) -> Iterator[Finding]:
    for target in tables.names:
        uses = [r for r in tables.schema.references() if r.target == target and not _own_list(tables, r)]
        if target in _ASIDE or not uses or not tables.own_count(target):
            continue
        key = uses[0].target_column
        left = tables.own(target)
        for use in uses:
            used = tables.own(use.table).select(nw.col(use.column).alias(key))
            left = left.join(used, on=key, how="anti")
        for row in tables.rows_of(left.filter(~nw.col(key).is_null())):
            yield Finding(target, row, key)


def _own_list(tables: Tables, reference: Reference) -> bool:
    """Whether a reference is from an entry of a nested list to the record that holds it."""
    return tables.schema.column(reference.table, reference.column).parent


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="no other record uses '{value}'",
    hint="Remove it, or name it where it belongs.",
)
