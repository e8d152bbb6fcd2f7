"""A record to fill in: its fields in declared order, what is known of it, and beside each field what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from policy_dataset.drafting.yaml import Comment, Entry, record, scalar
from policy_dataset.errors import UsageError
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import (
    ID_LENGTH,
    Column,
    Notation,
    Table,
    authored_columns,
    key_of,
    nested,
)
from policy_dataset.problems import Severity
from policy_dataset.records.shape import TODO, WHOLE_RECORD
from policy_dataset.records.yaml_text import read_yaml

Say = Callable[[str], str]

KINDS = {"measure": "measures", "statistic": "statistics"}
"""What can be begun, and its table."""

NAMED_BY = {"measures": ("title_en",), "statistics": ("indicator", "period")}
"""Fields that a new id is made of, where they are known."""

_FEW = 14
"""A list of so few codes is told whole."""
_NO_ID = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"[0-9]+")


def skeleton(  # noqa: PLR0913 - what stands around a record
    table: type[Table],
    schema: Schema,
    given: Mapping[str, str],
    *,
    taken: Iterable[str] = (),
    sources: Sequence[str] = (),
    say: Say = str,
) -> str:
    """Return a record as YAML, `todo` where something must be filled in; what is optional stands in comments.

    Parameters
    ----------
    given
        What is known, by authored name.
    taken
        Ids that are used already.
    sources
        Ids of the sources that evidence may come from.
    say
        Turns what comments say into the language of the reader.

    Raises
    ------
    UsageError
        When a given field or code is none, or the id is taken; the text says which one may be meant.
    """
    _check(table, schema, given)
    fields = authored_columns(table)
    by_name = {c.name: c for c in fields.values()}
    key = by_name[key_of(table)[0]].authored_as
    name = given.get(key) or _new_id(table, given, set(taken))
    if name in set(taken):
        raise UsageError(f"there is a record '{name}' already; give another id")
    entries: list[Entry] = [(key, name)]
    for field in table.model_fields:
        if field in by_name and by_name[field].authored_as != key:
            entries += _field(by_name[field], schema, given, say)
        elif field in nested(table) and not nested(table)[field].evidence:
            entries.append(Comment(f"{field}: {_list(nested(table)[field].target, schema, say)}"))
    needed = _FIGURE if any(c.notation is Notation.FIGURE for c in fields.values()) else WHOLE_RECORD
    among = f" of {' | '.join(sources)}" if sources else ""
    entries.append(Comment(say(f"evidence: one anchor{among} a line, made by `policy-dataset anchor`")))
    entries.append(("evidence", {needed: TODO}))
    return record(entries)


_FIGURE = "figure"


def with_record(text: str, addition: str, *, file: str) -> str:
    """Return the text of a file of records with one more at its end.

    Raises
    ------
    UsageError
        When the file is none that a record can be put after.
    """
    before = read_yaml(text.encode(), file=file).value
    new = text + ("" if not text or text.endswith("\n") else "\n") + ("\n" if text.strip() else "") + addition
    after = read_yaml(new.encode(), file=file)
    damaged = any(p.severity is Severity.ERROR for p in after.problems)
    if damaged or not isinstance(after.value, list) or after.value[:-1] != (before or []):
        raise UsageError(f"{file} is no list of records that can be added to: mend it first")
    return new


def required(table: type[Table]) -> Iterator[Column]:
    """Go through the fields that a record must have, but for its id."""
    key = key_of(table)[0]
    return (c for c in authored_columns(table).values() if c.authored_required and c.name != key)


def _check(table: type[Table], schema: Schema, given: Mapping[str, str]) -> None:
    fields = authored_columns(table)
    for name, value in given.items():
        if name not in fields:
            hint = did_you_mean(name, fields, otherwise=f"Fields are {', '.join(fields)}.")
            raise UsageError(f"{table.table_name} have no field '{name}' that can be given here. {hint}")
        check_value(fields[name], value, schema)


def check_value(column: Column, value: str, schema: Schema) -> None:
    """Refuse a code that is not in its list, and a text of another form.

    Raises
    ------
    UsageError
        The text says which code may be meant, or how the text is written.
    """
    if value == TODO:
        return
    if column.codelist is None:
        if column.pattern is not None and re.fullmatch(column.pattern, value) is None:
            like = " or ".join(str(e) for e in column.examples)
            raise UsageError(f"{column.authored_as} cannot be '{value}': write it like {like}")
        return
    if value in schema.codelists[column.codelist]:
        return
    hint = did_you_mean(
        value,
        schema.codelists[column.codelist],
        otherwise=f"`policy-dataset codes {column.codelist} WORD` finds one.",
    )
    raise UsageError(f"'{value}' is no code of {column.codelist}. {hint}")


def _new_id(table: type[Table], given: Mapping[str, str], taken: set[str]) -> str:
    parts: list[str] = []
    for name in NAMED_BY.get(table.table_name, ()):
        text = given.get(name, "")
        parts += [p for p in _NO_ID.split(text.lower()) if p] if text.isascii() else _DIGITS.findall(text)
    made = "_".join(parts)[:ID_LENGTH].rstrip("_")
    if not made or not made[0].isalpha():
        return TODO
    number = 2
    base = made
    while made in taken:
        made = f"{base[: ID_LENGTH - 4]}_{number}"
        number += 1
    return made


def _field(column: Column, schema: Schema, given: Mapping[str, str], say: Say) -> Iterator[Entry]:
    name = column.authored_as
    offered = offer(column, schema, say)
    if name in given:
        yield (name, given[name])
    elif column.authored_required:
        yield Comment(f"{name}: {offered}")
        yield (name, TODO)
    else:
        yield Comment(f"{name}: {offered}{say(' (may be left out)')}")


def offer(column: Column, schema: Schema, say: Say = str) -> str:
    """Return what may stand in a field, on one line: its codes, a command that finds them, or what it is."""
    if column.codelist is not None:
        codes = [e.code for e in schema.codelists[column.codelist].values() if not e.deprecated]
        if len(codes) <= _FEW:
            return " | ".join(codes)
        return say(f"one of {len(codes)} codes; `policy-dataset codes {column.codelist} WORD` finds one")
    if column.references is not None:
        return say(f"the id of a record of {column.references}")
    example = f"{say(', like ')}{scalar(str(column.examples[0]))}" if column.examples else ""
    return f"{say(column.description).rstrip('.。')}{example}"


def _list(target: type[Table], schema: Schema, say: Say) -> str:
    fields = [c for c in authored_columns(target).values() if not c.parent]
    return say("a list of ") + say(", ").join(f"{c.authored_as} ({offer(c, schema, say)})" for c in fields)
