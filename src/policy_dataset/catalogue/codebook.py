"""The codebook: every published table, column and code, as Markdown and as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from inspect import cleandoc
from typing import Any

from policy_dataset.catalogue.html import to_html
from policy_dataset.catalogue.page import Block, Bullets, Grid, GridRow, Heading, Paragraph, to_markdown
from policy_dataset.catalogue.reading import reading
from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column, Origin, Table, columns, key_of

TITLE = "Codebook"


def codebook(schema: Schema) -> Mapping[str, str]:
    """Return the codebook of a set of tables.

    Returns
    -------
    Mapping
        Text by file name: ``codebook.md`` and ``codebook.html``, the same page twice.
    """
    blocks = tuple(codebook_page(schema))
    return {"codebook.md": to_markdown(blocks), "codebook.html": to_html(TITLE, blocks)}


def codebook_page(schema: Schema) -> Iterator[Block]:
    """Go through the blocks of the codebook."""
    yield Heading(1, TITLE)
    yield Bullets(("[How to read the tables](#reading)", "[Tables](#tables)", "[Codelists](#codelists)"))
    yield from reading(schema)
    yield Heading(2, "Tables", "tables")
    overview = [
        GridRow((f"[{t.table_name}](#{t.table_name})", _first_sentence(t), _key(t))) for t in schema.published
    ]
    yield Grid(("table", "one row is", "key"), tuple(overview))
    for table in schema.published:
        yield from _table(table, schema)
    yield Heading(2, "Codelists", "codelists")
    used = _users(schema)
    for name in sorted(schema.codelists):
        yield from _codelist(name, schema.codelists[name], used.get(name, []))


def _table(table: type[Table], schema: Schema) -> Iterator[Block]:
    yield Heading(3, table.table_name, table.table_name)
    yield Paragraph(" ".join(cleandoc(table.__doc__ or table.table_title).split()))
    yield Paragraph(f"Key: {_key(table)}.")
    header = ("column", "type", "null", "written by", "description", "values", "example")
    rows = [GridRow(_column(c, schema), f"{table.table_name}.{c.name}") for c in columns(table).values()]
    yield Grid(header, tuple(rows))


def _column(column: Column, schema: Schema) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        _TYPES[column.type],
        "no" if column.required else "yes",
        _AUTHORS[column.origin] if not column.parent else "the list that holds it",
        column.description,
        "; ".join(_values(column, schema)),
        f"`{_shown(column.examples[0])}`" if column.examples else "",
    )


_TYPES: Mapping[type, str] = {
    str: "text",
    Code: "code",
    bool: "true or false",
    int: "integer",
    Decimal: "decimal",
    date: "day",
}

_AUTHORS: Mapping[Origin, str] = {
    Origin.AUTHORED: "author",
    Origin.DERIVED: "library",
    Origin.BOTH: "library, else author",
}


def _values(column: Column, schema: Schema) -> Iterator[str]:
    if column.codelist is not None:
        yield f"codes of [{column.codelist}](#codelist.{column.codelist})"
    if column.references is not None:
        published = schema[column.references].table_published
        yield (
            f"key of [{column.references}](#{column.references})"
            if published
            else f"key of {column.references}"
        )
    if column.separator is not None:
        yield f"several, joined by `{column.separator}`"
    if column.unit is not None:
        yield f"in {column.unit}"
    if column.minimum is not None:
        yield f"at least {_shown(column.minimum)}"
    if column.maximum is not None:
        yield f"at most {_shown(column.maximum)}"
    if column.pattern is not None:
        yield f"form `{column.pattern}`"
    if column.max_length is not None:
        yield f"at most {column.max_length} characters"
    if column.authored and not column.parent and column.authored_as != column.name:
        yield f"authors write `{column.authored_as}`"


def _codelist(name: str, codelist: Codelist, used_by: list[str]) -> Iterator[Block]:
    yield Heading(3, name, f"codelist.{name}")
    users = ", ".join(f"[{user}](#{user})" for user in used_by)
    yield Paragraph(f"Used by {users}." if users else "Used by no column; other lists refer to its codes.")
    header = ("code", "English", "Chinese", "meaning", "meaning in Chinese")
    rows = [GridRow(_code(e), f"codelist.{name}.{e.code}") for e in codelist.values()]
    yield Grid(header, tuple(rows), ("", "", "zh-Hans", "", "zh-Hans"))


def _code(entry: CodeEntry) -> tuple[str, ...]:
    notes = [f"Part of `{entry.parent}`."] if entry.parent else []
    if entry.deprecated:
        instead = ", ".join(f"`{code}`" for code in entry.replaced_by)
        notes.append(f"Deprecated: use {instead}." if instead else "Deprecated.")
    definition = f"{entry.definition_en.rstrip('.')}." if entry.definition_en else ""
    meaning = " ".join((definition, *notes)).strip()
    return (f"`{entry.code}`", entry.label_en, entry.label_zh, meaning, entry.definition_zh)


def _users(schema: Schema) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in schema.published:
        for c in columns(table).values():
            if c.codelist is not None:
                found.setdefault(c.codelist, []).append(f"{table.table_name}.{c.name}")
    return found


def _key(table: type[Table]) -> str:
    return ", ".join(f"`{name}`" for name in key_of(table))


def _first_sentence(table: type[Table]) -> str:
    return " ".join(cleandoc(table.__doc__ or table.table_title).split("\n\n")[0].split())


def _shown(value: Any) -> str:
    return str(value)
