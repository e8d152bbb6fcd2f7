"""Runs rules over the frames of a dataset; what one of them finds or breaks never hides what another finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from string import Formatter
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import NO_PAGE, Page, Tables
from policy_dataset.tables.engines import Engine
from policy_dataset.tables.frame import Frames

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that raised: a fault of the library or of the rule, never a verdict on data."""

    rule: str
    error: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules found, and the rules that could not be judged."""

    problems: tuple[Problem, ...]
    faults: tuple[Fault, ...]


def judge(
    frames: Frames,
    rules: Iterable[Rule],
    engine: Engine,
    *,
    page: Page = NO_PAGE,
    progress: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """Judge the tables of a dataset by every rule that looks at tables.

    Parameters
    ----------
    page
        The texts of sources, where they are at hand: some rules compare records with their words.

    Returns
    -------
    Verdict
        Problems in the order of tables, rows and columns. Cells that could not be read are passed over: a problem of
        theirs is known already.
    """
    tables = Tables(frames, engine, page)
    faults: list[Fault] = []
    problems: list[Problem] = []
    looking = [rule for rule in rules if rule.found_by is None]
    for name in tables.names:
        progress(name)
        for rule, finding in _by_masks(tables, name, looking, faults):
            problems += _safely(rule, partial(_problem, frames, tables, rule, finding), faults)
    for rule in looking:
        if rule.find is None or not all(name in tables for name in rule.needs):
            continue
        progress(rule.id)
        for finding in _safely(rule, partial(rule.find, tables), faults):
            problems += _safely(rule, partial(_problem, frames, tables, rule, finding), faults)
    return Verdict(tuple(sorted(problems, key=_order(tables))), tuple(faults))


def _by_masks(
    tables: Tables, name: str, rules: list[Rule], faults: list[Fault]
) -> Iterator[tuple[Rule, Finding]]:
    if not tables.own_count(name):
        return
    masks: dict[str, nw.Expr] = {}
    meant: dict[str, tuple[Rule, str | None]] = {}
    for rule in rules:
        for column, mask in _safely(rule, partial(_masks, tables, name, rule), faults):
            label = f"{rule.id}|{column or ''}"
            masks[label], meant[label] = mask, (rule, column)
    try:
        found = tables.failing(name, masks)
    except Exception:  # noqa: BLE001 - one bad mask fails them all: find out which
        found = {}
        for label, mask in masks.items():
            for one in _safely(meant[label][0], partial(_failing, tables, name, label, mask), faults):
                found = {**found, **one}
    for label, rows in found.items():
        rule, column = meant[label]
        for row in rows:
            yield rule, Finding(name, row, column)


def _failing(tables: Tables, name: str, label: str, mask: nw.Expr) -> Iterator[Mapping[str, list[int]]]:
    yield tables.failing(name, {label: mask})


def _masks(tables: Tables, name: str, rule: Rule) -> Iterator[tuple[str | None, nw.Expr]]:
    if rule.fails is not None and rule.table == name:
        yield rule.column, rule.fails()
    if rule.declared is not None:
        for column in columns(tables.schema[name]).values():
            mask = rule.declared(column, tables.schema)
            if mask is not None:
                yield column.name, mask


def _safely(rule: Rule, ask: Callable[[], Iterable[_Answer]], faults: list[Fault]) -> list[_Answer]:
    try:
        return list(ask())
    except Exception as error:  # noqa: BLE001 - whatever a rule raises is its own fault, told as such
        fault = Fault(rule.id, f"{type(error).__name__}: {error}")
        if fault not in faults:
            faults.append(fault)
        return []


def _order(tables: Tables) -> Callable[[Problem], tuple[int, int, int, str]]:
    table_order = {name: number for number, name in enumerate(tables.names)}
    fields = {
        name: {
            column.authored_as: number for number, column in enumerate(columns(tables.schema[name]).values())
        }
        for name in tables.names
    }

    def key(problem: Problem) -> tuple[int, int, int, str]:
        name = problem.table or ""
        return table_order[name], problem.row or 0, fields[name].get(problem.field or "", -1), problem.code

    return key


def _problem(frames: Frames, tables: Tables, rule: Rule, finding: Finding) -> Iterator[Problem]:
    frame = frames.own[finding.table]
    looked_at = (finding.column, *finding.reads, *rule.reads)
    if any((finding.row, name) in frame.broken for name in looked_at):
        return
    declared = columns(frames.schema[finding.table])
    cells = tables.cells(finding.table, finding.row)
    column = declared.get(finding.column) if finding.column is not None else None
    value = frame.places.text(finding.row, column.name) if column is not None else None
    if value is None and column is not None and cells[column.name] is not None:
        value = str(_plain(cells[column.name]))
    words: Mapping[str, Any] = {
        **cells,
        **finding.values,
        "column": column.authored_as if column else "",
        "value": value,
    }
    hint = finding.hint
    if hint is None:
        hint = (
            rule.explain_hint(words, column, frames.schema) if rule.explain_hint else _fill(rule.hint, words)
        )
    place: dict[str, Any] = {"record": "/".join(str(cells[k]) for k in key_of(frames.schema[finding.table]))}
    part = re.search(rule.marks, value) if rule.marks is not None and value is not None else None
    place |= frame.places.of(finding.row, finding.column, *(part.span() if part is not None else ()))
    yield Problem(
        code=rule.id,
        severity=rule.severity,
        message=_fill(rule.message, words),
        hint=hint,
        table=finding.table,
        row=finding.row,
        field=column.authored_as if column is not None else None,
        value=value,
        **place,
    )


class _Words(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return str(super().format_field(_plain(value), format_spec))


def _plain(cell: Any) -> Any:
    """Return a cell as messages show it: nothing in a word, a number without the zeros that its column adds."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "nothing" if cell is None else cell


def _fill(text: str, words: Mapping[str, Any]) -> str:
    return _Words().vformat(text, (), words)
