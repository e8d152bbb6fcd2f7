"""A loaded dataset: its tables by name, read when they are first asked for."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload

import pyarrow as pa

from policy_dataset.errors import NotFoundError, UsageError
from policy_dataset.model.vocabulary import Table
from policy_dataset.release.manifest import Manifest, TableSpec
from policy_dataset.release.suggest import did_you_mean
from policy_dataset.release.view import TableView

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from policy_dataset.coverage.verify import Verification
    from policy_dataset.release.codes import CodeLabels
    from policy_dataset.release.releases import Folders
    from policy_dataset.release.verification import SourceCoverage
    from policy_dataset.release.ways import Ways

T = TypeVar("T", bound=Table)


class Dataset:
    """One release of a dataset.

    Every table is an attribute (``ds.statistics``) and a member (``ds["statistics"]``; ``ds[Statistic]`` says the same
    and is typed).

    Attributes
    ----------
    name, version, title
        As published.
    released
        Day of its release; None where nobody gave it.
    license
        Identifiers of its licences, joined by ``" AND "``.
    tables
        Names of its tables, sorted.
    """

    def __init__(
        self,
        manifest: Manifest,
        read: Callable[[TableSpec], pa.Table],
        model: Callable[[str], type[Table] | None],
    ) -> None:
        self._manifest = manifest
        self._read_table = read
        self._model = model
        self._views: dict[str, TableView[Any]] = {}
        self._ways: dict[str, Ways] = {}
        self.name = manifest.name
        self.version = manifest.version
        self.title = manifest.title
        self.license = " AND ".join(manifest.licenses)
        self.tables = tuple(manifest.tables)
        self.altered_files: Callable[[], list[str]] = list
        self.read_altered: Callable[[TableSpec], pa.Table | None] = _nothing
        self.released = manifest.released

    @property
    def descriptor(self) -> dict[str, Any]:
        """A copy of what ``datapackage.json`` says."""
        return copy.deepcopy(dict(self._manifest.descriptor))

    @overload
    def __getitem__(self, table: str) -> TableView[Any]: ...
    @overload
    def __getitem__(self, table: type[T]) -> TableView[T]: ...
    def __getitem__(self, table: str | type[T]) -> TableView[Any]:
        """Return a table by name or by the class of its records."""
        name = table if isinstance(table, str) else getattr(table, "table_name", None)
        if name is None:
            raise UsageError(f"a table is asked for by name or by the class of its records, not by {table!r}")
        if name not in self._views:
            if name not in self._manifest.tables:
                has = f"; it has {', '.join(self.tables)}"
                raise NotFoundError(
                    f"{self.name} has no table {name!r}{did_you_mean(name, self.tables, otherwise=has)}"
                )
            self._views[name] = TableView(self, self._manifest.tables[name])
        return self._views[name]

    def __getattr__(self, name: str) -> TableView[Any]:
        """Return a table by name."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except NotFoundError as fault:
            raise TableNotFoundError(str(fault)) from None

    def verify(self, *, texts: str | Path) -> Verification:
        """Derive every published value anew from the texts of the sources and compare, cell by cell.

        Parameters
        ----------
        texts
            A file or folder. The coded file is taken by its hash; another copy of an article is searched for the quotes.

        Returns
        -------
        Verification
            Every cell that does not agree, and every source whose text is not at hand, is a problem of it.
        """
        from policy_dataset.release.verification import verify  # noqa: PLC0415 - brings in the notation

        return verify(self, texts)

    def coverage_of(self, source: str) -> SourceCoverage:
        """Count what of a source is accounted for: numerals and sentences, by records and by waivers."""
        from policy_dataset.release.verification import coverage_of  # noqa: PLC0415 - as above

        return coverage_of(self, source)

    def as_of(self, day: str | date, *, releases: Folders = None) -> Dataset:
        """Return the release that was the newest on a day: what `load` by name would have given then.

        Parameters
        ----------
        day
            A date, or its ISO form: ``"2026-02-01"``.
        releases
            Folders with an index of releases, beside those that come with the library; without, the ones that
            ``POLICY_DATASET_RELEASES`` names.

        Raises
        ------
        NotFoundError
            No release at hand is known to be so old.
        """
        from policy_dataset.release.releases import as_of  # noqa: PLC0415 - only time travel needs it

        return as_of(self, day, releases)

    def cite(self, style: str = "apa") -> str:
        """Return how to cite the release.

        Parameters
        ----------
        style
            ``apa``, ``bibtex`` or ``csl-json``.
        """
        from policy_dataset.release.cite import cite_dataset  # noqa: PLC0415 - only citing needs it

        return cite_dataset(self, style)

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the tables."""
        return iter(self.tables)

    def __contains__(self, table: object) -> bool:
        """Whether there is a table of that name."""
        return isinstance(table, str) and table in self._manifest.tables

    def __dir__(self) -> list[str]:
        """Name the tables too."""
        return sorted({*super().__dir__(), *self.tables})

    def __repr__(self) -> str:
        """Name, version and what it holds."""
        from policy_dataset.release.summary import summary  # noqa: PLC0415 - only printing needs it

        return summary(self)

    def _repr_html_(self) -> str:
        from html import escape  # noqa: PLC0415 - notebooks alone need it

        rows = "".join(
            f"<tr><td>{escape(spec.name)}</td><td>{escape(spec.title)}</td><td>{spec.rows}</td></tr>"
            for spec in self._manifest.tables.values()
        )
        head = "<tr><th>table</th><th>content</th><th>rows</th></tr>"
        return (
            f"<p><b>{escape(self.title)}</b><br>{escape(repr(self))}<br>{escape(self.license)}</p>"
            f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        )

    # What tables and records ask for:

    @property
    def specs(self) -> Mapping[str, TableSpec]:
        """What the descriptor says of each table."""
        return self._manifest.tables

    def read(self, spec: TableSpec) -> pa.Table:
        """Read a table from where the dataset is."""
        return self._read_table(spec)

    def model(self, table: str) -> type[Table] | None:
        """Return the declared class of the records of a table, or None."""
        return self._model(table)

    def ways(self, view: TableView[Any]) -> Ways:
        """Return the links of the records of a table."""
        if view.name not in self._ways:
            from policy_dataset.release.ways import Ways  # noqa: PLC0415 - not before a link is followed

            self._ways[view.name] = Ways(view)
        return self._ways[view.name]

    @cached_property
    def code_labels(self) -> CodeLabels:
        """The labels and the hierarchy of all codes."""
        from policy_dataset.release.codes import CodeLabels  # noqa: PLC0415 - not before a label is asked for

        return CodeLabels(self)


def _nothing(spec: TableSpec) -> None:  # noqa: ARG001 - a dataset in memory has no files that could be altered
    return None


class TableNotFoundError(NotFoundError, AttributeError):
    """No such table, asked for as an attribute; an `AttributeError` too, so that `hasattr` works."""
