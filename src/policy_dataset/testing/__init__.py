"""Test data for those who build on this library: right records and datasets, and datasets with one fault each.

Strategies are derived from the declarations of a `Schema`, so tables of your own are covered as well. They need
Hypothesis (``pip install 'policy-dataset[testing]'``); mutants, `example_dataset` and `write_dataset` do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import MissingExtraError, UsageError
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table
from policy_dataset.testing.chance import SeededChance
from policy_dataset.testing.declared_mutants import declared_mutants
from policy_dataset.testing.draft import Files
from policy_dataset.testing.file_mutants import file_mutants
from policy_dataset.testing.mutant import Broken, Mutant
from policy_dataset.testing.story import TABLES, standard_draft
from policy_dataset.testing.story_mutants import story_mutants

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "RULES_WITHOUT_MUTANT",
    "Broken",
    "Files",
    "Mutant",
    "datasets",
    "example_dataset",
    "mutants",
    "records",
    "write_dataset",
]

RULES_WITHOUT_MUTANT: Mapping[str, str] = {
    "text_too_large": "a text of 64 MB would have to be written",
    "symbolic_link": "a mapping of files to their content cannot hold a link",
    "deprecated_code": "only a schema whose lists have codes out of use can break it; those of this library have none",
}
"""Rules of a dataset that no mutant of the standard schema breaks, with the reason."""


def records(table: str | type[Table], schema: Schema | None = None) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy of right records of one table, as their author writes them.

    Parameters
    ----------
    table
        A declared table, or its name.
    schema
        The declarations; without one, those of this library.

    Returns
    -------
    SearchStrategy
        Records as plain data: texts, lists and mappings. Each field is as declared; references name records that
        could be there, anchors places that could be.

    Raises
    ------
    MissingExtraError
        Hypothesis is not installed.
    """
    schema = schema or standard_schema()
    if isinstance(table, str) and table not in schema:
        raise UsageError(f"there is no table {table!r}; there are {', '.join(t.table_name for t in schema)}")
    _need_hypothesis()
    from policy_dataset.testing import cells  # noqa: PLC0415 - needs an optional library

    return cells.records(schema[table] if isinstance(table, str) else table, schema)


def datasets(schema: Schema | None = None) -> SearchStrategy[dict[str, str | bytes]]:
    """Return a strategy of small curated directories in which nothing is wrong.

    Parameters
    ----------
    schema
        The declarations; without one, those of this library.

    Returns
    -------
    SearchStrategy
        Content by file name: records whose references are there, a text that their evidence points into (in
        ``texts/``), and the lock. `write_dataset` writes them down.

    Raises
    ------
    MissingExtraError
        Hypothesis is not installed.
    """
    _need_hypothesis()
    from policy_dataset.testing import composing  # noqa: PLC0415 - needs an optional library

    return composing.datasets(schema or standard_schema())


def example_dataset(seed: int = 0, schema: Schema | None = None) -> dict[str, str | bytes]:
    """Return one right dataset of the standard tables, the same for the same seed; Hypothesis is not needed.

    Raises
    ------
    UsageError
        The schema lacks tables of this library.
    """
    schema = schema or standard_schema()
    lacking = [name for name in TABLES if name not in schema]
    if lacking:
        raise UsageError(
            f"the example needs the tables {', '.join(lacking)}; use `datasets` for a schema without them"
        )
    return standard_draft(schema, SeededChance(seed)).files()


def mutants(schema: Schema | None = None) -> tuple[Mutant, ...]:
    """Return every way in which one change breaks a right dataset, labelled with the rule that must see it.

    Parameters
    ----------
    schema
        The declarations; without one, those of this library.
    """
    schema = schema or standard_schema()
    told = story_mutants() if all(name in schema for name in TABLES) else ()
    return (*declared_mutants(schema), *file_mutants(), *told)


def write_dataset(files: Files, folder: str | Path) -> Path:
    """Write a dataset down and return its directory.

    Raises
    ------
    UsageError
        A name would lead out of the directory.
    """
    root = Path(folder)
    for name, content in files.items():
        path = root / name
        if not path.resolve().is_relative_to(root.resolve()):
            raise UsageError(f"{name!r} would lead out of {root}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def _need_hypothesis() -> None:
    try:
        import hypothesis  # noqa: F401, PLC0415 - only whether it is there
    except ImportError as fault:
        raise MissingExtraError(
            "Hypothesis is not installed; run: pip install 'policy-dataset[testing]'"
        ) from fault
