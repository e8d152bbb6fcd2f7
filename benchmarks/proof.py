"""How long proof and completeness take on a large source: 100,000 characters, 3,000 records.

Usage: python benchmarks/proof.py [CHARACTERS] [RECORDS]

Makes a text and its records, locks them, and prints the seconds of `validate`, `coverage` and `verify`, the last on the
coded text and on another copy of it (other line breaks), where every quote has to be found again.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path

import policy_dataset as pds
from policy_dataset.pipeline import check
from policy_dataset.sources.anchors import anchor_of

KINDS = ("社区门诊", "养老驿站", "托育园", "健身步道", "公共图书角", "便民菜店", "充电站点", "口袋公园")
META = """id: large-report
title: A large report
description: Made to be measured.
version: 1.0.0
licenses:
  - name: CC0-1.0
contributors:
  - title: The policy-dataset contributors
"""


def make(folder: Path, characters: int, records: int) -> Path:
    """Write a text and a dataset of it; return the folder of the dataset."""
    sentences = []
    length = 0
    number = 0
    while length < characters:
        sentence = (
            f"第{number}号街区在2025年新建{KINDS[number % len(KINDS)]}{number % 97 + 3}个，方便附近居民办事。"
        )
        sentences.append(sentence + ("\n\n" if number % 7 == 6 else ""))
        length += len(sentences[-1])
        number += 1
    text = "".join(sentences)
    (folder / "texts").mkdir()
    (folder / "texts" / "report.txt").write_text(text, encoding="utf-8", newline="")
    dataset = folder / "large-report"
    dataset.mkdir()
    (dataset / "dataset.yaml").write_text(META, encoding="utf-8")
    sha = hashlib.sha256(text.encode()).hexdigest()
    (dataset / "sources.yaml").write_text(
        f"- id: report\n  title_zh: 报告\n  publisher: 某市\n  language: zh-Hans\n  published: 2026-01-20\n"
        f"  file: report.txt\n  file_sha256: {sha}\n  spans: 0,{len(text)}\n",
        encoding="utf-8",
    )
    (dataset / "indicators.yaml").write_text(
        "".join(
            f"- id: built_{n}\n  name_en: Built {n}\n  name_zh: 新建{n}\n  definition_en: Number built\n"
            f"  definition_zh: 新建数\n  unit: item\n"
            for n in range(records)
        ),
        encoding="utf-8",
    )
    lines = []
    at = 0
    for n in range(min(records, number)):
        figure = f"{n % 97 + 3}个"
        start = text.index(figure, text.index(f"第{n}号", at))
        year = text.index("2025年", at)
        lines.append(
            f"- id: s_{n}\n  indicator: built_{n}\n  kind: observed\n  figure: {figure}\n  period: 2025年\n"
            f"  location: 510100\n  evidence:\n    figure: {anchor_of('report', text, start, start + len(figure))}\n"
            f"    period: {anchor_of('report', text, year, year + 5)}\n"
        )
        at = start
    (dataset / "statistics.yaml").write_text("".join(lines), encoding="utf-8")
    return dataset


def timed(name: str, what):
    """Print how long a step takes and return what it gives."""
    before = time.perf_counter()
    found = what()
    print(f"{name:34} {time.perf_counter() - before:6.2f} s")
    return found


def main(characters: int, records: int) -> None:
    """Make, lock, and measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = make(folder, characters, records)
        texts = folder / "texts"
        timed("lock", lambda: pds.lock(dataset, texts=texts))
        checked = timed("validate and coverage, with texts", lambda: check(dataset, texts=texts))
        assert checked.report.valid, checked.report.to_text()
        timed("validate, from the lock", lambda: check(dataset))
        package = timed("build", lambda: pds.build(dataset, folder / "dist")).path
        loaded = pds.load(package)
        assert timed("verify", lambda: loaded.verify(texts=texts)).agrees
        copy = folder / "copy.txt"
        copy.write_text(
            (texts / "report.txt").read_text(encoding="utf-8").replace("，", "，\n"), encoding="utf-8"
        )
        verification = timed("verify, another copy", lambda: loaded.verify(texts=copy))
        print(
            f"{verification}, {len(checked.books.entries)} numerals and sentences, {len(checked.books.open)} open"
        )


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:3])) if len(sys.argv) > 2 else main(100_000, 3_000)
