"""Fetch a package in child processes that are killed with -9, and look at the cache each time.

Run as a script: ``fetching.py once|steps|moments URL SHA256|- SIZE|- CACHE COUNT``. Prints JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pyarrow as pa
from filelock import FileLock  # noqa: F401 - imported before children are forked, as all they need

from policy_dataset.download.address import read_address
from policy_dataset.download.cache import Cache
from policy_dataset.download.client import Client
from policy_dataset.download.fetch import Fetcher
from policy_dataset.download.packages import fetch_package
from policy_dataset.download.patience import Patience
from policy_dataset.download.tending import clear, verify

EVENTS = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"})
"""What a process does to a disk, as Python tells it."""

MOST_STEPS = 200


def fetch(url: str, sha256: str | None, size: int | None, folder: Path) -> str:
    address = read_address(url + (f"#sha256={sha256}" if sha256 else ""))
    fetcher = Fetcher(Cache(folder), Client(Patience(first_wait=0.01, longest_wait=0.05, turn=60)))
    return fetch_package(address, fetcher, size=size).sha256


def die_at(step: int, folder: Path) -> None:
    """End this process before the step of that number that changes anything in a folder."""
    left = [step]

    def hook(event, arguments):
        if event not in EVENTS or not str(arguments[0]).startswith(str(folder)):
            return
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def in_child(act, kill_after: float | None = None) -> bool:
    """Do something in a process of its own, and say whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException as fault:  # noqa: BLE001 - told by the code
            sys.stderr.write(repr(fault))
            os._exit(1)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "a fetch failed"
    return os.WIFEXITED(status)


def look(folder: Path, whole: str) -> list[str]:
    """Return what is in the cache and should not be: contents that are not whole, records that lead nowhere."""
    contents, records = (folder / "contents").glob("*/*"), Cache(folder).records()
    return [
        *(p.name for p in contents if p.name != whole or hashlib.sha256(p.read_bytes()).hexdigest() != whole),
        *(r.place for r in records if Cache(folder).find(r.sha256, r.size) is None),
    ]


def repaired(what, folder: Path, whole: str) -> list[str]:
    """Fetch to the end, and return what is left that should not be there."""
    assert fetch(*what, folder) == whole
    found = verify(Cache(folder))
    kept = {"CACHEDIR.TAG", "addresses", "contents", "parts"}
    files = sorted(p.name for p in folder.iterdir() if p.name not in kept)
    return [
        *files,
        *found.damaged,
        *found.stray,
        *(p.name for p in (folder / "parts").iterdir()),
        *(p.name for p in (folder / "addresses").iterdir() if p.suffix != ".json"),
    ]


def steps(what, folder: Path, whole: str) -> dict[str, object]:
    """Kill before each step; repair after each."""
    wrong: list[str] = []
    left: list[str] = []
    for step in range(MOST_STEPS):
        ended = in_child(lambda n=step: (die_at(n, folder), fetch(*what, folder)))
        wrong += look(folder, whole)
        left += repaired(what, folder, whole)
        clear(Cache(folder))
        if ended:
            return {"steps": step, "wrong": wrong, "left": left}
    raise AssertionError("no end of the steps")


def moments(what, folder: Path, whole: str, count: int) -> dict[str, object]:
    """Kill at random moments; what is there stays, as on a machine that is switched off again and again."""
    dice = random.Random(20260126)  # noqa: S311 - moments, no secrets
    fetch(*what, folder)
    clear(Cache(folder))
    started = time.monotonic()
    fetch(*what, folder)
    length = time.monotonic() - started
    clear(Cache(folder))
    wrong: list[str] = []
    ended = 0
    for _ in range(count):
        if in_child(lambda: fetch(*what, folder), kill_after=dice.uniform(0, length * 1.2)):
            ended += 1
        wrong += look(folder, whole)
        if Cache(folder).find(whole):
            # Whole: from now on every run would be at its end at once. Begin again.
            wrong += repaired(what, folder, whole)
            clear(Cache(folder))
    return {"ended": ended, "wrong": wrong, "left": repaired(what, folder, whole)}


if __name__ == "__main__":
    how, url, digest, length, cache, times = sys.argv[1:]
    # Threads do not survive a fork.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    known = None if digest == "-" else digest
    wanted = (url, known, None if length == "-" else int(length))
    place = Path(cache)
    if how == "once":
        print(json.dumps(fetch(*wanted, place)))  # noqa: T201
    else:
        right = fetch(*wanted, place.with_name("right"))
        if how == "steps":
            print(json.dumps(steps(wanted, place, right)))  # noqa: T201
        else:
            print(json.dumps(moments(wanted, place, right, int(times))))  # noqa: T201
