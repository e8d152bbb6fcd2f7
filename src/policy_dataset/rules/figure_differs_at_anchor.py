"""A further anchor of a figure covers words that say another value.

Two places that print the same fact are two anchors of one record: the first is the figure letter for letter, the
others may be written otherwise (四趟, 4趟), and mean the same. Judged where the text is at hand.
"""

from collections.abc import Iterator

from policy_dataset.model.vocabulary import Notation, columns
from policy_dataset.notation import parse_figure
from policy_dataset.problems import Problem, Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        figures = [
            c
            for c in columns(tables.schema[name]).values()
            if c.notation is Notation.FIGURE and c.authored_required
        ]
        for column in figures:
            cells = tables.column(name, column.name, records=True)
            for row, items in evidence.items():
                further = [(n, e) for n, e in items if e["field"] == column.authored_as][1:]
                for number, item in further if cells[row] is not None else ():
                    words = tables.page.quote(item)
                    if words is not None and not _same(cells[row], words):
                        yield Finding("evidence", number, "char_start", {"figure": cells[row]})


def _same(figure: str, words: str) -> bool:
    one, other = parse_figure(figure), parse_figure(words)
    if isinstance(one, Problem) or isinstance(other, Problem):
        return figure == words
    return (one.value, one.lower, one.upper, one.unit) == (other.value, other.lower, other.upper, other.unit)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="the words at {char_start},{char_end} do not say {figure}",
    hint="Anchor a place that gives the same value, or make a record of its own for the other figure.",
)
