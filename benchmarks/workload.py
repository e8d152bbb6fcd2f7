"""Validate a folder of the benchmark's tables with this library, and print what it took and found.

    python benchmarks/workload.py DIR [--input parquet|csv] [--engine polars|duckdb|spark] [--rules R01,R03]

Prints one JSON object: ``seconds`` from opening the first file to the last finding, imports and the start of Spark
not counted; ``peak_mb`` of the process; ``found``, a list of [table, row, rule]; ``to_tell``, the seconds that the problems of a report took after
that, with their words, places and hints.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path

import narwhals.stable.v2
import pyarrow.parquet
from workload_tables import NAMES, OWN_RULES, SCHEMA

from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.collector import Found
from policy_dataset.rules.runner import examine
from policy_dataset.tables.engines.registry import DEFAULT, ENGINES, open_engine
from policy_dataset.tables.files import open_files
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.places_of_files import places_of_all

_IMPORTED = (narwhals.stable.v2, pyarrow.parquet)
_BACKENDS = {
    "polars": ("narwhals._polars.namespace", "narwhals._polars.dataframe", "narwhals.stable.v2._namespace"),
    "duckdb": ("narwhals._duckdb.namespace", "narwhals._duckdb.dataframe", "narwhals.stable.v2._namespace"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--input", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--engine", choices=ENGINES, default=DEFAULT)
    parser.add_argument("--rules", default="", help="of R01 to R13, joined by commas; all without")
    parser.add_argument("--problems", action="store_true", help="print the first problems to standard error")
    args = parser.parse_args()
    wanted = {name for name in args.rules.split(",") if name} or set(NAMES.values())
    import_module(ENGINES[args.engine].module)
    engine = open_engine(args.engine)
    for module in _BACKENDS.get(args.engine, ()):
        # narwhals imports what it has for a library with the first frame of it.
        import_module(module)
    if args.engine == "spark":
        # A session is started once for many tables; its first job pays for it.
        engine.open(pyarrow.table({"warm": ["x", "y"]})).collect()
    rules = [r for r in (*all_rules().values(), *OWN_RULES.values()) if NAMES.get(r.id) in wanted]

    began = time.perf_counter()
    opened = {t.table_name: open_files([args.folder / f"{t.table_name}.{args.input}"], t) for t in SCHEMA}
    frames = {name: Frame(files, places_of_all(files)) for name, (files, _) in opened.items()}
    examined = examine(Frames(SCHEMA, frames, {}), rules, engine)
    found = [[f.table, row, NAMES[f.rule]] for f in examined.found if _counts(f) for row in f.rows]
    seconds = time.perf_counter() - began
    verdict = examined.verdict()
    to_tell = time.perf_counter() - began - seconds

    assert not verdict.faults, verdict.faults
    problems = [problem for _, problems in opened.values() for problem in problems]
    assert not problems, problems[:3]
    for problem in verdict.problems[: 40 if args.problems else 0]:
        print(problem, file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if sys.platform == "darwin":
        peak /= 1024
    found = [one for one in found if one[2] in wanted]
    print(json.dumps({"seconds": seconds, "to_tell": to_tell, "peak_mb": round(peak, 1), "found": found}))


def _counts(found: Found) -> bool:
    """Whether the workload asks for it: its R02 is of `value` alone; a bound as 511.70000000000005 is bad_value to us."""
    return NAMES[found.rule] != "R02" or found.column == "value"


if __name__ == "__main__":
    main()
