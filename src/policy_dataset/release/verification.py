"""A loaded dataset against the texts of its sources: verification and coverage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from policy_dataset.coverage.verify import Verification, verify_tables
from policy_dataset.derivation.tables import STANDARD_DERIVATIONS
from policy_dataset.errors import NotFoundError, path_given
from policy_dataset.model.standard import standard_schema
from policy_dataset.problems import Problem
from policy_dataset.release.faults import DamagedPackageError
from policy_dataset.sources.texts import open_texts

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset


def verify(dataset: Dataset, texts: str | Path) -> Verification:
    """Derive every derived cell of a dataset anew from the texts and compare; see `Dataset.verify`."""
    texts = path_given(texts, "`texts`, where the texts of the sources are,")
    altered = tuple(_altered(name) for name in dataset.altered_files())
    tables = {name: table for name in dataset.tables if (table := _table(dataset, name)) is not None}
    found = verify_tables(standard_schema(), tables, STANDARD_DERIVATIONS, open_texts(texts))
    return replace(found, problems=(*altered, *found.problems))


def _table(dataset: Dataset, name: str) -> pa.Table | None:
    try:
        return dataset[name].to_arrow()
    except DamagedPackageError:
        return dataset.read_altered(dataset.specs[name])


def _altered(path: str) -> Problem:
    return Problem(
        code="file_altered",
        message=f"{path} is not the file that was published: its SHA-256 is not the one in datapackage.json",
        hint="Build or download the package again.",
        file=path,
        value=path,
    )


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """How much of a source is accounted for: by records, by waivers, not at all."""

    source: str
    numerals: int
    numerals_open: int
    numerals_waived: int
    sentences: int
    sentences_open: int
    sentences_waived: int

    def __str__(self) -> str:
        """Return the counts in words."""
        waived = self.numerals_waived + self.sentences_waived
        return (
            f"numerals {self.numerals - self.numerals_open}/{self.numerals}, "
            f"sentences {self.sentences - self.sentences_open}/{self.sentences}, waived {waived}"
        )


def coverage_of(dataset: Dataset, source: str) -> SourceCoverage:
    """Count what of one source is accounted for; see `Dataset.coverage_of`."""
    if source not in dataset["sources"]:
        raise NotFoundError(
            f"{dataset.name} has no source {source!r}; it has {', '.join(dataset['sources'])}"
        )
    counts: dict[tuple[str, str], int] = {}
    rows = dataset["coverage"].to_arrow().select(["source_id", "kind", "disposition"]).to_pylist()
    for row in rows:
        if row["source_id"] == source:
            key = (row["kind"], row["disposition"])
            counts[key] = counts.get(key, 0) + 1

    def total(kind: str) -> int:
        return sum(n for (k, _), n in counts.items() if k == kind)

    return SourceCoverage(
        source=source,
        numerals=total("numeral"),
        numerals_open=counts.get(("numeral", "open"), 0),
        numerals_waived=counts.get(("numeral", "waived"), 0),
        sentences=total("sentence"),
        sentences_open=counts.get(("sentence", "open"), 0),
        sentences_waived=counts.get(("sentence", "waived"), 0),
    )
