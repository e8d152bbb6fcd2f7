"""Strategies for whole datasets: the standard tables tell a story, tables of a user's own are filled by declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from policy_dataset.model.evidence import Evidence
from policy_dataset.model.reference import supplied_rows
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import (
    Column,
    Links,
    Notation,
    Table,
    authored_columns,
    columns,
    key_of,
    nested,
)
from policy_dataset.testing.cells import cell, in_both_languages
from policy_dataset.testing.chance import DrawnChance
from policy_dataset.testing.draft import SOURCES, Draft, Record, sha256_of
from policy_dataset.testing.page import Page
from policy_dataset.testing.story import TABLES, standard_draft

_META: Record = {
    "id": "generated",
    "title": "Generated records",
    "description": "Records made from declarations.",
    "version": "1.0.0",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "A generator"}],
    "coded_by": "coder_a",
    "origin": "person",
}
_MOST = 2
"""Records of one table, and entries of one nested list."""
_UNUSED_IS_RIGHT = ("sources", "measures", "statistics", "corrections", "waivers")


@st.composite
def datasets(draw: DrawFn, schema: Schema) -> dict[str, str | bytes]:
    """Return right datasets of a schema; see `policy_dataset.testing.datasets`."""
    return draw(drafts(schema)).files()


@st.composite
def drafts(draw: DrawFn, schema: Schema) -> Draft:
    """Return right datasets of a schema that are still open to change."""
    chance = DrawnChance(lambda o: draw(st.sampled_from(o)), lambda a, b: draw(st.integers(a, b)))
    told = set(TABLES) <= {t.table_name for t in schema}
    draft = standard_draft(schema, chance) if told else Draft(schema, meta=dict(_META))
    _Filler(draw, draft, told=TABLES if told else ()).fill()
    return draft


class _Filler:
    """Adds records of the tables that no story tells, and required fields that a story does not know."""

    def __init__(self, draw: DrawFn, draft: Draft, *, told: Sequence[str]) -> None:
        self._draw, self._draft, self._schema, self._told = draw, draft, draft.schema, told
        self._page = Page("page")
        self._keys: dict[str, list[str]] = {}

    def fill(self) -> None:
        tables = [t for t in _in_order(self._schema) if t.table_name not in (*self._told, SOURCES)]
        for name, given in self._draft.records.items():
            self._keys[name] = [record["id"] for record in given if "id" in record]
        for name in self._told:
            for record in self._draft.records[name]:
                record.update(self._missing(self._schema[name], record))
        cites = SOURCES in self._schema and SOURCES not in self._told
        if cites:
            self._keys[SOURCES] = [self._page.source]
        for table in tables:
            number = self._draw(st.integers(1, _MOST))
            made = [self._record(table, self._keys.setdefault(table.table_name, [])) for _ in range(number)]
            self._draft.records[table.table_name] = [record for record in made if record is not None]
        if cites:
            self._cite()
        self._leave_out_unused({t.table_name for t in tables})

    def _missing(self, table: type[Table], record: Record) -> Record:
        known = authored_columns(table)
        return {
            n: self._draw(cell(c, self._schema))
            for n, c in known.items()
            if c.authored_required and n not in record and c.references is None
        }

    def _record(self, table: type[Table], taken: list[str]) -> Record | None:
        """Return a record, or None where a key that it needs is not there or one like it stands in `taken`."""
        made: Record = {}
        for name, column in authored_columns(table).items():
            given = self._cell(column)
            if given is not None:
                made[name] = given
            elif column.authored_required:
                return None
        own_keys = (columns(table)[k] for k in key_of(table) if not columns(table)[k].parent)
        identity = "/".join(str(made.get(column.authored_as)) for column in own_keys)
        if identity in taken or identity in _supplied(table.table_name):
            return None
        taken.append(identity)
        for name, link in nested(table).items():
            items = self._evidence(table, made) if link.evidence else self._items(link)
            if items:
                made[name] = items
        return in_both_languages(made, table)

    def _cell(self, column: Column) -> str | None:
        wanted = column.authored_required or self._draw(st.booleans())
        if not wanted:
            return None
        if column.notation is Notation.ANCHOR:
            return self._say("定", column.name)
        if column.references is None:
            return self._draw(cell(column, self._schema))
        keys = self._known_keys(column.references)
        return self._draw(st.sampled_from(keys)) if keys else None

    def _items(self, link: Links) -> list[Record]:
        taken: list[str] = []
        made = [self._record(link.target, taken) for _ in range(self._draw(st.integers(0, _MOST)))]
        return [item for item in made if item is not None]

    def _known_keys(self, table: str) -> list[str]:
        own = self._keys.get(table, [])
        return own or list(_supplied(table))[:5]

    def _say(self, words: str, mark: str) -> str:
        mark = f"{mark}/{len(self._page.text)}"
        self._page.say(words, mark)
        self._page.say("，")
        return self._page.anchor(mark)

    def _evidence(self, table: type[Table], made: Record) -> Any:
        shown: Record = {}
        for name, column in authored_columns(table).items():
            if name in made and column.notation in (Notation.FIGURE, Notation.PERIOD) and column.required:
                shown[name] = self._say(made[name], name)
        if not any(c.notation is Notation.FIGURE and c.required for c in columns(table).values()):
            shown["record"] = self._say("据此", "record")
        return shown

    def _cite(self) -> None:
        """Add the source that everything here is cited from."""
        if not self._page.text:
            self._page.say("无。")
        declared = authored_columns(self._schema[SOURCES])
        given = {
            "id": self._page.source,
            "title_zh": "页面",
            "publisher": "某处",
            "language": "zh-Hans",
            "published": "2031-01-01",
            "file": "page.txt",
            "file_sha256": sha256_of(self._page.text),
            "spans": f"0,{len(self._page.text)}",
        }
        self._draft.records[SOURCES] = [{name: value for name, value in given.items() if name in declared}]
        self._draft.texts["page.txt"] = self._page.text

    def _leave_out_unused(self, mine: set[str]) -> None:
        """Leave out records that others could name and none does, until none is left."""
        records = self._draft.records
        while True:
            used: dict[str, set[str]] = {}
            for name, given in records.items():
                for record in given:
                    _uses(record, self._schema[name], used)
            named = {
                r.target
                for r in self._schema.references()
                if not self._schema.column(r.table, r.column).parent
            }
            unused = {
                name: [
                    r for r in records[name] if r[_key_field(self._schema[name])] not in used.get(name, ())
                ]
                for name in named & mine - set(_UNUSED_IS_RIGHT)
                if name in records
            }
            if not any(unused.values()):
                return
            for name, gone in unused.items():
                records[name] = [r for r in records[name] if r not in gone]


def _uses(record: Any, table: type[Table], used: dict[str, set[str]]) -> None:
    for name, column in authored_columns(table).items():
        if column.references is not None and isinstance(record, Mapping) and name in record:
            used.setdefault(column.references, set()).add(record[name])
    for name, link in nested(table).items():
        for item in record.get(name, ()) if not link.evidence else ():
            if isinstance(item, str) and link.shorthand is not None:
                target = columns(link.target)[link.shorthand].references
                used.setdefault(target or "", set()).add(item)
            else:
                _uses(item, link.target, used)


def _key_field(table: type[Table]) -> str:
    return columns(table)[key_of(table)[0]].authored_as


@cache
def _supplied(name: str) -> tuple[str, ...]:
    rows = supplied_rows().get(name, ())
    return tuple(str(next(iter(row.values()))) for row in rows)


def _in_order(schema: Schema) -> list[type[Table]]:
    """Return the authored tables, each after those whose keys it needs."""
    done: list[type[Table]] = []

    def visit(table: type[Table], above: tuple[str, ...]) -> None:
        if table in done or table.table_name in above:
            return
        inner = [link.target for link in nested(table).values() if link.target is not Evidence]
        for needs in (table, *inner):
            for column in columns(needs).values():
                if column.references is not None and not column.parent and column.authored:
                    visit(schema[column.references], (*above, table.table_name))
        if table in schema.authored:
            done.append(table)

    for table in schema.authored:
        visit(table, ())
    return done
