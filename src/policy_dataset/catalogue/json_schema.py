"""JSON Schemas of the files that people write, so that an editor completes, explains and checks while they type.

They follow from the declarations and agree with the reader of records, with one difference that cannot be helped: an
editor shows a schema *values*, the reader takes *texts*. ``510100`` and ``2026`` are numbers to an editor, so a field
takes a number wherever the digits of one would be a fitting text. What a value no longer shows (``1e3`` for ``1000``) is
left to ``policy-dataset validate``; a code that begins with zero, and a text that is ``true`` or ``false``, want quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from inspect import cleandoc
from typing import Any

from policy_dataset.catalogue.numerals import number_bounds
from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import (
    Code,
    Column,
    Links,
    Notation,
    Table,
    authored_columns,
    columns,
    key_of,
    nested,
)
from policy_dataset.records.shape import WHOLE_RECORD
from policy_dataset.sources import anchors

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANCHOR_PATTERN = rf"^{anchors.ANCHOR_PATTERN}$"
DECIMAL_PATTERN = r"^-?(0|[1-9][0-9]{0,28})(\.[0-9]{1,9})?$"
INTEGER_PATTERN = r"^-?(0|[1-9][0-9]{0,17})$"

JsonSchema = dict[str, Any]

_MADE_BY = "Made by `policy-dataset anchor`; write one a line."


def authored_schema(table: type[Table], schema: Schema) -> JsonSchema:
    """Return the JSON Schema of a file of records of one table.

    Parameters
    ----------
    schema
        The declarations that `table` is part of; any, not only those of this library.

    Returns
    -------
    dict
        Draft 2020-12: a list of records, unknown fields refused, with a description of every field and code.
    """
    inside = tuple(_tables_inside(table))
    lists = {c.codelist: None for t in inside for c in authored_columns(t).values() if _takes_code(c)}
    evident = [t for t in inside if any(link.evidence for link in nested(t).values())]
    definitions: JsonSchema = {f"record_{t.table_name}": _record(t, schema) for t in inside}
    definitions |= {
        f"codes_{name}": _codes(name, schema.codelists[name]) for name in sorted(n for n in lists if n)
    }
    if evident or any(c.notation is Notation.ANCHOR for t in inside for c in authored_columns(t).values()):
        definitions["anchor"] = _anchor()
    if evident:
        definitions["anchors"] = _anchors()
        definitions |= {f"evidence_{t.table_name}": _evidence(t) for t in evident}
    return {
        "$schema": DIALECT,
        "$id": f"{table.table_name}.schema.json",
        "title": table.table_title,
        "description": cleandoc(table.__doc__ or table.table_title),
        "type": "array",
        "items": _refer(f"record_{table.table_name}"),
        "$defs": definitions,
    }


def dataset_schema() -> JsonSchema:
    """Return the JSON Schema of `dataset.yaml`."""
    made = DatasetMeta.model_json_schema()
    definitions = made.pop("$defs", {})
    return {
        "$schema": DIALECT,
        "$id": "dataset.schema.json",
        **_as_written(made),
        "title": "dataset.yaml",
        "$defs": {name: _as_written(d) for name, d in definitions.items()},
    }


def _tables_inside(table: type[Table]) -> Iterator[type[Table]]:
    """Go through a table and those of its nested lists, however deep, each once."""
    waiting, seen = [table], {table}
    while waiting:
        here = waiting.pop(0)
        yield here
        inner = [
            link.target for link in nested(here).values() if not link.evidence and link.target not in seen
        ]
        seen.update(inner)
        waiting += dict.fromkeys(inner)


def _record(table: type[Table], schema: Schema) -> JsonSchema:
    by_name = {c.name: c for c in authored_columns(table).values()}
    properties: JsonSchema = {}
    for name in table.model_fields:  # in the order of the declaration, lists among columns
        if name in by_name:
            properties[by_name[name].authored_as] = _field(by_name[name], schema)
        elif name in nested(table):
            properties[name] = _list(table, nested(table)[name], schema)
    return {
        "description": cleandoc(table.__doc__ or table.table_title),
        "type": "object",
        "additionalProperties": False,
        "required": [c.authored_as for c in by_name.values() if c.authored_required],
        "properties": properties,
    }


def _field(column: Column, schema: Schema) -> JsonSchema:
    found: JsonSchema = {"description": _hover(column), **_accepted(column, schema)}
    if column.authored_default is not None:
        found["default"] = column.authored_default
    if column.examples:
        found["examples"] = [_plain(e) for e in column.examples]
    return found


def _hover(column: Column) -> str:
    more = [
        f"A code of {column.codelist}." if column.codelist is not None else "",
        f"The id of a record of {column.references}." if column.references is not None else "",
        f"In {column.unit}." if column.unit is not None else "",
        f"Left out: {column.authored_default}." if column.authored_default is not None else "",
    ]
    return " ".join(part for part in (column.description, *more) if part)


def _takes_code(column: Column) -> bool:
    """Whether a cell is one code: a text that joins several is checked neither here nor by the reader."""
    return column.codelist is not None and column.separator is None


def _accepted(column: Column, schema: Schema) -> JsonSchema:
    if _takes_code(column):
        return _refer(f"codes_{column.codelist}")
    if column.notation is Notation.ANCHOR:
        return _refer("anchor")
    if column.references is not None:
        target = schema[column.references]
        key = columns(target)[key_of(target)[0]]
        return _typed(
            key.type, column.pattern or key.pattern, column.max_length or key.max_length, key.examples
        )
    accepted = _typed(column.type, column.pattern, column.max_length, column.examples)
    if column.minimum is not None:
        accepted["minimum"] = _plain(column.minimum)
    if column.maximum is not None:
        accepted["maximum"] = _plain(column.maximum)
    return accepted


def _typed(kind: type, pattern: str | None, max_length: int | None, examples: tuple[Any, ...]) -> JsonSchema:
    if kind in (str, Code):
        return _text(pattern, max_length, examples)
    return dict(_TYPES[kind])


_TYPES: Mapping[type, JsonSchema] = {
    Decimal: {"type": ["number", "string"], "pattern": DECIMAL_PATTERN},
    int: {"type": ["integer", "string"], "pattern": INTEGER_PATTERN},
    bool: {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
"""Quotes around a number or a truth value are no fault: the reader takes the text between them."""


def _text(pattern: str | None, max_length: int | None, examples: tuple[Any, ...]) -> JsonSchema:
    found: JsonSchema = {"type": ["string", "number"]}
    if pattern is not None:
        # `pattern` speaks of strings alone and the bounds of numbers alone, so the two stand side by side.
        bounds = number_bounds(pattern, examples)
        found = (
            {"type": "string"} if bounds is None else {"type": ["string", bounds.kind], **bounds.keywords()}
        )
        found["pattern"] = f"^(?:{pattern})$"
        if examples:
            found["patternErrorMessage"] = f"Write it like {' or '.join(repr(str(e)) for e in examples)}."
    else:
        found["minLength"] = 1
    if max_length is not None:
        found["maxLength"] = max_length
    return found


def _codes(name: str, codelist: Codelist) -> JsonSchema:
    """Return what takes one code: an enumeration that editors offer with labels, deprecated codes marked."""
    active = [e for e in codelist.values() if not e.deprecated]
    choices = [
        {"enum": [e.code for e in active], "enumDescriptions": [_label(e) for e in active]}
        if active
        else None,
        *(_deprecated(e) for e in codelist.values() if e.deprecated),
        _as_numbers(codelist),
    ]
    given = [c for c in choices if c is not None]
    title = f"Codelist {name}"
    return {"title": title, **given[0]} if len(given) == 1 else {"title": title, "anyOf": given}


def _deprecated(entry: CodeEntry) -> JsonSchema:
    instead = f": use {' or '.join(entry.replaced_by)}" if entry.replaced_by else ""
    return {
        "const": entry.code,
        "description": _label(entry),
        "deprecated": True,
        "deprecationMessage": f"{entry.code} is deprecated{instead}",
    }


def _as_numbers(codelist: Codelist) -> JsonSchema | None:
    """Codes that an editor reads as numbers, such as ``01.1``."""
    numbers = [
        float(c) if "." in c else int(c)
        for c in codelist
        if c.replace(".", "", 1).isdecimal() and c.isascii()
    ]
    return {"type": "number", "enum": list(dict.fromkeys(numbers))} if numbers else None


def _label(entry: CodeEntry) -> str:
    labels = " ".join(dict.fromkeys(label for label in (entry.label_en, entry.label_zh) if label))
    return f"{labels}: {entry.definition_en}" if entry.definition_en else labels


def _list(table: type[Table], link: Links, schema: Schema) -> JsonSchema:
    if link.evidence:
        return {"description": link.description, **_refer(f"evidence_{table.table_name}")}
    whole = _refer(f"record_{link.target.table_name}")
    found: JsonSchema = {"description": link.description, "type": "array", "items": whole}
    if link.shorthand is not None and _shorthand_is_enough(link):
        found["items"] = {"anyOf": [_field(columns(link.target)[link.shorthand], schema), whole]}
    if link.examples:
        found["examples"] = [_plain(e) for e in link.examples]
    return found


def _shorthand_is_enough(link: Links) -> bool:
    needed = {c.name for c in authored_columns(link.target).values() if c.authored_required}
    return needed <= {link.shorthand}


def _anchor() -> JsonSchema:
    return {
        "description": f"A place in a source. {_MADE_BY}",
        "type": "string",
        "pattern": ANCHOR_PATTERN,
        "patternErrorMessage": "This is no anchor. Make one with `policy-dataset anchor` and paste the line whole.",
    }


def _anchors() -> JsonSchema:
    """Return what takes one anchor or several.

    Keywords that speak of one type each stand side by side: at a choice of schemas an editor would tell what types there
    are, not what is wrong.
    """
    return {**_anchor(), "type": ["string", "array"], "items": _refer("anchor")}


def _evidence(table: type[Table]) -> JsonSchema:
    fields = {name: c.description for name, c in authored_columns(table).items()}
    fields |= {name: link.description for name, link in nested(table).items() if not link.evidence}
    described = {WHOLE_RECORD: "The record as a whole.", **fields}
    return {
        **_anchors(),
        "type": ["string", "array", "object"],
        "additionalProperties": False,
        "properties": {
            n: {"description": f"Proves `{n}`: {d} {_MADE_BY}", **_refer("anchors")}
            for n, d in described.items()
        },
    }


def _as_written(made: Any) -> Any:
    """Turn what pydantic says of a model into what an author may write in YAML.

    Null is never written, and a free text may look like a number to an editor (``title: 2026``).
    """
    if isinstance(made, list):
        return [_as_written(m) for m in made]
    if not isinstance(made, dict):
        return made
    options = [o for o in made.get("anyOf", ()) if o != {"type": "null"}]
    found = {k: v for k, v in made.items() if k != "anyOf"} | (options[0] if len(options) == 1 else {})
    if found.get("type") == "string" and not {"pattern", "format", "enum", "const"} & found.keys():
        found["type"] = ["string", "number"]
    if found.get("default", ()) in (None, []):
        del found["default"]
    return {k: _properties(v) if k == "properties" else _as_written(v) for k, v in found.items()}


def _properties(made: Mapping[str, Any]) -> JsonSchema:
    # pydantic titles each property with its own name, which an editor would show above the description.
    return {name: {k: v for k, v in _as_written(p).items() if k != "title"} for name, p in made.items()}


def _refer(definition: str) -> JsonSchema:
    return {"$ref": f"#/$defs/{definition}"}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
