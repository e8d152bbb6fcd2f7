"""Strategies for single cells, from what is declared about their columns: texts as an author writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from policy_dataset.model.codelist import Codelist
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

_RULED_OUT = re.compile(r"\A\s|\s\Z|\s\s|[\r\n\t]|\Atodo(?: |\Z)")
_WORDS_EN = (
    st.lists(st.text("abcdefghijklmnoprstuvwy", min_size=2, max_size=7), min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda words: _RULED_OUT.search(words) is None)
)
_WORDS_ZH = st.text("社区门诊服务设施建设改造提升", min_size=2, max_size=8)
_ANCHORS = st.builds(
    "page#char={},{};sha256={:016x}".format, st.integers(0, 9), st.integers(10, 99), st.integers(0, 2**64 - 1)
)
_FIGURES = st.one_of(
    st.integers(1, 99).map("{}个".format),
    st.integers(1, 99).map("{}万元".format),
    st.integers(1, 99).map("{}.5%".format),
)
_PERIODS = st.one_of(
    st.integers(2000, 2030).map(str),
    st.builds("{}-{:02d}".format, st.integers(2000, 2030), st.integers(1, 12)),
    st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(str),
)
_LIMIT = 999


def cell(column: Column, schema: Schema) -> SearchStrategy[str]:
    """Return texts that a column takes; a reference is a key that could be there."""
    if column.references is not None:
        target = schema[column.references]
        return cell(columns(target)[key_of(target)[0]], schema)
    if column.notation is not None:
        return _short(
            {Notation.ANCHOR: _ANCHORS, Notation.FIGURE: _FIGURES, Notation.PERIOD: _PERIODS}[
                column.notation
            ],
            column,
        )
    if column.codelist is not None:
        return st.sampled_from(usable_codes(schema.codelists[column.codelist]))
    if column.type is not str:
        return _of_type(column)
    if column.pattern is not None:
        ascii_only = st.characters(min_codepoint=32, max_codepoint=126)
        form = st.from_regex(rf"\A(?:{column.pattern})\Z", alphabet=ascii_only)
        return _short(form, column).filter(lambda text: text != "" and _RULED_OUT.search(text) is None)
    return _short(_WORDS_ZH if column.name.endswith("_zh") else _WORDS_EN, column)


def usable_codes(codes: Codelist) -> tuple[str, ...]:
    """Return the codes that a new record may use: no deprecated ones, and no groups where there are codes below them."""
    groups = {entry.parent for entry in codes.values()}
    return tuple(c for c, entry in codes.items() if not entry.deprecated and c not in groups)


def _of_type(column: Column) -> SearchStrategy[str]:
    low = column.minimum if column.minimum is not None else -_LIMIT
    high = column.maximum if column.maximum is not None else _LIMIT
    if column.type is Decimal:
        return st.decimals(Decimal(low), Decimal(high), places=2).map(str)
    if column.type is int:
        return st.integers(int(low), int(high)).map(str)
    if column.type is bool:
        return st.sampled_from(("true", "false"))
    return st.dates().map(str)


def _short(texts: SearchStrategy[str], column: Column) -> SearchStrategy[str]:
    longest = column.max_length
    return texts if longest is None else texts.filter(lambda text: len(text) <= longest)


def records(table: type[Table], schema: Schema) -> SearchStrategy[dict[str, Any]]:
    """Return records of a table that its declarations accept.

    See `policy_dataset.testing.records`.
    """
    known = authored_columns(table)
    must: dict[str, SearchStrategy[Any]] = {
        n: cell(c, schema) for n, c in known.items() if c.authored_required
    }
    may: dict[str, SearchStrategy[Any]] = {
        n: cell(c, schema) for n, c in known.items() if not c.authored_required
    }
    for name, link in nested(table).items():
        may[name] = _evidence(table) if link.evidence else _items(link, schema)
    return st.fixed_dictionaries(must, optional=may).map(lambda r: in_both_languages(r, table))


def in_both_languages(record: Mapping[str, Any], table: type[Table]) -> dict[str, Any]:
    """Return a record without optional texts whose partner in the other language was left out."""
    known = authored_columns(table)
    lone = set()
    for name in record:
        twin = name[:-3] + {"_en": "_zh", "_zh": "_en"}.get(name[-3:], "")
        optional = twin in known and not known[twin].required and not known[name].required
        if optional and twin != name and twin not in record:
            lone.add(name)
    return {name: value for name, value in record.items() if name not in lone}


def _items(link: Links, schema: Schema) -> SearchStrategy[list[Any]]:
    items: SearchStrategy[Any] = records(link.target, schema)
    needed = {c.name for c in authored_columns(link.target).values() if c.authored_required}
    if link.shorthand is not None and needed <= {link.shorthand}:
        items = st.one_of(items, cell(columns(link.target)[link.shorthand], schema))
    return st.lists(items, max_size=2)


def _evidence(table: type[Table]) -> SearchStrategy[Any]:
    some = st.one_of(_ANCHORS, st.lists(_ANCHORS, min_size=1, max_size=2))
    return st.one_of(
        some, st.dictionaries(st.sampled_from(("record", *authored_columns(table))), some, max_size=3)
    )
