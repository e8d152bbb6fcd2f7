"""Trying rules on datasets and releases that are there already: what would break if they were errors."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from policy_dataset.loading import CURATED_SIGN, load
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Origin, Table, columns, key_of
from policy_dataset.pipeline import Library, check
from policy_dataset.problems import Problem, Severity
from policy_dataset.release.embedded import embedded_releases
from policy_dataset.rules.runner import judge
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.engines.registry import open_engine
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.supplied import supplied_tables

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

DATASETS = "datasets"


@dataclass(frozen=True, slots=True)
class Trial:
    """What some rules find in one dataset or release.

    Attributes
    ----------
    problems
        As errors, whatever the rules are now.
    faults
        Rules that could not be judged, with what they raised.
    """

    name: str
    problems: tuple[Problem, ...]
    faults: tuple[tuple[str, str], ...]


def everything(root: Path) -> list[str]:
    """Return what a rule is tried on where nobody says: the datasets of a checkout, and the embedded releases."""
    curated = sorted(sign.parent for sign in root.glob(f"{DATASETS}/*/{CURATED_SIGN}"))
    return [*(p.as_posix() for p in curated), *embedded_releases()]


def try_rules(asked: str, rules: Collection[str], *, texts: Path | None = None) -> Trial:
    """Run rules on a curated directory, a package or an embedded release, and take what they find for errors.

    Parameters
    ----------
    asked
        A path, or the name of an embedded release.
    rules
        Their ids. Those that a room reports while it reads are judged for curated directories alone.

    Raises
    ------
    NotFoundError
        Nothing is at `asked`.
    """
    library = Library.standard()
    if (Path(asked) / CURATED_SIGN).is_file():
        report = check(Path(asked), texts=texts, library=library).report
        return Trial(asked, _errors(report, rules), tuple(f for f in report.faults if f[0] in rules))
    dataset = load(asked)
    chosen = [rule for name, rule in library.rules.items() if name in rules]
    verdict = judge(frames_of(dataset, library.schema), chosen, open_engine())
    silenced = {
        (i.get("rule"), i.get("table"), i.get("record")) for i in dataset.descriptor.get("ignores", ())
    }
    found = [p for p in verdict.problems if (p.code, p.table, p.record) not in silenced]
    return Trial(asked, _errors(found, rules), tuple((f.rule, f.error) for f in verdict.faults))


def frames_of(dataset: Dataset, schema: Schema) -> Frames:
    """Return the tables of a package as rules look at them: its own rows apart from those of the library.

    Columns that a later library added are null; what is not published is empty.
    """
    supplied = supplied_tables(schema)
    own: dict[str, Frame] = {}
    for table in schema:
        name = table.table_name
        wanted = arrow_schema(table)
        data = _fitted(dataset[name].to_arrow(), wanted) if name in dataset else wanted.empty_table()
        if name in supplied:
            data = _without(data, supplied[name], key_of(table))
        own[name] = Frame(data, PublishedPlaces(data, table), records=data.num_rows)
    return Frames(schema, own, supplied)


@dataclass(frozen=True, slots=True)
class PublishedPlaces:
    """Cells of a package in the place of what authors wrote: the printed form, where there is one."""

    data: pa.Table
    table: type[Table]

    def of(self, row: int, column: str | None, *_: int | None) -> dict[str, Any]:  # noqa: ARG002 - the protocol's parameters
        """Return nothing: a package does not say where a record was written."""
        return {}

    def text(self, row: int, column: str) -> str | None:
        """Return what is published of a cell that only an author can have written; None of what may be derived."""
        printed = f"{column}_printed"
        if (
            printed not in self.data.column_names
            and columns(self.table)[column].origin is not Origin.AUTHORED
        ):
            return None
        cell = self.data[printed if printed in self.data.column_names else column][row].as_py()
        return None if cell is None else str(cell)


def _errors(problems: Iterable[Problem], rules: Collection[str]) -> tuple[Problem, ...]:
    return tuple(replace(p, severity=Severity.ERROR) for p in problems if p.code in rules)


def _fitted(data: pa.Table, wanted: pa.Schema) -> pa.Table:
    columns = [
        data[f.name].cast(f.type) if f.name in data.column_names else pa.nulls(data.num_rows, f.type)
        for f in wanted
    ]
    nullable = pa.schema([f.with_nullable(True) for f in wanted])
    return pa.table(columns, schema=nullable)


def _without(data: pa.Table, others: pa.Table, key: tuple[str, ...]) -> pa.Table:
    known = {tuple(row.values()) for row in others.select(key).to_pylist()}
    kept = [at for at, row in enumerate(data.select(key).to_pylist()) if tuple(row.values()) not in known]
    return data.take(pa.array(kept, pa.int64()))
