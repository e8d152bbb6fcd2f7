"""A mutant of every rule is caught by that rule, where the fault was put in, and by no other rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.declared import railway
from effort import FULL
from on_engines import on_other_engines
from policy_dataset.pipeline import Library, check
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.tables.engines.registry import DEFAULT
from policy_dataset.testing import (
    RULES_WITHOUT_MUTANT,
    Broken,
    Mutant,
    example_dataset,
    mutants,
    write_dataset,
)
from policy_dataset.testing.chance import SeededChance
from policy_dataset.testing.draft import Draft

TODAY = date(2026, 6, 1)
ALL = mutants()


def chosen() -> list[Mutant]:
    files = example_dataset()
    fitting = [m for m in ALL if m.apply(files) is not None]
    first = {m.rule: m for m in reversed(fitting)}
    # All of them take minutes: one of each rule is tried in every run.
    return fitting if FULL else list(first.values())


CHOSEN = chosen()
OF_TABLES = [m for m in CHOSEN if FULL or all_rules()[m.rule].found_by is None]
"""Mutants that an engine finds; the others are found before one is asked."""
SHARE = {"duckdb": 8}
"""The whole catalogue takes seconds on DuckDB and half a minute on Spark, one rule a moment."""


@pytest.fixture(scope="module")
def files() -> Mapping[str, str | bytes]:
    return example_dataset()


def is_caught(broken: Broken, folder: Path, library: Library | None = None, engine: str = DEFAULT) -> None:
    root = write_dataset(broken.files, folder)
    texts = root / "texts" if broken.texts else None
    report = check(root, texts=texts, library=library, today=TODAY, engine=engine).report
    assert report.faults == ()
    told = [(p.file, p.line, p.column) for p in report if p.rule == broken.rule]
    assert (broken.file, broken.line, broken.column) in told, list(report)
    assert {p.rule for p in report} <= {broken.rule, *broken.beside}, list(report)


@pytest.mark.parametrize("mutant", CHOSEN, ids=[m.name for m in CHOSEN])
def test_a_mutant_is_caught_by_its_rule_at_its_place_and_by_no_other(mutant: Mutant, files, tmp_path):
    broken = mutant.apply(files)
    assert broken is not None
    assert broken.rule == mutant.rule
    is_caught(broken, tmp_path / "dataset")


@on_other_engines("mutant", OF_TABLES, [m.name for m in OF_TABLES], SHARE)
def test_a_mutant_is_caught_on_every_engine(engine, mutant: Mutant, files, tmp_path):
    broken = mutant.apply(files)
    assert broken is not None
    is_caught(broken, tmp_path / "dataset", engine=engine.name)


@on_other_engines("mutant", OF_TABLES, [m.name for m in OF_TABLES], {"duckdb": 1, "spark": 1})
def test_a_rule_catches_its_mutant_alone_on_every_engine(engine, mutant: Mutant, files, tmp_path):
    broken = mutant.apply(files)
    assert broken is not None
    library = replace(Library.standard(), rules={mutant.rule: all_rules()[mutant.rule]})
    root = write_dataset(broken.files, tmp_path / "dataset")
    texts = root / "texts" if broken.texts else None
    report = check(root, texts=texts, library=library, today=TODAY, engine=engine.name).report
    assert report.faults == ()
    told = [(p.file, p.line, p.column) for p in report if p.rule == broken.rule]
    assert (broken.file, broken.line, broken.column) in told, list(report)


def test_every_rule_that_a_dataset_can_break_has_a_mutant():
    rules = {rule.id for rule in all_rules().values() if rule.about == "dataset"}
    assert rules - {m.rule for m in CHOSEN} == set(RULES_WITHOUT_MUTANT)
    assert all(reason for reason in RULES_WITHOUT_MUTANT.values())


def test_mutants_have_names_of_their_own():
    assert [name for name, times in Counter(m.name for m in ALL).items() if times > 1] == []


def test_a_mutant_changes_nothing_of_what_it_is_given(files):
    before = dict(files)
    for mutant in CHOSEN[::7]:
        mutant.apply(files)
    assert files == before


def test_a_mutant_without_anything_to_break_says_so():
    mutant = next(m for m in ALL if m.rule == "half_coordinates")
    assert mutant.apply({"dataset.yaml": "id: x\n"}) is None


# Tables of a user's own.

RAILWAY = railway()
OWN = replace(Library.standard(), schema=RAILWAY)


def station() -> dict[str, str | bytes]:
    draft = Draft(RAILWAY, meta=Draft.of(example_dataset(), RAILWAY).meta | {"ignores": []})
    draft.records["lines"] = [{"id": "101", "name": "coast"}]
    draft.records["stations"] = [
        {
            "id": name,
            "gauge": "standard",
            "grade": "none_given",
            "height": "1.5",
            "tracks": "3",
            "staffed": "true",
            "opened": "1999-01-01",
            "calls": [{"line": "101", "daily": "9"}],
            "closures": [
                {"period": "2025", "kind": "narrow", "evidence": "page#char=0,2;sha256=0000000000000000"}
            ],
            "evidence": "page#char=0,2;sha256=0000000000000000",
        }
        for name in ("harbour", "market")
    ]
    draft.texts["page.txt"] = "车站。\n"
    draft.records["sources"] = [
        {
            "id": "page", "title_zh": "页", "publisher": "某处", "language": "zh", "published": "2031",
            "file": "page.txt", "file_sha256": "0" * 64, "spans": "0,4",
        }
    ]  # fmt: skip
    draft.settle()
    return draft.files()


def test_mutants_follow_from_declarations_that_this_library_does_not_know(tmp_path):
    right = station()
    root = write_dataset(right, tmp_path / "right")
    assert list(check(root, texts=root / "texts", library=OWN).report) == []
    tried = Counter()
    for number, mutant in enumerate(mutants(RAILWAY)):
        broken = mutant.apply(right, RAILWAY)
        if broken is not None and tried[mutant.rule] < (99 if FULL else 1):
            tried[mutant.rule] += 1
            is_caught(broken, tmp_path / str(number), OWN)
    assert {
        "deprecated_code",
        "unknown_code",
        "out_of_range",
        "missing_field",
        "bad_value",
        "too_long",
    } <= set(tried)
    assert "place_not_named" not in tried


def test_the_example_is_the_same_for_the_same_seed():
    assert example_dataset(7) == example_dataset(7)
    assert example_dataset(7) != example_dataset(8)
    assert SeededChance(1).number(3, 3) == 3
