"""The words a table is declared with: `Table`, `column`, `links`, and what they record about a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, NamedTuple, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from policy_dataset.errors import DeclarationError

ID_PATTERN = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
"""Ids that we coin: lower snake_case, at most `ID_LENGTH` characters."""
ID_LENGTH = 80


class Origin(StrEnum):
    """Who writes a field: its author, the library, or either (written where the words do not tell)."""

    AUTHORED = "authored"
    DERIVED = "derived"
    BOTH = "both"


class Notation(StrEnum):
    """How the text of an authored field is read."""

    PERIOD = "period"
    FIGURE = "figure"
    ANCHOR = "anchor"


Labels = tuple[str | None, str | None]
"""English and Chinese label of a code."""


class Code(str):
    """A code of a codelist; a plain `str` that also knows its labels once it is read from a dataset."""

    __slots__ = ("_labels",)
    _labels: Labels | Callable[[str], Labels]

    def __new__(cls, value: str, label_en: str | None = None, label_zh: str | None = None) -> Self:
        """Make a code; the labels are those of its codelist."""
        code = super().__new__(cls, value)
        code._labels = (label_en, label_zh)
        return code

    @classmethod
    def labelled_by(cls, find: Callable[[str], Labels], value: str) -> Self:
        """Make a code whose labels are looked up when they are first asked for."""
        code = super().__new__(cls, value)
        code._labels = find
        return code

    @property
    def label_en(self) -> str | None:
        """English label; None where the codelist is not at hand."""
        return self._found()[0]

    @property
    def label_zh(self) -> str | None:
        """Chinese label; None where the codelist is not at hand."""
        return self._found()[1]

    def _found(self) -> Labels:
        if callable(self._labels):
            self._labels = self._labels(str(self))
        return self._labels

    def __reduce__(self) -> tuple[type[Code], tuple[str, str | None, str | None]]:
        """Travel with the labels: what they are looked up in stays where it is."""
        return (Code, (str(self), self.label_en, self.label_zh))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Let pydantic take any text and keep a `Code` as it is."""
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic alone needs it, when a model is built

        make = core_schema.no_info_plain_validator_function(lambda v: v if isinstance(v, cls) else cls(v))
        return core_schema.chain_schema([core_schema.str_schema(), make])


_PROPER = frozenset({"English", "Chinese"})

# Named tuples here: four times as quick to declare as data classes, and the first record waits for it.


class Column(NamedTuple):
    """What is declared about one published column, beyond its Python type."""

    name: str = ""
    type: type = str
    description: str = ""
    examples: tuple[Any, ...] = ()
    required: bool = True
    origin: Origin = Origin.AUTHORED
    authored_as: str = ""
    key: bool = False
    parent: bool = False
    references: str | None = None
    codelist: str | None = None
    notation: Notation | None = None
    pattern: str | None = None
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    max_length: int | None = None
    unit: str | None = None
    separator: str | None = None
    authored_default: str | None = None
    needed_in_records: bool = False

    @property
    def authored(self) -> bool:
        """Whether an author may write it."""
        return self.origin is not Origin.DERIVED

    @property
    def authored_required(self) -> bool:
        """Whether an author must write it."""
        must = self.required or self.needed_in_records
        return must and self.origin is Origin.AUTHORED and self.authored_default is None

    @property
    def continued(self) -> str:
        """Its description as it reads within a sentence; abbreviations and names of languages keep their capitals."""
        first = self.description.split(" ", 1)[0]
        if first[1:2].isupper() or first in _PROPER:
            return self.description
        return f"{self.description[:1].lower()}{self.description[1:]}"


class Links(NamedTuple):
    """A nested list in an authored record that becomes rows of a table of its own.

    `shorthand` names the column that a bare text in the list fills: ``locations: [CN]``. `evidence` marks the block of
    anchors, whose shape is its own.
    """

    target: type[Table]
    name: str = ""
    description: str = ""
    examples: tuple[Any, ...] = ()
    shorthand: str | None = None
    evidence: bool = False


def column(  # noqa: PLR0913 - one keyword for each thing that can be declared about a field
    description: str,
    *,
    examples: tuple[Any, ...] = (),
    origin: Origin = Origin.AUTHORED,
    authored_as: str = "",
    key: bool = False,
    parent: bool = False,
    references: str | None = None,
    codelist: str | None = None,
    notation: Notation | None = None,
    pattern: str | None = None,
    minimum: Decimal | int | None = None,
    maximum: Decimal | int | None = None,
    max_length: int | None = None,
    unit: str | None = None,
    separator: str | None = None,
    authored_default: str | None = None,
    needed_in_records: bool = False,
) -> Any:
    """Declare one column of a table.

    Parameters
    ----------
    description, examples
        The only documentation of the field: schemas, codebook and hints print it.
    origin
        Who writes it.
    authored_as
        Name in authored records where it is not the usual one (``id`` for the key, ``x`` for a reference ``x_id``).
    key
        Part of the primary key.
    parent
        In the table of a nested list: the column that takes the key of the record that holds the list.
    references
        Table whose key it holds.
    codelist
        List of codes it is taken from.
    notation
        How its authored text is read, where it is neither a code nor plain text.
    pattern
        Regular expression that the whole text matches.
    minimum, maximum
        Bounds of a number, both included.
    max_length
        Longest text, in code points.
    unit
        What a number counts.
    separator
        For a text that holds several values: what stands between them.
    authored_default
        What a record means that leaves it out, where that is not null.
    needed_in_records
        Every authored record must give it though its type allows ``None``: bulk rows may leave it out.

    Notes
    -----
    A column is optional where its type allows ``None``.
    """
    info: Any = Field(description=description, examples=list(examples) or None)
    info.metadata.append(
        Column(
            description=description,
            examples=examples,
            origin=origin,
            authored_as=authored_as,
            key=key,
            parent=parent,
            references=references,
            codelist=codelist,
            notation=notation,
            pattern=pattern,
            minimum=minimum,
            maximum=maximum,
            max_length=max_length,
            unit=unit,
            separator=separator,
            authored_default=authored_default,
            needed_in_records=needed_in_records,
        )
    )
    return info


