"""A small curated dataset, locked, in a folder of its own: what releasing and comparing are tried on."""

from __future__ import annotations

import shutil
from pathlib import Path

import policy_dataset as pds

RULES = Path(__file__).parent.parent / "rules"
TEXTS = RULES / "_texts"
VERSION = "version: 1.0.0"


def curated(folder: Path, *, name: str = "bulletin") -> Path:
    """Return ``folder/name``: two measures and four statistics of one bulletin, version 1.0.0, with their lock."""
    path = folder / name
    shutil.copytree(RULES / "_base", path)
    edit(path / "dataset.yaml", "id: bulletin", f"id: {name}")
    assert pds.lock(path, texts=TEXTS).valid
    return path


def edit(file: Path, old: str, new: str) -> None:
    """Replace the one place where a text stands in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file.name, old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def set_version(path: Path, version: str) -> None:
    """Write another version into ``dataset.yaml``."""
    file = path / "dataset.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"version: {version}\n" if line.startswith("version: ") else line for line in lines]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")


def add_measures(path: Path, number: int) -> None:
    """Add measures that rest on words that are locked already."""
    file = path / "measures.yaml"
    added = "".join(
        f"""- id: night_bus_{n}
  title_zh: 开通夜间公交{n}
  title_en: Open night bus {n}
  topic: elderly_care
  instrument: service_provision
  status: announced
  commitment: explores
  period_basis: source_date
  actors:
    - actor: town_civil_affairs_bureau
      role: lead
  locations:
    - town
  evidence: bulletin#char=100,112;sha256=ae99d3ce620ecea1
"""
        for n in range(1, number + 1)
    )
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8", newline="\n")


def correct_a_value(path: Path) -> None:
    """Code the first statistic as another kind of figure: the same words, read by its coder otherwise."""
    edit(path / "statistics.yaml", "kind: plan_scope", "kind: target")
