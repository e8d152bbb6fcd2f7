"""A process of its own that reads mutants under bounds of time and memory: ``worker.py READER FIRST COUNT OUT``.

It writes a line of JSON for each input that broke something, and the number of the input it is at into ``OUT.at``, so
that whoever started it knows on which one it died.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from pathlib import Path
from random import Random
from types import FrameType

SECONDS = 2.0
"""Of one core, for one input: other processes on the machine do not count."""
MEGABYTES = 500

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


class SlowError(BaseException):
    """An input took too long; no reader may catch it."""


def made(reader: str, number: int) -> bytes:
    """Return the input of that number, the same on every machine."""
    from fuzz.mutate import mutant
    from fuzz.readers import READERS

    return mutant(Random(f"{reader}/{number}"), READERS[reader].seeds(), READERS[reader].kind)


def bound_memory() -> None:
    """Allow this process so much more address space than it has taken by now."""
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (taken + (MEGABYTES << 20), resource.RLIM_INFINITY))


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise SlowError(f"after {SECONDS} s, signal {signum}, in {frame and frame.f_code.co_qualname}")


def guarded(reader: str, data: bytes, seed: int) -> str | None:
    """Read one input; return what it broke."""
    from fuzz.readers import read_in_folder

    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        read_in_folder(reader, data, seed)
    except (Exception, SlowError, RecursionError, MemoryError):  # noqa: BLE001 - every crash is what is looked for
        return traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def main(reader: str, first: int, count: int, out: Path) -> None:
    """Read `count` mutants from number `first` on."""
    from fuzz.readers import READERS, read_in_folder

    for seed in READERS[reader].seeds()[:2]:
        read_in_folder(reader, seed, 0)
    signal.signal(signal.SIGPROF, _too_slow)
    bound_memory()
    at = os.open(f"{out}.at", os.O_CREAT | os.O_WRONLY)
    with out.open("w", encoding="utf-8") as found:
        for number in range(first, first + count):
            os.pwrite(at, f"{number:>12}".encode(), 0)
            data = made(reader, number)
            broken = guarded(reader, data, number)
            if broken is not None:
                found.write(json.dumps({"reader": reader, "number": number, "fault": broken}) + "\n")
                found.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
