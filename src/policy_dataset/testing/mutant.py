"""What a mutant is: one way to break one rule in a right dataset, and the place where it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.testing.draft import Draft, Files

Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: `line` and `column` from 1, or the path to a value in a file of records.

    With `key` the name of the field is meant, else its value, from its `character` on; where that is left out, what
    holds it.
    """

    file: str
    path: Path = ()
    key: bool = False
    character: int | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A dataset in which one thing is wrong.

    Attributes
    ----------
    files
        Content by file name, as `write_dataset` takes it.
    rule
        Id of the rule that must see it.
    what
        What was done, in words.
    file, line, column
        Where; line and column from 1, None where the file as a whole is meant.
    beside
        Further rules that may see it, where it cannot be otherwise.
    texts
        Whether it is to be judged with the texts of its sources at hand; False: without them, by its lock.
    """

    files: Files
    rule: str
    what: str
    file: str
    line: int | None
    column: int | None
    beside: tuple[str, ...] = ()
    texts: bool = True


Breaks: TypeAlias = "Callable[[Files, Schema], tuple[Files, Place] | None]"


@dataclass(frozen=True)
class Mutant:
    """One fault that can be put into a right dataset.

    Attributes
    ----------
    rule
        Id of the rule that it breaks.
    what
        What it does, in words; with `rule` it is unique among the mutants of a schema.
    """

    rule: str
    what: str
    breaks: Breaks
    beside: tuple[str, ...] = ()
    texts: bool = True

    @property
    def name(self) -> str:
        """Rule and deed, for the ids of tests."""
        return f"{self.rule}: {self.what}"

    def apply(self, files: Files, schema: Schema | None = None) -> Broken | None:
        """Break a right dataset.

        Parameters
        ----------
        files
            As `datasets` or `example_dataset` give it; it is not changed.
        schema
            Its declarations; without one, those of this library.

        Returns
        -------
        Broken or None
            None where the dataset holds nothing that this mutant could break.
        """
        found = self.breaks(files, schema or standard_schema())
        if found is None:
            return None
        broken, place = found
        line, column = _line_and_column(broken, place)
        return Broken(broken, self.rule, self.what, place.file, line, column, self.beside, self.texts)


def on_draft(change: Callable[[Draft], Place | None]) -> Breaks:
    """Make a change of records a change of files; the lock is made again."""

    def breaks(files: Files, schema: Schema) -> tuple[Files, Place] | None:
        draft = Draft.of(files, schema)
        try:
            place = change(draft)
        except (KeyError, IndexError, StopIteration):
            return None  # what it would change is not there
        return None if place is None else (draft.files(), place)

    return breaks


def _line_and_column(files: Files, place: Place) -> tuple[int | None, int | None]:
    if not place.path:
        return place.line, place.column
    content = files[place.file]
    positions = read_yaml(
        content.encode() if isinstance(content, str) else content, file=place.file
    ).positions
    found = positions.of_key(place.path) if place.key else None
    if place.character is not None:
        found = positions.of_character(place.path, place.character)
    found = found or positions.nearest(place.path)
    return found.line, found.column
