"""How far codings of one dataset agree: what each coder found, and what they said of what both found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from policy_dataset.agreement.codings import Coding, codings_of, record_id
from policy_dataset.agreement.coefficients import Distance, alpha, kappa, nominal, percent, rounded
from policy_dataset.agreement.fields import ComparedField, Names, compared_fields
from policy_dataset.agreement.matching import match
from policy_dataset.agreement.spans import Places, common, joined, length
from policy_dataset.model.vocabulary import Table, nested
from policy_dataset.records.curation import Curation
from policy_dataset.records.rows import Row
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.frame import Frame

AGREEMENT = "agreement"
FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of a record that both coders have, with what each says."""

    field: ComparedField
    left: Row
    right: Row
    values: tuple[Hashable, Hashable]

    @property
    def agreed(self) -> bool:
        """Whether both say the same."""
        return self.values[0] == self.values[1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records of one table in two codings, within what both coders judged.

    Attributes
    ----------
    both
        Records held to be the same.
    alone
        Records of the first and of the second that have no partner.
    characters
        How many characters of the scope lie in evidence of both, of the first alone, of the second alone, of neither.
    names
        Ids of the second coder's records, of all tables, and of the first coder's that they are the same as.
    """

    table: type[Table]
    coders: tuple[str, str]
    both: tuple[tuple[Row, Row], ...]
    alone: tuple[tuple[Row, ...], tuple[Row, ...]]
    characters: tuple[int, int, int, int]
    names: Names = field(default_factory=dict)

    def judged(self) -> Iterator[Judged]:
        """Go through every field of every record that both have."""
        for left, right in self.both:
            for compared in compared_fields(self.table):
                values = (compared.value(left, {}), compared.value(right, self.names))
                yield Judged(compared, left, right, values)


def compare(curation: Curation, codings: Sequence[Coding] | None = None) -> tuple[Comparison, ...]:
    """Compare every two codings, table by table, within what both judged.

    Returns
    -------
    tuple
        One for each pair of codings and table with evidence; empty with fewer than two codings.
    """
    read = codings_of(curation) if codings is None else codings
    tables = [t for t in curation.schema.authored if any(link.evidence for link in nested(t).values())]
    found: list[Comparison] = []
    for left, right in combinations(read, 2):
        pair = [_compare(t, left, right) for t in tables if t.table_name in {*left.rows, *right.rows}]
        names = {c.table.table_name: {record_id(b): record_id(a) for a, b in c.both} for c in pair}
        found += [replace(c, names=names) for c in pair]
    return tuple(found)


def _compare(table: type[Table], left: Coding, right: Coding) -> Comparison:
    scope = common(left.scope, right.scope)
    lefts, rights = _records(left, table, scope), _records(right, table, scope)
    pairs = match([places for _, places in lefts], [places for _, places in rights])
    matched_left, matched_right = {a for a, _ in pairs}, {b for _, b in pairs}
    return Comparison(
        table=table,
        coders=(left.coder, right.coder),
        both=tuple((lefts[a][0], rights[b][0]) for a, b in pairs),
        alone=(
            tuple(row for n, (row, _) in enumerate(lefts) if n not in matched_left),
            tuple(row for n, (row, _) in enumerate(rights) if n not in matched_right),
        ),
        characters=_characters(lefts, rights, scope),
    )


def _records(coding: Coding, table: type[Table], scope: Places) -> list[tuple[Row, Places]]:
    """Return the records with evidence in the scope, in page order, and the characters of that evidence."""
    found = [(row, common(_evidence(row), scope)) for row in coding.rows.get(table.table_name, ())]
    return sorted(((r, p) for r, p in found if p), key=lambda rp: (rp[1], record_id(rp[0])))


def _evidence(row: Row) -> Places:
    """Return the characters that prove the record as a whole (of a statistic: its figure)."""
    return joined(
        (i.anchor.source, i.anchor.start, i.anchor.end) for i in row.evidence if i.field in (None, FIGURE)
    )


def _characters(
    lefts: Sequence[tuple[Row, Places]], rights: Sequence[tuple[Row, Places]], scope: Places
) -> tuple[int, int, int, int]:
    left = joined(span for _, places in lefts for span in places)
    right = joined(span for _, places in rights for span in places)
    shared = length(common(left, right))
    covered = (shared, length(left) - shared, length(right) - shared)
    return (*covered, length(scope) - sum(covered))


def agreement_rows(
    curation: Curation, comparisons: Sequence[Comparison] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of the agreement table.

    Returns
    -------
    list
        By table: ``<table>/found`` (of all records that either coder made, the share that both did),
        ``<table>/evidence`` (characters of the scope, covered or not), then one row for each field that a coder
        filled; percent from 0 to 100, kappa and alpha to four places, null where they are not defined.

    Notes
    -----
    With more than two codings every two are compared; units are pooled, and kappa is the mean of the pairs' (Light).
    """
    compared = compare(curation) if comparisons is None else comparisons
    names = dict.fromkeys(c.table.table_name for c in compared)
    return [row for name in names for row in _rows([c for c in compared if c.table.table_name == name])]


def agreement_frame(curation: Curation, comparisons: Sequence[Comparison] | None = None) -> Frame:
    """Return the agreement table; empty where fewer than two codings are kept."""
    rows = agreement_rows(curation, comparisons)
    return Frame(table_of_rows(curation.schema[AGREEMENT], rows, nullable=True))


def _rows(compared: Sequence[Comparison]) -> Iterator[dict[str, Any]]:
    name = compared[0].table.table_name
    both = sum(len(c.both) for c in compared)
    made = both + sum(len(alone) for c in compared for alone in c.alone)
    yield {
        "field": f"{name}/found",
        "units": made,
        "percent": rounded(Fraction(100 * both, made)) if made else None,
    }
    yield _row(f"{name}/evidence", [_covered(c) for c in compared], nominal)
    judged = [list(c.judged()) for c in compared]
    for one in compared_fields(compared[0].table):
        of_field = [[j.values for j in pair if j.field.name == one.name] for pair in judged]
        if any(value for pair in of_field for values in pair for value in values):
            yield _row(f"{name}/{one.name}", [Counter(values) for values in of_field], one.distance)


def _covered(comparison: Comparison) -> Counter[tuple[Hashable, Hashable]]:
    kinds = ((True, True), (True, False), (False, True), (False, False))
    counted: Counter[tuple[Hashable, Hashable]] = Counter()
    counted.update(dict(zip(kinds, comparison.characters, strict=True)))
    return counted


def _row(
    name: str, pairs: Sequence[Counter[tuple[Hashable, Hashable]]], distance: Distance
) -> dict[str, Any]:
    pooled = sum(pairs, Counter[tuple[Hashable, Hashable]]())
    kappas = [k for counted in pairs if (k := kappa(counted)) is not None]
    return {
        "field": name,
        "units": sum(pooled.values()),
        "percent": rounded(percent(pooled)),
        "kappa": rounded(sum(kappas, Fraction(0)) / len(kappas)) if kappas else None,
        "alpha": rounded(alpha(pooled, distance)),
    }


def found_shares(comparison: Comparison) -> dict[str, Decimal | None]:
    """Return how much of one coder's records the other has.

    Returns
    -------
    dict
        ``recall``: of the first coder's records, the share that the second has too; ``precision``: of the second's,
        the share that the first has too; ``f1``: their harmonic mean. None where there is nothing to share.
    """
    both = len(comparison.both)
    first, second = (both + len(alone) for alone in comparison.alone)
    return {
        "recall": rounded(Fraction(both, first)) if first else None,
        "precision": rounded(Fraction(both, second)) if second else None,
        "f1": rounded(Fraction(2 * both, first + second)) if first + second else None,
    }
