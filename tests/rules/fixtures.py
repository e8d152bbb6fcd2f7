"""Fixtures of rules: small datasets laid over `_base`, wrong in one thing (`bad`) and right in it (`good`)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policy_dataset.build import Library, check
from policy_dataset.records.curation import read_curation
from policy_dataset.records.proof import remake_lock
from policy_dataset.report.report import Report
from policy_dataset.sources.texts import open_texts

HERE = Path(__file__).parent
BASE = HERE / "_base"
TEXTS = HERE / "_texts"
REMOVED = "removed.txt"


@dataclass(frozen=True)
class Fixture:
    """One folder: `bad/`, `good/`, `expected.json`, and `options.json` where the defaults do not fit.

    Options: ``texts`` (false: judge without the texts, by the lock alone), ``lock`` (``"made"``, the default: made from
    the fixture; ``"base"``: the lock of `_base`; ``"given"``: the file in the fixture; ``"none"``), ``today``. A folder
    ``texts/`` beside ``bad/`` replaces the texts. ``removed.txt`` in ``bad/`` or ``good/`` lists files of `_base` to
    leave out.
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

    def judge(self, side: str, work: Path, **options: Any) -> Report:
        dataset = lay_out(self.folder / side, work / side)
        given = {**self.options, **options}
        own_texts = self.folder / ("texts" if (self.folder / "texts").is_dir() else f"{side}_texts")
        texts = own_texts if own_texts.is_dir() else TEXTS
        kind = given.get("lock", "made")
        if kind == "made":
            write_lock(dataset, texts)
        elif kind == "base":
            base = lay_out(BASE, work / f"{side}_base")
            write_lock(base, TEXTS)
            shutil.copy(base / "sources.lock.json", dataset)
        today = date.fromisoformat(given["today"]) if "today" in given else None
        return check(dataset, texts=texts if given.get("texts", True) else None, today=today).report


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


def write_lock(dataset: Path, texts: Path) -> None:
    made, _ = remake_lock(read_curation(dataset, Library.standard().schema), open_texts(texts))
    (dataset / "sources.lock.json").write_text(made.to_json(), encoding="utf-8", newline="\n")


def all_fixtures() -> list[Fixture]:
    return [Fixture(f) for f in sorted(HERE.iterdir()) if f.is_dir() and not f.name.startswith("_")]


def as_expected(report: Report) -> list[dict[str, Any]]:
    """What `expected.json` keeps of a report: enough to see that the place and the words are right."""
    names = ("rule", "severity", "file", "line", "column", "table", "record", "field", "value", "message", "hint")
    return [{n: getattr(p, n) for n in names} for p in report]
