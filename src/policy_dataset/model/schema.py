"""A set of tables as one value: what every other room is handed instead of knowing tables by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from policy_dataset.errors import DeclarationError
from policy_dataset.model.codelist import Codelist
from policy_dataset.model.declarations import check_columns, check_unique
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.vocabulary import Column, Table, authored_columns, columns, key_of, nested


@dataclass(frozen=True, slots=True)
class Reference:
    """One foreign key: `column` of `table` holds the key of `target`."""

    table: str
    column: str
    target: str
    target_column: str


@dataclass(frozen=True)
class Schema:
    """The declared tables and the codelists that their columns name.

    Parameters
    ----------
    tables
        In the order in which a package lists them.
    codelists
        By name; every codelist that a column names must be here.

    Raises
    ------
    DeclarationError
        When two tables share a name, or a reference or codelist points at nothing.
    """

    tables: tuple[type[Table], ...]
    codelists: Mapping[str, Codelist] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse declarations that cannot work, before any data is read."""
        names = [t.table_name for t in self.tables]
        if len(set(names)) < len(names):
            raise DeclarationError(
                f"two tables share a name: {sorted(n for n in names if names.count(n) > 1)}"
            )
        object.__setattr__(self, "_by_name", MappingProxyType(dict(zip(names, self.tables, strict=True))))
        for table in self.tables:
            self._check(table)

    def _check(self, table: type[Table]) -> None:
        if not key_of(table):
            raise DeclarationError(f"{table.__name__} has no key: mark a column with key=True")
        for c in columns(table).values():
            if c.references is not None and c.references not in self._by_name:
                raise DeclarationError(
                    f"{table.__name__}.{c.name} references {c.references!r}, which is no table here. "
                    + did_you_mean(c.references, self._by_name, otherwise="Hand it in with the others.")
                )
            if c.codelist is not None and c.codelist not in self.codelists:
                raise DeclarationError(
                    f"{table.__name__}.{c.name} names codelist {c.codelist!r}, which is not here. "
                    + did_you_mean(
                        c.codelist, self.codelists, otherwise="Hand it in as codelists={name: Codelist(...)}."
                    )
                )
        check_columns(table)
        check_unique(table)
        for link in nested(table).values():
            if link.target.table_name not in self._by_name:
                raise DeclarationError(
                    f"{table.__name__}.{link.name} fills {link.target.__name__}, which is not here"
                )

    _by_name: Mapping[str, type[Table]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __iter__(self) -> Iterator[type[Table]]:
        """Go through the tables in published order."""
        return iter(self.tables)

    def __getitem__(self, name: str) -> type[Table]:
        """Return the table of that name."""
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        """Whether a table has that name."""
        return name in self._by_name

    @property
    def published(self) -> tuple[type[Table], ...]:
        """The tables that a package holds."""
        return tuple(t for t in self.tables if t.table_published)

    @property
    def authored(self) -> tuple[type[Table], ...]:
        """The tables that authors write files for: not derived, and not the inside of another's nested list."""
        inner = {link.target.table_name for t in self.tables for link in nested(t).values()}
        return tuple(t for t in self.tables if t.table_name not in inner and not t.table_derived)

    def references(self) -> Iterator[Reference]:
        """Go through every foreign key."""
        for table in self.tables:
            for c in columns(table).values():
                if c.references is not None:
                    (target_column,) = key_of(self[c.references])
                    yield Reference(table.table_name, c.name, c.references, target_column)

    def column(self, table: str, name: str) -> Column:
        """Return one declared column."""
        return columns(self[table])[name]

    def authored_name(self, table: str, name: str) -> str:
        """Return what authors call a published column; the same name where nobody writes it."""
        declared = columns(self[table]).get(name)
        return declared.authored_as if declared is not None else name

    def authored_columns(self, table: str) -> Mapping[str, Column]:
        """Return what an author may write in a record of that table."""
        return authored_columns(self[table])
