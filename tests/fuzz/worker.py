"""A process of its own that reads mutants under bounds of time and memory: ``worker.py OUT READER:FIRST:COUNT …``.

It writes a line of JSON for each input that broke something, and the input it is at into ``OUT.at``, so that whoever
started it knows on which one it died.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzz.mutate import mutant
from fuzz.readers import READERS, read_in_folder

SECONDS = 2.0
"""Of one core, for one input: other processes on the machine do not count."""
MEGABYTES = 500


class SlowError(BaseException):
    """An input took too long; no reader may catch it."""


def made(reader: str, number: int) -> bytes:
    """Return the input of that number, the same on every machine."""
    random = Random(f"{reader}/{number}")  # noqa: S311 - nothing here is secret
    return mutant(random, READERS[reader].seeds(), READERS[reader].kind)


def bound_memory() -> None:
    """Allow this process so much more address space than it has taken by now."""
    import resource  # noqa: PLC0415 - Windows has none, and the tests import this file there too

    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (taken + (MEGABYTES << 20), resource.RLIM_INFINITY))


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise SlowError(f"after {SECONDS} s, signal {signum}, in {frame and frame.f_code.co_qualname}")


def guarded(read: Callable[[], object]) -> str | None:
    """Read one input; return what it broke."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        read()
    except (Exception, SlowError):  # noqa: BLE001 - every crash is what is looked for
        return traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def _hang() -> None:
    while True:
        pass


def _swell() -> bytes:
    return b"x" * (2 * MEGABYTES << 20)


def _raise() -> float:
    return 1 / 0


BREAKERS = {"hangs": _hang, "swells": _swell, "raises": _raise}
"""Readers that break each promise, to test the worker with."""


def main(out: Path, work: list[str]) -> None:
    """Read so many mutants of each reader, from a number on."""
    for reader in READERS.values():  # what is loaded once is no input's fault
        for seed in reader.seeds()[:2]:
            read_in_folder(reader.name, seed, 0)
    signal.signal(signal.SIGPROF, _too_slow)
    bound_memory()
    at = os.open(f"{out}.at", os.O_CREAT | os.O_WRONLY)
    with out.open("w", encoding="utf-8") as found:
        for part in work:
            name, first, count = part.split(":")
            for number in range(int(first), int(first) + int(count)):
                os.pwrite(at, f"{name} {number}".ljust(40).encode(), 0)
                if name in BREAKERS:
                    broken = guarded(BREAKERS[name])
                else:
                    data = made(name, number)
                    broken = guarded(lambda: read_in_folder(name, data, number))  # noqa: B023 - called at once
                if broken is not None:
                    found.write(json.dumps({"reader": name, "number": number, "fault": broken}) + "\n")
                    found.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
