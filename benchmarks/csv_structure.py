"""The strict structure pass over a CSV file, beside Polars reading the same file without one.

    python benchmarks/csv_structure.py statistics.csv [--rounds 5]

Every run is a fresh process; the clock starts before the file is opened, imports done. Polars reads all columns but
the last as text with its streaming engine, on all cores; the structure pass runs on one.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time


def run_check(path: str) -> dict[str, float]:
    from policy_dataset.tables.csv_structure import check_csv  # noqa: PLC0415 - each process imports what it times

    start, cpu = time.perf_counter(), time.process_time()
    structure = check_csv(path, file="statistics.csv")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {
        "seconds": seconds,
        "cpu": cpu,
        "rows": structure.rows,
        "problems": sum(structure.totals.values()),
    }


def run_polars(path: str) -> dict[str, float]:
    import polars as pl  # noqa: PLC0415 - each process imports what it times

    start, cpu = time.perf_counter(), time.process_time()
    scan = pl.scan_csv(path, infer_schema=False)
    frame = scan.select(scan.collect_schema().names()[:-1]).collect(engine="streaming")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "rows": frame.height}


RUNS = {"check_csv": run_check, "polars": run_polars}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=RUNS)
    args = parser.parse_args()
    if args.only:
        run = RUNS[args.only](args.path)
        run["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(run))
        return
    ratios = []
    for number in range(args.rounds):
        found = {}
        for name in RUNS:
            command = [sys.executable, __file__, args.path, "--only", name]
            found[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        assert found["check_csv"]["rows"] == found["polars"]["rows"]
        ratios.append(found["check_csv"]["seconds"] / found["polars"]["seconds"])
        line = ", ".join(
            f"{name} {run['seconds']:.3f} s ({run['cpu']:.3f} s of processors, {run['peak_mb']} MB)"
            for name, run in found.items()
        )
        print(f"round {number + 1}: {line}: {ratios[-1]:.2f}x")
    print(f"median ratio {statistics.median(ratios):.2f}x")


if __name__ == "__main__":
    main()
