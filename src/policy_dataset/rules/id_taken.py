"""A record has the key of a row that the library supplies: a place of the gazetteer, an indicator or a unit.

Two rows of that key would be published, and nobody could tell which is meant.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Findings]:
    for name in tables.names:
        supplied = tables.supplied(name)
        keys = key_of(tables.schema[name])
        if supplied is None or not tables.own_count(name):
            continue
        yield Findings(name, tables.with_partner(name, keys, supplied, keys), keys[-1])


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{value}' is a key that the library supplies",
    hint="Use the library's row as it is and remove this record, or choose another id.",
)
