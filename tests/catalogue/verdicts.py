"""What an editor and what the reader say of one and the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Notation, Table, authored_columns, columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.records.rows import Row
from policy_dataset.records.shape import read_rows
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.runner import judge
from policy_dataset.sources.anchors import Anchor, read_anchor
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.frame import Frame, Frames


class _Core(yaml.SafeLoader):
    """YAML 1.2, core schema: what editors read. PyYAML itself reads YAML 1.1, with its dates and its `no`."""


_Core.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)",
        "-+.0123456789",
    ),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), list(_first))


def _whole_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if re.match(r"0[ox]", text) else int(text)


_Core.add_constructor("tag:yaml.org,2002:int", _whole_number)


def as_editor(text: str) -> object:
    return yaml.load(text, _Core)  # noqa: S506 - a safe loader with other scalars


def editor_finds(text: str, json_schema: dict[str, object]) -> list[str]:
    """Return what the JSON Schema has against a text, as an editor loads it."""
    validator = Draft202012Validator(json_schema, format_checker=FormatChecker())
    return [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(as_editor(text))
    ]


def reader_finds(text: str, table: type[Table], schema: Schema) -> list[str]:
    """Return what the reader, and the rules that follow from the declared columns, have against a text."""
    document = read_yaml(text.encode(), file="records.yaml")
    rows, faults = read_rows(document, table)
    found = [p for p in (*document.problems, *faults) if p.severity is Severity.ERROR]
    everything = [r for row in rows for r in _with_children(row)]
    frames = Frames(
        schema, {t.table_name: _frame(t, [r for r in everything if r.table is t]) for t in schema}, {}
    )
    verdict = judge(frames, [r for r in all_rules().values() if r.declared is not None], PolarsEngine())
    assert not verdict.faults
    found += [p for p in verdict.problems if p.severity is Severity.ERROR and p.code != "unknown_reference"]
    said = [f"{p.code} {p.line}: {p.message}" for p in found]
    return (
        said
        + [f"bad_anchor: {a}" for r in everything for a in _bad_anchors(r)]
        + [d for r in everything for d in _dead(r, schema)]
    )


def _with_children(row: Row) -> Iterator[Row]:
    yield row
    for child in row.children:
        yield from _with_children(child)


def _frame(table: type[Table], rows: list[Row]) -> Frame:
    """Put rows in a frame; what nobody writes is not judged."""
    unwritten = {c.name for c in columns(table).values() if not c.authored or c.parent}
    cells = []
    for row in rows:
        parents = {
            c.name: row.parent.cells.get(key_of(row.parent.table)[0])
            for c in columns(table).values()
            if c.parent and row.parent
        }
        cells.append(row.cells | parents)
    broken = frozenset((n, name) for n, row in enumerate(rows) for name in row.broken | unwritten)
    return Frame(table_of_rows(table, cells, nullable=True), broken=broken)


def _bad_anchors(row: Row) -> Iterator[str]:
    for c in authored_columns(row.table).values():
        text = row.cells.get(c.name)
        if c.notation is Notation.ANCHOR and text is not None and not isinstance(read_anchor(text), Anchor):
            yield text


def _dead(row: Row, schema: Schema) -> Iterator[str]:
    """References that no record can answer, whatever else the dataset holds: no key has their form."""
    for c in authored_columns(row.table).values():
        if c.references is None or row.cells.get(c.name) is None:
            continue
        key = next(k for k in columns(schema[c.references]).values() if k.key)
        if key.pattern is not None and not re.fullmatch(key.pattern, row.cells[c.name]):
            yield f"unknown_reference: {row.cells[c.name]}"
