"""A printed period is not what stands at its anchors.

A period that is printed in pieces is written joined, with one anchor a piece, in order. Judged where the text is at
hand; EDTF is the curator's own and is compared by what it means.
"""

from collections.abc import Iterator

from policy_dataset.derivation.periods import EDTF_LIKE
from policy_dataset.model.vocabulary import Notation, columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.sources.anchors import canonical


def _find(tables: Tables) -> Iterator[Finding]:
    for name, evidence in tables.evidence.items():
        periods = [
            c for c in columns(tables.schema[name]).values() if c.notation is Notation.PERIOD and c.authored
        ]
        for column in periods:
            for row, items in evidence.items():
                written = tables.as_written(name, row, column.name)
                if written is None or EDTF_LIKE.fullmatch(written):
                    continue
                quotes = [tables.page.quote(e) for _, e in items if e["field"] == column.authored_as]
                words = [q for q in quotes if q is not None]
                if words and len(words) == len(quotes) and not _stands(canonical(written), words):
                    yield Finding(name, row, column.name, {"count": len(words)}, reads=("evidence",))


def _stands(period: str, words: list[str]) -> bool:
    pieces = [canonical(word) for word in words]
    return "".join(pieces) == period or all(piece == period for piece in pieces)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="{value} is not what stands at its evidence",
    hint="Copy the period letter for letter from the source, or make its anchor again.",
)
