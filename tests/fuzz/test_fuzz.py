"""Wrong bytes at every way in: no crash, no hang over 2 s of a core, no more than 500 MB beside what was loaded."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from effort import SEED, effort
from fuzz.readers import READERS, SHARES, read_in_folder
from fuzz.worker import made

INPUTS = effort(400, 20_000)
"""Mutants of all readers together; the whole takes a few minutes."""
WORKER = Path(__file__).with_name("worker.py")
CASES = sorted((Path(__file__).parent / "cases").iterdir())
ALLOWED_SECONDS = 2

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the worker bounds memory as Linux does")


def counts() -> dict[str, int]:
    whole = sum(SHARES.values())
    return {name: max(1, round(INPUTS * share / whole)) for name, share in SHARES.items()}


def run(tmp_path: Path, work: list[str]) -> list[dict[str, object]]:
    out = tmp_path / "found.jsonl"
    number = sum(int(part.split(":")[2]) for part in work)
    done = subprocess.run(
        [sys.executable, str(WORKER), str(out), *work],
        capture_output=True,
        text=True,
        timeout=60 + number * ALLOWED_SECONDS,
        check=False,
    )
    at = Path(f"{out}.at").read_text(encoding="utf-8") if Path(f"{out}.at").exists() else "the start"
    assert done.returncode == 0, f"died at {at.strip()}: {done.stderr[-2000:]}"
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_mutated_inputs_crash_hang_and_swell_nothing(tmp_path):
    found = run(tmp_path, [f"{name}:{SEED}:{count}" for name, count in counts().items()])
    assert found == [], f"{len(found)} of {INPUTS}"


def test_the_worker_tells_of_what_is_broken(tmp_path):
    # The last reader breaks every promise on purpose.
    found = run(tmp_path, ["raises:0:2", "hangs:0:1", "swells:0:1"])
    told = [str(fault["fault"]).rsplit("\n", 2)[-2].partition(":")[0] for fault in found]
    assert told == ["ZeroDivisionError", "ZeroDivisionError", "SlowError", "MemoryError"]


def test_the_same_number_gives_the_same_input():
    assert made("yaml", 12) == made("yaml", 12)
    assert made("yaml", 12) != made("yaml", 13)


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_what_was_found_once_stays_mended(case: Path):
    # ``<reader>-<seed>-<what>``: the seed chooses the table and the flags.
    reader, seed, _ = case.name.split("-", 2)
    # In letters where the bytes would stop tools that read every file of a checkout.
    data = base64.b64decode(case.read_bytes()) if case.suffix == ".b64" else case.read_bytes()
    read_in_folder(reader, data, int(seed))


def test_every_reader_has_its_share():
    assert SHARES.keys() == READERS.keys()
