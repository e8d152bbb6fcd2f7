"""Curated records in YAML: values and places from `read_yaml`, beside values alone from yaml.load(CSafeLoader).

    python benchmarks/yaml_positions.py [--records 5000] [--rounds 5]

Every run is a fresh process; the clock starts with the bytes in memory and imports done. The bar is a ratio of at
least 1.5, median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

UNITS = ("万件", "万人", "亿元", "个", "公里")


def make_text(records: int) -> str:
    """Records of 20 fields as a curator writes them."""
    return "".join(_record(i) for i in range(records))


def _record(i: int) -> str:
    return (
        f"- id: figure-{i:05d}\n"
        f"  indicator: complaints-handled-{i % 300}\n"
        f'  location: "{110000 + i % 900}"\n'
        f"  source: bulletin-{i % 40}\n"
        f"  period: 202{i % 6}-{1 + i % 12:02d}\n"
        f"  printed: 约{i * 37 % 9973}.{i % 10}{UNITS[i % 5]}\n"
        f"  unit: {UNITS[i % 5]}\n"
        "  comparator: about\n"
        f"  kind: {('level', 'change', 'rate')[i % 3]}\n"
        f"  sentence: {i % 211}\n"
        f"  start: {i * 13 % 6000}\n"
        f"  end: {i * 13 % 6000 + 9}\n"
        f"  digest: {i * 2654435761 % 2**32:08x}{i * 40503 % 2**32:08x}\n"
        f"  before: '第{i}段、'\n"
        "  after: ，比上年增加\n"
        f'  title: "第 {i} 号统计：全年情况"\n'
        f"  actor: office-{i % 17}\n"
        f"  reviewed: 2026-0{1 + i % 9}-1{i % 10}\n"
        f"  tags: [social, work-{i % 7}]\n"
        f"  note: a line of text about record {i}, as long as notes are\n"
    )


def run_ours(data: bytes) -> float:
    from policy_dataset.records.yaml_text import read_yaml  # noqa: PLC0415 - each process imports what it times

    start = time.perf_counter()
    document = read_yaml(data, file="records.yaml")
    seconds = time.perf_counter() - start
    assert not document.problems
    assert len(document.value) == data.count(b"- id: ")
    place = document.positions.of_value([len(document.value) - 1, "note"])
    assert (place.line, place.column) == (data.count(b"\n"), 9)
    return seconds


def run_loader(data: bytes) -> float:
    import yaml  # noqa: PLC0415 - each process imports what it times

    start = time.perf_counter()
    value = yaml.load(data.decode(), yaml.CSafeLoader)
    seconds = time.perf_counter() - start
    assert len(value) == data.count(b"- id: ")
    return seconds


RUNS = {"read_yaml": run_ours, "yaml.load": run_loader}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=RUNS)
    args = parser.parse_args()
    if args.only:
        seconds = RUNS[args.only](make_text(args.records).encode())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"seconds": seconds, "peak_mb": peak}))
        return
    ratios = []
    for number in range(args.rounds):
        found = {}
        for name in RUNS:
            command = [sys.executable, __file__, "--records", str(args.records), "--only", name]
            found[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        ratios.append(found["yaml.load"]["seconds"] / found["read_yaml"]["seconds"])
        line = ", ".join(f"{name} {run['seconds']:.3f} s, {run['peak_mb']} MB" for name, run in found.items())
        print(f"round {number + 1}: {line}: {ratios[-1]:.2f}x")
    print(f"median ratio {statistics.median(ratios):.2f}x")


if __name__ == "__main__":
    main()
