"""Evidence is given for a field that the record leaves out."""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import authored_columns, columns, key_of, nested
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        fields, lists = authored_columns(tables.schema[name]), _filled_lists(tables, name)
        absent_in: dict[int, list[bool]] = {}
        for row, items in evidence.items():
            for number, cells in items:
                field = cells["field"]
                if field in fields:
                    column = fields[field].name
                    absent = not tables.written(name, row, column) and tables.could_be_read(name, row, column)
                else:
                    absent = field in lists and cells["record_id"] not in lists[field]
                absent_in.setdefault(number, []).append(absent)
        # Which of several records with one key it was written for is not known: that of the field, if there is one.
        for number, verdicts in absent_in.items():
            if all(verdicts):
                yield Finding("evidence", number, "field")


def _filled_lists(tables: Tables, name: str) -> dict[str, set[str]]:
    """Return the keys of the records in which each nested list has entries."""
    found = {}
    for link in nested(tables.schema[name]).values():
        parents = [c.name for c in columns(link.target).values() if c.parent]
        if not link.evidence and parents and len(key_of(tables.schema[name])) == 1:
            found[link.name] = {str(key) for key in tables.distinct(link.target.table_name, parents[0])}
    return found


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="evidence is given for '{field}', which the record leaves out",
    hint="Give the field, or remove its evidence.",
)
