"""A record names the same place twice for the same field.

A second place is a second anchor; the same one twice was pasted over another.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        # The evidence of two records with one key cannot be told apart; the key is what is wrong.
        pairs = tables.later_duplicates(name, key_of(tables.schema[name]))
        doubtful = {row for pair in pairs for row in pair}
        for row, items in evidence.items():
            seen = set()
            for number, cells in items if row not in doubtful else ():
                place = (cells["field"], cells["source_id"], cells["char_start"], cells["char_end"])
                if place in seen:
                    yield Finding("evidence", number, "field", {"what": cells["field"] or "the record"})
                seen.add(place)


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message="{char_start},{char_end} is given twice as evidence of {what}",
    hint="Remove one of the two, or replace it by the place that is meant.",
)
