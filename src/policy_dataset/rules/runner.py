"""Runs rules over the frames of a dataset; what one of them finds or breaks never hides what another finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import narwhals.stable.v2 as nw

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Problem, Severity
from policy_dataset.rules.asking import answers
from policy_dataset.rules.collector import Collector, Found, Told
from policy_dataset.rules.page import NO_PAGE, Page
from policy_dataset.rules.rule import Finding, Findings, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.rules.telling import tell, tell_misfit
from policy_dataset.tables.engines import Engine, Misfits, Rows
from policy_dataset.tables.forms import form_of
from policy_dataset.tables.frame import Frames

_Answer = TypeVar("_Answer")

CAP = 100
"""So many problems of one rule are told of rows that came in bulk."""

_MISFIT = Rule(id="bad_value", severity=Severity.ERROR, since="0.1.0", found_by="tables")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that raised: a fault of the library or of the rule, never a verdict on data."""

    rule: str
    error: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules found, and the rules that could not be judged.

    Attributes
    ----------
    problems
        Of bulk rows, no more of each rule than the cap allows.
    totals
        Number of findings of each rule, told or not.
    found
        The rows of all findings.
    """

    problems: tuple[Problem, ...]
    faults: tuple[Fault, ...]
    totals: Mapping[str, int] = field(default_factory=dict)
    found: tuple[Found, ...] = ()

    @property
    def untold(self) -> Mapping[str, int]:
        """Number of findings of each rule that are counted and not told."""
        told = Counter(problem.code for problem in self.problems)
        return {rule: n - told[rule] for rule, n in self.totals.items() if n > told[rule]}


def judge(  # noqa: PLR0913 - what a judgement depends on
    frames: Frames,
    rules: Iterable[Rule],
    engine: Engine,
    *,
    page: Page = NO_PAGE,
    cap: int | None = CAP,
    progress: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """Judge the tables of a dataset by every rule that looks at tables.

    Parameters
    ----------
    page
        The texts of sources, where they are at hand: some rules compare records with their words.
    cap
        So many problems of one rule are told of rows that came in bulk, the first; None for all. Records are told always.

    Returns
    -------
    Verdict
        Problems in the order of tables, rows and columns. Cells that could not be read are passed over: a problem of
        theirs is known already.
    """
    return examine(frames, rules, engine, page=page, cap=cap, progress=progress).verdict()


@dataclass(frozen=True, slots=True)
class Examined:
    """Tables that rules have looked at: what was found, and what is needed to tell it."""

    frames: Frames
    tables: Tables
    collected: Collector
    faults: list[Fault]

    @property
    def found(self) -> tuple[Found, ...]:
        """The rows of all findings."""
        return self.collected.found()

    def verdict(self) -> Verdict:
        """Make the problems that are told: words, hints and places."""
        problems = tuple(_problems(self.frames, self.tables, self.collected.told(), self.faults))
        return Verdict(problems, tuple(self.faults), dict(sorted(self.collected.totals.items())), self.found)


def examine(  # noqa: PLR0913 - as `judge`
    frames: Frames,
    rules: Iterable[Rule],
    engine: Engine,
    *,
    page: Page = NO_PAGE,
    cap: int | None = CAP,
    progress: Callable[[str], None] = lambda _: None,
) -> Examined:
    """Find what breaks the rules, as `judge` does, and tell nothing yet."""
    tables = Tables(frames, engine, page)
    faults: list[Fault] = []
    collected = Collector(tables, cap)
    looking = [rule for rule in rules if rule.found_by is None]
    asked = {n: _ask(tables, n, looking, faults) for n in tables.names if tables.may_have_rows(n)}
    # Records are few, and looked at in Python: nothing would be won.
    at_once = engine.at_once if any(tables.is_of_files(name) for name in asked) else 1
    for _ in answers([partial(tables.own, name) for name in tables.longest_first(asked)], at_once):
        pass
    judging = [rule for rule in looking if rule.find is not None and all(n in tables for n in rule.needs)]
    questions = [partial(_answer_masks, tables, name, asked[name]) for name in asked]
    questions += [partial(_answer_rule, tables, rule) for rule in judging]
    with closing(answers(questions, at_once)) as answered:
        for name in tables.names:
            progress(name)
            if name in asked:
                next(answered).give(collected, faults)
            _collect_misfits(tables, name, collected)
        for rule in judging:
            progress(rule.id)
            next(answered).give(collected, faults)
    return Examined(frames, tables, collected, faults)


def _problems(frames: Frames, tables: Tables, told: list[Told], faults: list[Fault]) -> Iterator[Problem]:
    rows: dict[str, dict[int, None]] = {}
    for one in told:
        rows.setdefault(one.table, {})[one.row] = None
    for name, numbers in rows.items():
        tables.fetch(name, list(numbers))
    for one in told:
        yield from _safely(one.rule, partial(_problem, frames, tables, one), faults)


def _problem(frames: Frames, tables: Tables, told: Told) -> Iterator[Problem]:
    finding = told.make()
    if told.rule is _MISFIT:
        return tell_misfit(
            frames, tables, finding.table, finding.row, (str(finding.column), finding.values["text"])
        )
    return tell(frames, tables, told.rule, finding)


def _collect_misfits(tables: Tables, name: str, collected: Collector) -> None:
    if not tables.own_count(name):
        return
    for column, misfits in tables.misfits(name).items():

        def make(position: int, column: str = column, misfits: Misfits = misfits) -> Finding:
            return Finding(name, misfits.rows[position], column, {"text": misfits.texts[position]})

        many = Findings(name, Rows(misfits.rows), column)
        collected.take(_MISFIT, many, range(len(misfits.rows)), make)


@dataclass(frozen=True, slots=True)
class _Questions:
    """The masks of one table by label, the columns of those that look at one cell, and what each label means."""

    masks: dict[str, nw.Expr] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    meant: dict[str, tuple[Rule, str | None]] = field(default_factory=dict)


def _ask(tables: Tables, name: str, rules: list[Rule], faults: list[Fault]) -> _Questions:
    asked = _Questions()
    for rule in rules:
        for column, mask in _safely(rule, partial(_masks, tables, name, rule), faults):
            label = f"{rule.id}|{column or ''}"
            asked.masks[label], asked.meant[label] = mask, (rule, column)
            if rule.declared is not None and column is not None:
                asked.cells[label] = column
    tables.expect(name, _looked_at(tables, name, asked.meant.values()))
    return asked


@dataclass(frozen=True, slots=True)
class _Answered:
    """What was found where one question was asked, and the rules that could not be judged there."""

    found: list[tuple[Rule, Finding | Findings]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def give(self, collected: Collector, faults: list[Fault]) -> None:
        for rule, found in self.found:
            collected.add(rule, found)
        faults += [fault for fault in self.faults if fault not in faults]


def _answer_rule(tables: Tables, rule: Rule) -> _Answered:
    answered = _Answered()
    assert rule.find is not None  # noqa: S101 - the others have masks
    for found in _safely(rule, partial(_findings, rule.find, tables), answered.faults):
        answered.found.append((rule, found))
    return answered


def _answer_masks(tables: Tables, name: str, asked: _Questions) -> _Answered:
    answered = _Answered()
    if not tables.own_count(name):
        return answered
    masks, cells, meant = asked.masks, asked.cells, asked.meant
    try:
        found = tables.failing(name, masks, cells)
    except Exception:  # noqa: BLE001 - one bad mask fails them all: find out which
        found = {}
        for label, mask in masks.items():
            for one in _safely(
                meant[label][0], partial(_failing, tables, name, label, mask), answered.faults
            ):
                found = {**found, **one}
    for label, rows in found.items():
        rule, column = meant[label]
        answered.found.append((rule, Findings(name, rows, column)))
    return answered


def _looked_at(tables: Tables, name: str, meant: Iterable[tuple[Rule, str | None]]) -> Iterator[str]:
    """Go through the columns that rules are known to look at: those of masks, keys, references and numbers."""
    table = tables.schema[name]
    named = {c for rule, column in meant for c in (column, *rule.reads)}
    keys = {*key_of(table), *(c for key in table.table_unique for c in key)}
    for column in columns(table).values():
        if column.name in named or column.name in keys or column.references or form_of(column):
            yield column.name


def _failing(tables: Tables, name: str, label: str, mask: nw.Expr) -> Iterator[Mapping[str, Rows]]:
    yield tables.failing(name, {label: mask})


def _masks(tables: Tables, name: str, rule: Rule) -> Iterator[tuple[str | None, nw.Expr]]:
    if rule.fails is not None and rule.table == name:
        yield rule.column, rule.fails()
    if rule.declared is not None:
        for column in columns(tables.schema[name]).values():
            mask = rule.declared(column, tables.schema)
            if mask is not None:
                yield column.name, mask


_LONGEST_FAULT = 1000
"""Characters: what Java raises tells pages."""


def _findings(
    find: Callable[[Tables], Iterable[Finding | Findings]], tables: Tables
) -> Iterator[Finding | Findings]:
    for found in find(tables):
        if not isinstance(found, (Finding, Findings)):
            raise TypeError(f"find gave {found!r:.100}, and gives Finding or Findings")
        if found.table not in tables:
            raise LookupError(f"find gave the table {found.table!r:.100}, which is not declared")
        yield found


def _safely(rule: Rule, ask: Callable[[], Iterable[_Answer]], faults: list[Fault]) -> list[_Answer]:
    try:
        return list(ask())
    except UsageError:
        # No fault of the rule: an engine has no room, or a store does not answer.
        raise
    except Exception as error:  # noqa: BLE001 - whatever a rule raises is its own fault, told as such
        fault = Fault(rule.id, f"{type(error).__name__}: {error}"[:_LONGEST_FAULT])
        if fault not in faults:
            faults.append(fault)
        return []
