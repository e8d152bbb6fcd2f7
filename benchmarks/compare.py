"""Measure this library beside its peers on the same rules, side by side, and write docs/benchmarks.md.

    python benchmarks/compare.py WORKLOADS [--sizes f100k,f1m] [--rounds 3] [--peers-python PYTHON] [--rows FILE] [--write]

WORKLOADS holds folders of the workload, made by its generator. Every run is a fresh process, and the peers take turns in
every round; the ratio of a round is ours by the peer's, and the median of the rounds counts. Findings are compared with
``faults.json`` each time: a run that is not exact stops the comparison.

The schema libraries are the extra ``[bench]``; with --peers-python they may live in an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
SEVEN = "R01,R03,R04,R05,R06,R07,R08"
EIGHT = "R01,R02,R03,R04,R05,R06,R07,R08"


@dataclass(frozen=True)
class Peer:
    """A program to compare with: the rules and the input that it is compared on, and the bar of ours by its seconds."""

    name: str
    script: str
    form: str
    rules: str = ""
    sizes: tuple[str, ...] = ()
    own_form: str = ""
    engine: str = "polars"
    """Ours: the engine that it is compared with."""
    their_engine: str = ""
    """Where both are ours: the engine of the other."""

    @property
    def program(self) -> Path:
        return HERE / f"{self.script}.py" if self.their_engine else HERE / "peers" / f"{self.script}.py"


PEERS = (
    Peer("hand-written Polars", "hand_polars", "parquet"),
    Peer("hand-written Polars, no structure check", "hand_polars", "csv"),
    Peer("hand-written Polars, seven rules", "hand_polars", "parquet", SEVEN),
    Peer("hand-written DuckDB", "hand_duckdb", "parquet", engine="duckdb"),
    Peer("hand-written DuckDB, no structure check", "hand_duckdb", "csv", engine="duckdb"),
    Peer("hand-written PySpark", "hand_pyspark", "parquet", sizes=("f1m",), engine="spark"),
    Peer("dataframely", "with_dataframely", "parquet", SEVEN),
    Peer("pandera", "with_pandera", "parquet", SEVEN),
    Peer("pointblank", "with_pointblank", "parquet", SEVEN),
    Peer("pydantic, row by row", "with_pydantic", "parquet", sizes=("f100k",)),
    Peer("frictionless", "with_frictionless", "csv", EIGHT, ("f100k", "f1m")),
    Peer(
        "frictionless from CSV, ours from Parquet",
        "with_frictionless",
        "parquet",
        SEVEN,
        ("f100k", "f1m"),
        "csv",
    ),
)
ENGINES = tuple(
    Peer("ours on Polars", "workload", form, engine=engine, their_engine="polars")
    for engine in ("duckdb", "spark")
    for form in ("parquet", "csv")
)
"""Ours beside ours: what another engine costs."""


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    peak_mb: float


def run(  # noqa: PLR0913 - what a run depends on
    python: str, script: Path, folder: Path, form: str, rules: str, engine: str = ""
) -> Run:
    command = [python, str(script), str(folder), "--input", form, *(["--rules", rules] if rules else [])]
    command += ["--engine", engine] if engine else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script.name} on {folder}: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    asked = set(rules.split(",")) if rules else None
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    wanted = {
        (f["table"], f["row"], f["rule"])
        for f in faults
        if form in f["formats"] and (asked is None or f["rule"] in asked)
    }
    if {tuple(one) for one in found["found"]} != wanted:
        raise SystemExit(f"{script.name} on {folder}, {form}: not exact")
    return Run(found["seconds"], found["peak_mb"])


def measure(folder: Path, peer: Peer, python: str, rounds: int) -> Iterator[tuple[Run, Run]]:
    form = peer.own_form or peer.form
    for _ in range(rounds):
        yield (
            run(sys.executable, HERE / "workload.py", folder, peer.form, peer.rules, peer.engine),
            run(python, peer.program, folder, form, peer.rules, peer.their_engine),
        )


def row(size: str, peer: Peer, pairs: list[tuple[Run, Run]]) -> str:
    ours, theirs = median(a.seconds for a, _ in pairs), median(b.seconds for _, b in pairs)
    ratio = median(a.seconds / b.seconds for a, b in pairs)
    memory = median(a.peak_mb / b.peak_mb for a, b in pairs)
    told = f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"
    rules = len(peer.rules.split(",")) if peer.rules else 13
    form = peer.form if peer.engine == "polars" else f"{peer.form}, {peer.engine}"
    return f"| {size} | {peer.name} | {form} | {rules} | {ours:.2f} | {theirs:.2f} | {told} | {memory:.2f} |"


def versions(python: str) -> str:
    names = (
        "polars",
        "duckdb",
        "pyspark",
        "pyarrow",
        "narwhals",
        "pydantic",
        "frictionless",
        "dataframely",
        "pandera",
        "pointblank",
    )
    code = f"from importlib.metadata import version\nfor n in {names}:\n    try: print(n, version(n))\n    except Exception: pass"
    found = dict(
        line.split()
        for line in subprocess.run(
            [python, "-c", code], capture_output=True, text=True, check=True
        ).stdout.splitlines()
    )
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return ", ".join(f"{name} {found[name]}" for name in names if name in found)


ABOUT = """# Benchmarks

Written by `python benchmarks/compare.py`; change the script, not the page.

A table of statistics is validated on thirteen rules: required, type, pattern, codelist, range, unique id, unique key of
four columns, foreign keys, bounds across columns, periods of the calendar, dimension of the unit, keys that another table
has, and cycles of a hierarchy. Ours are declared and written as any user would (`benchmarks/workload_tables.py`);
`benchmarks/peers/` has the others. Ours run on Polars where no other engine is named. Time is from opening the first file
to the last finding, imports not counted. Every run is a fresh process, ours and theirs in turn; ratios are ours by theirs,
the median of three or more rounds. All findings were exact in every run. Seconds move with the machine; ratios move less.

Python {python}, {cores} cores; {versions}.

| size | beside | ours: input, engine | rules | ours, s | theirs, s | ratio | memory, ratio |
|---|---|---|--:|--:|--:|--:|--:|
{rows}

Sizes: `f100k` has a hundred thousand rows of statistics, `f1m` a million, each with known faults. CSV of ours includes
the strict check of the structure, which no peer makes. How it is done: [Tables in bulk](bulk.md).
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("workloads", type=Path)
    parser.add_argument("--sizes", default="f100k,f1m")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers-python", default=sys.executable)
    parser.add_argument("--only", default="", help="part of the name of a peer, or an engine")
    parser.add_argument(
        "--rows", type=Path, help="file that keeps rows, so that a comparison can be made in parts"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    args = parser.parse_args()
    rows = args.rows.read_text(encoding="utf-8").splitlines() if args.rows and args.rows.exists() else []
    for size in args.sizes.split(","):
        for peer in (*PEERS, *ENGINES):
            if (peer.sizes and size not in peer.sizes) or args.only not in f"{peer.name} {peer.engine}":
                continue
            python = args.peers_python if peer.script.startswith("with_") else sys.executable
            rows.append(row(size, peer, list(measure(args.workloads / size, peer, python, args.rounds))))
            print(rows[-1], flush=True)
            if args.rows:
                args.rows.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if args.write:
        page = ABOUT.format(
            python=platform.python_version(),
            cores=os.cpu_count(),
            versions=versions(args.peers_python),
            rows="\n".join(rows),
        )
        PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
