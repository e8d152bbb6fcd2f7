"""What starting and loading cost, side by side with the least that others need for the same.

Usage: python benchmarks/startup.py [ROUNDS]

Each program runs in a fresh process, in turn with what it is compared with; the median of the ratios is printed. Bars:

- import: at most 1.2x of importing pydantic's BaseModel;
- validation of the first dataset: at most 4x of importing what it needs;
- the first typed record of the release that comes with the library, and of a package in a folder: at most 1.3x of a script
  that imports pydantic and pyarrow.parquet and reads the same file;
- a table of a million statistics: at most 1.2x of ``ParquetFile.read`` on the same file.

All programs find their modules compiled, as they are after an installation: in a folder of bytecode of their own, which the
round that is not counted fills.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "datasets" / "livelihood-2026"
MILLION = 1_000_000
SLOW_ROUNDS = 5


def seconds(code: str, bytecode: str) -> float:
    """Run a program in a fresh process and return how long it took."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={**kept, "PYTHONPYCACHEPREFIX": bytecode},
    )
    return time.perf_counter() - before


def compare(name: str, ours: str, theirs: str, bar: float, rounds: int) -> None:
    """Print the median ratio of two programs, run in turn."""
    with tempfile.TemporaryDirectory() as bytecode:
        pairs = [(seconds(ours, bytecode), seconds(theirs, bytecode)) for _ in range(rounds + 1)][1:]
    ratio = median(a / b for a, b in pairs)
    print(
        f"{name:34} ours {median(a for a, _ in pairs):.3f} s  "
        f"theirs {median(b for _, b in pairs):.3f} s  ratio {ratio:.2f}  bar {bar}"
    )


def compare_first_record(folder: Path, rounds: int) -> None:
    """Compare the first typed record of a release in the library and of a package in a folder."""
    from policy_dataset.release.releases import find_release  # noqa: PLC0415 - what is measured runs in processes of its own

    first = "import policy_dataset as p; next(iter(p.load({!r}).statistics.values())).value"
    archive = find_release(DATASET.name).path
    script = (
        "import io, zipfile, pydantic, pyarrow.parquet as q; "
        f"q.ParquetFile(io.BytesIO(zipfile.ZipFile({str(archive)!r}).read('{DATASET.name}/data/statistics.parquet'))).read()"
    )
    compare("first typed record, in the library", first.format(DATASET.name), script, 1.3, rounds)
    parquet = folder / "data" / "statistics.parquet"
    script = f"import pydantic, pyarrow.parquet as q; q.ParquetFile({str(parquet)!r}).read()"
    compare("first typed record, of a folder", first.format(str(folder)), script, 1.3, rounds)


def compare_a_million(folder: Path, rounds: int) -> None:
    """Compare loading the table of statistics, a million rows long."""
    parquet = folder / "data" / "statistics.parquet"
    lengthen(folder, parquet)
    ours = f"import policy_dataset as p; assert p.load({str(folder)!r}).statistics.to_arrow().num_rows == {MILLION}"
    script = (
        f"import pyarrow.parquet as q; assert q.ParquetFile({str(parquet)!r}).read().num_rows == {MILLION}"
    )
    compare("a million statistics", ours, script, 1.2, min(rounds, SLOW_ROUNDS))


def lengthen(package: Path, parquet: Path) -> None:
    """Repeat the rows of a table of a package until there are a million, each with an id of its own."""
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    table = pq.ParquetFile(parquet).read()
    rows = pa.concat_tables([table] * (MILLION // table.num_rows + 1)).slice(0, MILLION)
    ids = pa.array([f"statistic_{i}" for i in range(MILLION)])
    at = table.schema.get_field_index("statistic_id")
    pq.write_table(rows.set_column(at, table.schema.field(at), ids), parquet)
    descriptor = package / "datapackage.json"
    said = json.loads(descriptor.read_text(encoding="utf-8"))
    (resource,) = [r for r in said["resources"] if r["path"] == f"data/{parquet.name}"]
    with parquet.open("rb") as file:
        resource["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    size = parquet.stat().st_size
    resource.update({"rows": MILLION, **{k: size for k in ("bytes", "byte_size") if k in resource}})
    descriptor.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def main(rounds: int) -> None:
    """Compare everything."""
    import policy_dataset as pds  # noqa: PLC0415 - as above

    compare("import", "import policy_dataset", "from pydantic import BaseModel", 1.2, rounds)
    needs = "import pydantic, pyarrow, polars, narwhals.stable.v2, yaml"
    validate = f"import policy_dataset as p; assert p.validate({str(DATASET)!r}).valid"
    compare("validate", validate, needs, 4, rounds)
    with tempfile.TemporaryDirectory() as folder:
        package = pds.build(DATASET, folder).path
        compare_first_record(package, rounds)
        compare_a_million(package, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
