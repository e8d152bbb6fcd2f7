"""What the databases share: statements that declare the tables of a package, and views that join labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from policy_dataset.errors import UsageError
from policy_dataset.release.codes import CODES
from policy_dataset.release.labels import LANGUAGES, name_column

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.manifest import TableSpec

_ENDING = "_labelled"


def quoted(name: str) -> str:
    """Return a name as SQL takes any.

    Examples
    --------
    >>> quoted("table")
    '"table"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def create_table(
    spec: TableSpec, dataset: Dataset, types: Mapping[str, str], *, to_itself: bool = True
) -> str:
    """Return the statement that creates a table with its key and its references.

    Parameters
    ----------
    types
        Name of the database's type for each type of a descriptor.
    to_itself
        Whether references of a table to itself are declared.
    """
    parts = [f"{quoted(f.name)} {types[f.type]}" for f in spec.fields.values()]
    parts.append(f"PRIMARY KEY ({', '.join(map(quoted, spec.key))})")
    for column, target in spec.references.items():
        if target != spec.name or to_itself:
            (key,) = dataset.specs[target].key
            parts.append(f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target)} ({quoted(key)})")
    return f"CREATE TABLE {quoted(spec.name)} (\n  " + ",\n  ".join(parts) + "\n)"


def create_view(spec: TableSpec, dataset: Dataset, *, approximate: str | None = None) -> str:
    """Return the statement that creates ``<table>_labelled``: the table, labels beside codes, names beside ids.

    Parameters
    ----------
    approximate
        Type of a column ``<column>_approx`` that is added beside each number; None adds none. What a table declares
        itself is not added again.

    Raises
    ------
    UsageError
        The package has a table of the name that the view would have.
    """
    view = f"{spec.name}{_ENDING}"
    if view in dataset:
        raise UsageError(
            f"a database holds a view {view}, and the package has a table of that name: rename the table"
        )
    columns: list[str] = []
    joins: list[str] = []
    for number, field in enumerate(spec.fields.values()):
        mine = f"t.{quoted(field.name)}"
        columns.append(mine)
        approx = f"{field.name}_approx"
        if field.type == "number" and approximate is not None and approx not in spec.fields:
            columns.append(f"CAST({mine} AS {approximate}) AS {quoted(approx)}")
        for name, label, join in _labels(spec, dataset, field.name, f"j{number}"):
            if name in spec.fields:
                continue
            columns.append(f"{label} AS {quoted(name)}")
            if join not in joins:
                joins.append(join)
    body = ",\n  ".join(columns)
    return f"CREATE VIEW {quoted(view)} AS SELECT\n  {body}\nFROM {quoted(spec.name)} AS t" + "".join(
        f"\n{join}" for join in joins
    )


def _labels(spec: TableSpec, dataset: Dataset, column: str, alias: str) -> Iterator[tuple[str, str, str]]:
    """Go through the labels of a column: the name of each, the column that it is, and the join that it needs."""
    field, target = spec.fields[column], spec.references.get(column)
    if field.codelist is not None and field.separator is None and CODES in dataset and spec.name != CODES:
        codelist = field.codelist.replace("'", "''")
        join = (
            f"LEFT JOIN {quoted(CODES)} AS {alias} ON {alias}.codelist = '{codelist}' "
            f"AND {alias}.code = t.{quoted(column)}"
        )
        for language in LANGUAGES:
            yield f"{column}_label_{language}", f"{alias}.label_{language}", join
    elif target is not None:
        (key,) = dataset.specs[target].key
        join = f"LEFT JOIN {quoted(target)} AS {alias} ON {alias}.{quoted(key)} = t.{quoted(column)}"
        for language in LANGUAGES:
            named = name_column(dataset.specs[target], language)
            if named is not None:
                yield f"{column}_label_{language}", f"{alias}.{quoted(named)}", join


def in_order(dataset: Dataset) -> list[str]:
    """Return the tables so that each comes after those it refers to; the rest, in circles, by name at the end."""
    waiting = list(dataset.tables)
    ordered: list[str] = []
    while waiting:
        ready = [
            name
            for name in waiting
            if all(t == name or t in ordered for t in dataset.specs[name].references.values())
        ]
        ready = ready or waiting
        ordered += ready
        waiting = [name for name in waiting if name not in ready]
    return ordered