def derived(description: str, **declared: Any) -> Any:
    """Declare a column that the library fills and nobody writes."""
    return column(description, origin=Origin.DERIVED, **declared)


def links(
    description: str,
    target: type[Table],
    *,
    shorthand: str | None = None,
    examples: tuple[Any, ...] = (),
) -> Any:
    """Declare a nested list whose items become rows of `target`."""
    info: Any = Field(description=description, default=(), examples=list(examples) or None)
    info.metadata.append(
        Links(description=description, examples=examples, target=target, shorthand=shorthand)
    )
    return info


def evidence_of(description: str) -> Any:
    """Declare that records of a table carry evidence: an anchor, a list of them, or a mapping from field to those."""
    from policy_dataset.model.evidence import Evidence  # noqa: PLC0415 - evidence is itself declared with these words

    info: Any = Field(description=description, default=())
    info.metadata.append(Links(description=description, target=Evidence, evidence=True))
    return info


class Table(BaseModel):
    """Base of every table: a subclass declares the columns of one published row.

    Class keywords: ``table`` (its name), ``title``, ``published`` (False for what is authored but not published as a
    table of its own), and ``unique`` (further keys beside the primary one, each a tuple of columns: no two rows that have
    all of them have the same). An instance is one row.

    Notes
    -----
    Modules that declare tables do without ``from __future__ import annotations``: pydantic would have to read every
    annotation from text.
    """

    # Built when it first validates: a record that is read from a package is not validated again.
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    table_name: ClassVar[str] = ""
    table_title: ClassVar[str] = ""
    table_published: ClassVar[bool] = True
    table_derived: ClassVar[bool] = False
    table_unique: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def __init_subclass__(
        cls,
        *,
        table: str = "",
        published: bool = True,
        derived: bool = False,
        unique: tuple[tuple[str, ...], ...] = (),
        **kwargs: Any,
    ) -> None:
        """Take the class keywords; `derived` marks a table that nobody authors, and ``title`` is pydantic's own."""
        super().__init_subclass__(**kwargs)
        if table:
            if not re.fullmatch(ID_PATTERN, table):
                raise DeclarationError(f"a table is named in lower snake_case, not {table!r}")
            cls.table_name, cls.table_published, cls.table_derived = table, published, derived
            cls.table_unique = unique
            cls.table_title = cls.model_config.get("title") or table


@cache
def columns(table: type[Table]) -> Mapping[str, Column]:
    """Return the declared columns of a table by published name, in published order."""
    found: dict[str, Column] = {}
    for name, info in table.model_fields.items():
        declared = next((m for m in info.metadata if isinstance(m, Column)), None)
        if declared is None:
            if not any(isinstance(m, Links) for m in info.metadata):
                raise DeclarationError(f"{table.__name__}.{name} is declared without column() or links()")
            continue
        python, optional = _type_of(table, name, info)
        found[name] = declared._replace(
            name=name,
            type=python,
            required=not optional,
            authored_as=declared.authored_as or _authored_name(name, declared),
        )
    return found


@cache
def nested(table: type[Table]) -> Mapping[str, Links]:
    """Return the nested lists of a table by authored name."""
    return {
        name: declared._replace(name=name)
        for name, info in table.model_fields.items()
        for declared in info.metadata
        if isinstance(declared, Links)
    }


@cache
def key_of(table: type[Table]) -> tuple[str, ...]:
    """Return the names of the key columns."""
    return tuple(name for name, declared in columns(table).items() if declared.key)


@cache
def authored_columns(table: type[Table]) -> Mapping[str, Column]:
    """Return what an author may write in a record, by authored name (nested lists apart)."""
    return {c.authored_as: c for c in columns(table).values() if c.authored and not c.parent}


COLUMN_TYPES = (str, Code, bool, int, Decimal, date)


def _authored_name(name: str, declared: Column) -> str:
    if declared.key and name.endswith("_id") and declared.references is None:
        return "id"
    return name.removesuffix("_id") if declared.references else name


def _type_of(table: type[Table], name: str, info: FieldInfo) -> tuple[type, bool]:
    annotation = info.annotation
    options = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    kinds = [o for o in options if o is not NoneType]
    if len(kinds) != 1 or kinds[0] not in COLUMN_TYPES:
        accepted = ", ".join(t.__name__ for t in COLUMN_TYPES)
        raise DeclarationError(
            f"{table.__name__}.{name} has type {annotation}: a column is one of {accepted}, or that | None"
        )
    return kinds[0], len(options) > 1
