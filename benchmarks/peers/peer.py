"""What every peer shares: the command line, the clock, and the object that is printed."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ALL = tuple(f"R{number:02}" for number in range(1, 14))


def run(
    about: str, find: Callable[[Path, str, set[str]], list[list[object]]], rules: tuple[str, ...] = ALL
) -> None:
    """Find what breaks the rules that are asked for and print the time, the memory and the findings."""
    parser = argparse.ArgumentParser(description=about.split("\n\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--input", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--rules", default="")
    args = parser.parse_args()
    wanted = {name for name in args.rules.split(",") if name} or set(rules)
    began = time.perf_counter()
    found = find(args.folder, args.input, wanted)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if sys.platform == "darwin":
        peak /= 1024
    print(json.dumps({"seconds": seconds, "peak_mb": round(peak, 1), "found": found}))
