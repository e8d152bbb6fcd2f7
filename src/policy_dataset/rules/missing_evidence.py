"""A record has no evidence, or none of what it is about: a statistic of its figure, a measure of itself.

A record that nothing proves is an opinion. Evidence of a date alone proves the date.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import Notation, Table, columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        table = tables.schema[name]
        figure = next(
            (
                c.authored_as
                for c in columns(table).values()
                if c.notation is Notation.FIGURE and c.authored_required
            ),
            None,
        )
        dates = {c.authored_as for c in columns(table).values() if c.notation is Notation.PERIOD}
        for row in range(tables.record_count(name)):
            fields = {cells["field"] for _, cells in evidence.get(row, ())}
            if (figure not in fields) if figure is not None else not fields - dates:
                what = f"the {figure}" if figure is not None else "the record"
                yield Finding(name, row, _key(table), {"what": what}, reads=("evidence",))


def _key(table: type[Table]) -> str | None:
    return next((name for name in key_of(table) if columns(table)[name].authored), None)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="no evidence proves {what}",
    hint="Anchor the words that say it under `evidence:`; `policy-dataset anchor` makes the anchor.",
)
