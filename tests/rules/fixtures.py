"""Fixtures of rules: small datasets laid over `_base`, wrong in one thing (`bad`) and right in it (`good`)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from policy_dataset.model.codelist import Codelist
from policy_dataset.model.schema import Schema
from policy_dataset.pipeline import Library, check
from policy_dataset.records.curation import read_curation
from policy_dataset.records.proof import remake_lock
from policy_dataset.records.yaml_text import YamlLimits
from policy_dataset.report.report import Report
from policy_dataset.sources import texts as source_texts
from policy_dataset.sources.lock import LOCK_FILE
from policy_dataset.sources.texts import open_texts
from policy_dataset.tables.engines.registry import DEFAULT

HERE = Path(__file__).parent
BASE = HERE / "_base"
TEXTS = HERE / "_texts"
REMOVED = "removed.txt"


@dataclass(frozen=True)
class Fixture:
    """One folder: `bad/`, `good/`, `expected.json`, and `options.json` where the defaults do not fit.

    A ``sources.lock.json`` in `bad/` or `good/` is taken as it is. A folder ``texts/`` beside `bad/` replaces the texts,
    ``bad_texts/`` or ``good_texts/`` those of one side. ``removed.txt`` in `bad/` or `good/` lists files of `_base` to
    leave out.

    Options:

    - ``texts``: false to judge without the texts, by the lock alone.
    - ``lock``: ``"made"`` from the fixture, the default, or that of ``"base"``.
    - ``today``: the day of the judgement.
    - ``deprecated``: codes that the library's codelists have deprecated, by list: ``{"topics": {"old": ["new"]}}``.
    - ``yaml_limits``, ``max_text_bytes``: lower bounds than the library's, so that fixtures stay small.
    - ``beside``: rules that the wrong dataset breaks as well, where it cannot be otherwise.
    """

    folder: Path

    @property
    def rule(self) -> str:
        return self.folder.name

    @property
    def options(self) -> dict[str, Any]:
        path = self.folder / "options.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    @property
    def expected_path(self) -> Path:
        return self.folder / "expected.json"

    @property
    def rules(self) -> set[str]:
        return {self.rule, *self.options.get("beside", ())}

    def judge(self, side: str, work: Path, engine: str = DEFAULT) -> Report:
        options = self.options
        dataset = lay_out(self.folder / side, work / side)
        own_texts = [f for f in (self.folder / f"{side}_texts", self.folder / "texts") if f.is_dir()]
        texts = own_texts[0] if own_texts else TEXTS
        today = date.fromisoformat(options["today"]) if "today" in options else None
        bytes_allowed = options.get("max_text_bytes", source_texts.MAX_TEXT_BYTES)
        with (
            patch.dict(YamlLimits.__init__.__kwdefaults__, options.get("yaml_limits", {})),
            patch.object(source_texts, "MAX_TEXT_BYTES", bytes_allowed),
        ):
            if options.get("lock") == "base":
                write_lock(lay_out(BASE, work / f"{side}_base"), TEXTS, into=dataset)
            elif not (self.folder / side / LOCK_FILE).exists():
                write_lock(dataset, texts)
            return check(
                dataset,
                texts=texts if options.get("texts", True) else None,
                library=library(options.get("deprecated", {})),
                today=today,
                engine=engine,
            ).report


def library(deprecated: dict[str, dict[str, list[str]]]) -> Library:
    """Return the library, some of its codes deprecated."""
    standard = Library.standard()
    if not deprecated:
        return standard
    codelists = dict(standard.schema.codelists)
    for name, codes in deprecated.items():
        entries = [
            replace(entry, status="deprecated", replaced_by=tuple(codes[code])) if code in codes else entry
            for code, entry in codelists[name].items()
        ]
        codelists[name] = Codelist(name, tuple(entries))
    return replace(standard, schema=Schema(standard.schema.tables, codelists))


def lay_out(folder: Path, work: Path) -> Path:
    """Copy `_base` and lay a folder over it."""
    shutil.copytree(BASE, work)
    if folder != BASE:
        shutil.copytree(folder, work, dirs_exist_ok=True, symlinks=True)
    removed = work / REMOVED
    if removed.exists():
        for name in removed.read_text(encoding="utf-8").split():
            (work / name).unlink()
        removed.unlink()
    return work


def write_lock(dataset: Path, texts: Path, *, into: Path | None = None) -> None:
    made, _ = remake_lock(read_curation(dataset, Library.standard().schema), open_texts(texts))
    ((into or dataset) / LOCK_FILE).write_text(made.to_json(), encoding="utf-8", newline="\n")


def all_fixtures() -> list[Fixture]:
    return [Fixture(f) for f in sorted(HERE.iterdir()) if f.is_dir() and not f.name.startswith("_")]


def as_expected(report: Report) -> list[dict[str, Any]]:
    """What `expected.json` keeps of a report: enough to see that the place and the words are right."""
    names = (
        "rule",
        "severity",
        "file",
        "line",
        "column",
        "table",
        "record",
        "field",
        "value",
        "message",
        "hint",
    )
    return [{n: getattr(p, n) for n in names} for p in report]
