"""What starting costs, side by side: importing the library, validating the first dataset, the first typed record.

Usage: python benchmarks/startup.py [ROUNDS]

Each program runs in a fresh process, in turn with what it is compared with; the median of the ratios is printed. Bars:
import at most 1.2x of pydantic, validation at most 4x of importing what it needs, the first typed record at most 1.3x of
a script that imports pydantic and pyarrow.parquet and reads the same file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "datasets" / "livelihood-2026"


def seconds(code: str) -> float:
    """Run a program in a fresh process and return how long it took."""
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - before


def compare(name: str, ours: str, theirs: str, bar: float, rounds: int) -> None:
    """Print the median ratio of two programs, run in turn."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds + 1)][1:]
    ratio = median(a / b for a, b in pairs)
    print(
        f"{name:28} ours {median(a for a, _ in pairs):.3f} s  "
        f"theirs {median(b for _, b in pairs):.3f} s  ratio {ratio:.2f}  bar {bar}"
    )


def main(rounds: int) -> None:
    """Compare everything."""
    import policy_dataset as pds  # noqa: PLC0415 - what is measured runs in processes of its own

    compare("import", "import policy_dataset", "from pydantic import BaseModel", 1.2, rounds)
    needs = "import pydantic, pyarrow, polars, narwhals.stable.v2, yaml"
    validate = f"import policy_dataset as p; assert p.validate({str(DATASET)!r}).valid"
    compare("validate", validate, needs, 4, rounds)
    with tempfile.TemporaryDirectory() as folder:
        package = pds.build(DATASET, folder).path
        parquet = package / "data" / "statistics.parquet"
        first = f"import policy_dataset as p; next(iter(p.load({str(package)!r}).statistics.values())).value"
        script = f"import pydantic, pyarrow.parquet as q; q.ParquetFile({str(parquet)!r}).read()"
        compare("first typed record", first, script, 1.3, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
