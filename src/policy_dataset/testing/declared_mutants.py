"""Mutants that follow from declarations: of every field that is required, coded, bounded, of a form or of a type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column, Table, authored_columns, columns, key_of, nested
from policy_dataset.testing.draft import Draft
from policy_dataset.testing.mutant import Mutant, Path, Place, on_draft

ABSENT = "no_such_record"
_GROUPED = ("topics", "instruments")
Value = Callable[[str], Any]
_HANGS_ON_IT = {
    "sources": frozenset({"id", "published", "file", "file_sha256", "spans"}),
    "actors": frozenset({"name_zh"}),
    "locations": frozenset({"name_zh", "parent", "gbt2260"}),
    "indicators": frozenset({"unit"}),
    "units": frozenset({"symbol", "dimension", "factor_to_base", "base_unit"}),
    "corrections": frozenset({"reading"}),
}
"""Fields of the standard tables whose fault would be a fault of other records too: what is cited, named or counted."""


_TWICE_BESIDE = ("duplicate_statistic", "duplicate_evidence", "duplicate_key")
"""What is said of a record that stands there twice, beside that its key does."""


@dataclass(frozen=True)
class _Field:
    """One field of a table, reached through the nested lists `through` of the table `top`."""

    top: str
    through: tuple[str, ...]
    table: type[Table]
    name: str
    column: Column
    schema: Schema

    @property
    def label(self) -> str:
        return ".".join((self.top, *self.through, self.name))

    @property
    def is_free_text(self) -> bool:
        c = self.column
        closed = c.codelist or c.pattern or c.references or c.notation or c.separator
        return c.type is str and not closed

    @property
    def is_named_by_others(self) -> bool:
        key = key_of(self.table)
        named = any(r.target == self.top for r in self.schema.references())
        return self.column.name in key and (named or len(key) > 1)


def declared_mutants(schema: Schema) -> Iterator[Mutant]:
    """Return the mutants of every authored field of a schema."""
    for table in schema.authored:
        for field in _fields(table.table_name, (), table, schema):
            if field.name in _HANGS_ON_IT.get(field.top, ()) and not field.through:
                continue
            yield from _of_field(field)
        yield from _of_table(table)


def _fields(top: str, through: tuple[str, ...], table: type[Table], schema: Schema) -> Iterator[_Field]:
    for name, column in authored_columns(table).items():
        yield _Field(top, through, table, name, column, schema)
    for name, link in nested(table).items():
        if not link.evidence:
            yield from _fields(top, (*through, name), link.target, schema)


def _of_field(field: _Field) -> Iterator[Mutant]:
    for rule, what, value in _wrong_values(field):
        beside = ("unused_record",) if rule == "unknown_reference" else ()
        yield Mutant(rule, f"{field.label} {what}", on_draft(partial(_replace, field, value, None)), beside)
    for rule, what, value, first in _wrong_texts(field) if field.is_free_text else ():
        yield Mutant(rule, f"{field.label} {what}", on_draft(partial(_replace, field, value, first)))
    if (
        field.column.authored_required
        and not field.is_named_by_others
        and field.column.name not in key_of(field.table)
    ):
        yield Mutant("missing_field", f"{field.label} is left out", on_draft(partial(_leave_out, field)))


def _wrong_values(field: _Field) -> Iterator[tuple[str, str, Value]]:
    column = field.column
    # Without its key, or what it names, nobody can tell what else hangs on a record.
    if not column.key and column.references is None:
        yield "wrong_shape", "is a list", lambda text: [text]
    if column.references is not None:
        yield "unknown_reference", "names nothing", partial(_instead, ABSENT)
    if column.codelist is not None and column.separator is None:
        yield from _wrong_codes(column, field.schema)
    yield from _wrong_numbers(column)
    if not field.is_named_by_others:
        yield from _wrong_forms(field)


def _wrong_codes(column: Column, schema: Schema) -> Iterator[tuple[str, str, Value]]:
    codes = schema.codelists[column.codelist or ""]
    yield "unknown_code", "is a code of no list", partial(_instead, "no_such_code")
    old = next((code for code, entry in codes.items() if entry.deprecated), None)
    if old is not None:
        yield "deprecated_code", "is out of use", partial(_instead, old)
    group = next((code for code in codes if any(e.parent == code for e in codes.values())), None)
    if column.codelist in _GROUPED and group is not None:
        yield "broad_code", "is a group", partial(_instead, group)


def _wrong_numbers(column: Column) -> Iterator[tuple[str, str, Value]]:
    if column.type not in (str, Code):
        yield "bad_value", f"is no {column.type.__name__}", partial(_instead, "of no kind")
        if column.minimum is not None:
            yield "out_of_range", "is too small", partial(_instead, str(int(column.minimum) - 1))
        if column.maximum is not None:
            yield "out_of_range", "is too large", partial(_instead, str(int(column.maximum) + 1))


def _wrong_forms(field: _Field) -> Iterator[tuple[str, str, Value]]:
    column = field.column
    if column.pattern is not None and column.references is None:
        yield "pattern_mismatch", "has another form", partial(_unlike, column)
    if column.max_length is not None and column.notation is None and not field.through:
        yield "too_long", "is too long", partial(_lengthened, column)
    if not field.is_free_text:
        return
    yield "text_not_nfc", "is not composed", lambda text: f"{text}e\u0301"
    yield "null_value", "is null", lambda _: None
    if not field.name.endswith("_zh"):
        yield "todo_left", "is left to do", partial(_instead, "todo")
    for ending, language, word in (("_zh", "English", "English"), ("_en", "Chinese", "中文")):
        if field.name.endswith(ending):
            yield "text_of_other_language", f"is in {language}", partial(_instead, word)


def _wrong_texts(field: _Field) -> Iterator[tuple[str, str, Value, Callable[[str], int]]]:
    """Return wrong texts, each with the number of the character that is at fault."""
    yield (
        "text_invisible",
        "holds an invisible character",
        lambda text: f"{text[:1]}\u200b{text[1:]}",
        lambda _: 1,
    )
    yield (
        "text_private_use",
        "holds a private character",
        lambda text: f"{text[:1]}\ue5d2{text[1:]}",
        lambda _: 1,
    )
    yield "text_stray_space", "holds two spaces", lambda text: f"{text}  {text[:1]}", len
    if not field.name.endswith("_zh"):
        yield "text_full_width", "holds full-width digits", lambda text: f"{text}２０", len


def _instead(word: str, _: str) -> str:
    return word


def _unlike(column: Column, text: str) -> str:
    wrongs = (f"{text}!", f"{text}/\\", "Not So", "")
    return next(w for w in wrongs if re.fullmatch(column.pattern or "", w) is None)


def _lengthened(column: Column, text: str) -> str:
    return text + text[-1] * (column.max_length or 0)


def _of_table(table: type[Table]) -> Iterator[Mutant]:
    name = table.table_name
    yield Mutant("unknown_field", f"{name} have a field too many", on_draft(partial(_add_field, name)))
    for listed, link in nested(table).items():
        names_others = any(c.references is not None and not c.parent for c in columns(link.target).values())
        if not link.evidence and not names_others:
            change = on_draft(partial(_no_list, name, listed))
            yield Mutant("wrong_shape", f"{name}.{listed} is no list", change)
    if len(key_of(table)) == 1 and name != "sources":
        what = f"{name} have one record twice"
        yield Mutant("duplicate_id", what, on_draft(partial(_twice, table)), beside=_TWICE_BESIDE)
    for unique in table.table_unique:
        if all(columns(table)[column].authored for column in unique):
            what = f"{name} are alike in {', '.join(unique)}"
            yield Mutant("duplicate_key", what, on_draft(partial(_alike, table, unique)))


def _replace(
    field: _Field, value: Value, character: Callable[[str], int] | None, draft: Draft
) -> Place | None:
    for holder, step, path in _places(field, draft):
        right = holder[step]
        wrong = value(right)
        # A short form cannot hold a list in a text's place: it would be a record then.
        if isinstance(holder, list) and not isinstance(wrong, str):
            continue
        holder[step] = wrong
        return Place(f"{field.top}.yaml", path, character=None if character is None else character(right))
    return None


def _leave_out(field: _Field, draft: Draft) -> Place | None:
    for holder, step, path in _places(field, draft):
        if isinstance(holder, dict):
            del holder[step]
            return Place(f"{field.top}.yaml", path[:-1])
    return None


def _places(field: _Field, draft: Draft) -> Iterator[tuple[Any, Any, Path]]:
    """Go through where a field is written: what holds it, under which name or number, and the path there."""
    # The last record first: earlier ones are more often what later ones hang on.
    records = draft.records.get(field.top, ())
    for number, record in reversed(list(enumerate(records))):
        yield from _within(field, record, (number,), field.through)


def _within(
    field: _Field, holder: Any, path: Path, through: tuple[str, ...]
) -> Iterator[tuple[Any, Any, Path]]:
    if not through:
        if isinstance(holder.get(field.name), str):
            yield holder, field.name, (*path, field.name)
        return
    items = holder.get(through[0], ())
    for number, item in enumerate(items):
        at = (*path, through[0], number)
        if isinstance(item, dict):
            yield from _within(field, item, at, through[1:])
        elif len(through) == 1 and _shorthand(field, draft_table=field.table) == field.column.name:
            yield items, number, at


def _shorthand(field: _Field, *, draft_table: type[Table]) -> str | None:
    tables = (t for t in field.schema if any(link.target is draft_table for link in nested(t).values()))
    return next(link.shorthand for t in tables for link in nested(t).values() if link.target is draft_table)


def _add_field(name: str, draft: Draft) -> Place | None:
    record = draft.records[name][-1]
    record["no_such_field"] = "x"
    return Place(f"{name}.yaml", (len(draft.records[name]) - 1, "no_such_field"), key=True)


def _no_list(name: str, listed: str, draft: Draft) -> Place | None:
    number, record = next((n, r) for n, r in enumerate(draft.records[name]) if listed in r)
    record[listed] = "x"
    return Place(f"{name}.yaml", (number, listed))


def _twice(table: type[Table], draft: Draft) -> Place | None:
    name = table.table_name
    key = columns(table)[key_of(table)[0]].authored_as
    records = draft.records[name]
    written = str(draft.records) + str(draft.meta)
    # Of a record that no other names: its own key is the one place where it is written.
    alone = (r for r in records if len(re.findall(rf"'{re.escape(r[key])}'", written)) == 1)
    records.append(dict(next(alone)))
    return Place(f"{name}.yaml", (len(records) - 1, key))


def _alike(table: type[Table], unique: tuple[str, ...], draft: Draft) -> Place | None:
    name = table.table_name
    fields = [columns(table)[column].authored_as for column in unique]
    whole = [n for n, r in enumerate(draft.records[name]) if all(isinstance(r.get(f), str) for f in fields)]
    if len(whole) < 2:  # noqa: PLR2004 - two that are alike
        return None
    first, later = draft.records[name][whole[0]], draft.records[name][whole[-1]]
    later.update({field: first[field] for field in fields})
    return Place(f"{name}.yaml", (whole[-1], fields[0]))
