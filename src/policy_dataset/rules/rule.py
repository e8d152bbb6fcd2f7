"""What a rule is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeAlias

from policy_dataset.errors import DeclarationError
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import ID_PATTERN, Column
from policy_dataset.problems import Severity

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from policy_dataset.rules.tables import Tables


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that breaks a rule.

    `values` fill the rule's message and hint beside the cells of the row; `hint` takes the place of the rule's. Where a
    cell of `reads` could not be read, the finding is dropped: the rule cannot know.
    """

    table: str
    row: int
    column: str | None
    values: Mapping[str, Any] = field(default_factory=dict)
    hint: str | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Many rows of one table that break a rule at the same column, as tables of millions of rows have them.

    Attributes
    ----------
    rows
        Ascending, each once.
    tell
        Makes the finding of one of the rows, given its position among them; asked for those alone that are told. Without
        it, a finding has no words of its own.
    reads
        As of a `Finding`.
    """

    table: str
    rows: Sequence[int]
    column: str | None
    tell: Callable[[int], Finding] | None = None
    reads: tuple[str, ...] = ()

    def at(self, position: int) -> Finding:
        """Return the finding of one of the rows."""
        if self.tell is None:
            return Finding(self.table, self.rows[position], self.column, reads=self.reads)
        return self.tell(position)


ColumnMask: TypeAlias = "Callable[[Column, Schema], nw.Expr | None]"
"""For rules that follow from a declaration: the rows of a column that break it, or None where nothing is declared."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One fault that data can have. Its id is the name of its module, its explanation that module's docstring.

    Exactly one of the ways to find it is given.

    Attributes
    ----------
    severity
        Error: must be mended before publishing. Warning: should be.
    since
        Version of the library that had it first.
    message, hint
        Format strings: names of columns stand for the row's cells, ``{column}`` for the authored name of the column at
        fault, ``{value}`` for its cell.
    table, column
        Where `fails` looks, and the cell that it blames.
    fails
        True in the rows at fault. Null, because a cell that it needs is missing, is no verdict: the rule says nothing.
    reads
        Further cells that `fails` looks at: where one of them could not be read, the rule says nothing.
    declared
        Makes `fails` for every column of every table, from what is declared about the column; it looks at that column
        alone, so that it can be asked once for each distinct value.
    find
        Finds rows across tables, one by one or many at once. It keeps nothing from one call to the next: on long tables
        two rules may be asked at the same time.
    needs
        Tables that `find` looks at by name: where one of them is not declared, the rule is not asked.
    found_by
        The room that reports it while it reads, where no table is needed to see it.
    about
        What has the fault: a curated dataset, a ``"package"`` that is verified or published, or the library's own
        ``"declarations"``.
    marks
        Regular expression of the part of the blamed text that is at fault, so that its place can be shown.
    explain_hint
        Makes the hint of one finding from the row's cells, where a better one than `hint` can be had.
    """

    severity: Severity
    since: str
    message: str = ""
    hint: str = ""
    table: str | None = None
    column: str | None = None
    fails: Callable[[], nw.Expr] | None = None
    reads: tuple[str, ...] = ()
    declared: ColumnMask | None = None
    find: Callable[[Tables], Iterable[Finding | Findings]] | None = None
    needs: tuple[str, ...] = ()
    found_by: str | None = None
    about: str = "dataset"
    marks: str | None = None
    explain_hint: Callable[[Mapping[str, Any], Column | None, Schema], str] | None = None
    id: str = ""
    explanation: str = ""

    def __post_init__(self) -> None:
        """Refuse what could never find anything, or not be told.

        Raises
        ------
        DeclarationError
            Saying what to write instead.
        """
        said = f"the rule {self.id}" if self.id else "a rule"
        ways = {"fails": self.fails, "find": self.find, "declared": self.declared, "found_by": self.found_by}
        given = [name for name, way in ways.items() if way is not None]
        if len(given) != 1:
            raise DeclarationError(
                f"{said} has {' and '.join(given) or 'no way to find it'}: give exactly one of {', '.join(ways)}"
            )
        for name in given:
            if name != "found_by" and not callable(ways[name]):
                raise DeclarationError(
                    f"{said} has a `{name}` that is no function: write `{name}=lambda ...: ...`"
                )
        if self.fails is not None and self.table is None:
            raise DeclarationError(f"{said} has `fails` and no table to look at: give table=...")
        if not isinstance(self.severity, Severity):
            raise DeclarationError(
                f"{said} has the severity {self.severity!r}: give Severity.ERROR or Severity.WARNING"
            )
        if self.id and not re.fullmatch(ID_PATTERN, self.id):
            raise DeclarationError(f"{said} needs a name in lower snake_case")
        for name, text in (("message", self.message), ("hint", self.hint)):
            try:
                list(Formatter().parse(text))
            except ValueError as error:
                raise DeclarationError(
                    f"{said} has a {name} that is no format string ({error}): write {{{{ for a brace"
                ) from error
