"""Publish again and again in a child process that is killed with -9, and look at what a reader finds each time.

Run as a script: ``kills.py steps|moments FOLDER exchange|renames COUNT``. Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pyarrow as pa

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.release.disk import Disk
from policy_dataset.release.load import load_package
from policy_dataset.release.publish import Published, publish
from policy_dataset.tables.arrow import table_of_rows
from release.samples import OWN_META


class Ship(Table, table="ships", title="Ships"):
    """A ship; one small table is enough to die with."""

    ship_id: str = column("Its id.", key=True)


SCHEMA = Schema(tables=(Ship,))
TABLES = {"ships": table_of_rows(Ship, [{"ship_id": "ann"}, {"ship_id": "bob"}])}


class Mortal(Disk):
    """A disk on which the process dies before its action number `dies_at`."""

    def __init__(self, dies_at: int | None, *, exchange: bool) -> None:
        self.steps = 0
        self.dies_at = dies_at
        self.can_exchange = exchange

    def _step(self) -> None:
        if self.steps == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps += 1

    def make_folder(self, folder):
        self._step()
        super().make_folder(folder)

    def write_file(self, path, write):
        self._step()

        def write_half(to):
            write(to)
            self._step()

        super().write_file(path, write_half)

    def sync_folder(self, folder):
        self._step()
        super().sync_folder(folder)

    def exchange(self, one, other):
        self._step()
        done = self.can_exchange and super().exchange(one, other)
        self._step()
        return done

    def rename(self, old, new):
        self._step()
        super().rename(old, new)
        self._step()

    def replace(self, old, new):
        self._step()
        super().replace(old, new)
        self._step()

    def remove(self, path):
        self._step()
        # Piece by piece, as the system does it.
        for inner in sorted(path.rglob("*"), reverse=True) if path.is_dir() else ():
            super().remove(inner)
            self._step()
        super().remove(path)


def run(out: Path, version: str, disk: Disk) -> None:
    done = publish(SCHEMA, OWN_META.model_copy(update={"version": version}), TABLES, out, disk=disk)
    assert isinstance(done, Published), done


def version_found(out: Path) -> str | None:
    """What a reader finds: the version of a package whose every file is whole, or None where there is none."""
    folder = out / OWN_META.id
    if not folder.exists() and not (out / f".{OWN_META.id}.publishing" / "journal").exists():
        return None
    ds = load_package(folder, hashes=True)
    assert {name: ds[name].to_arrow().num_rows for name in ds.tables} == {"ships": 2}
    names = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert names | {"SHA256SUMS"} == {
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()
    }
    return ds.version


def in_child(out: Path, version: str, disk: Disk, *, kill_after: float | None = None) -> bool:
    """Publish in a child; return whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            run(out, version, disk)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
            import traceback  # noqa: PLC0415

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "publishing failed by itself"
    return os.WIFEXITED(status)


def between_steps(out: Path, *, exchange: bool) -> dict[str, object]:
    """Die before each action in turn, first with no earlier package, then with one; the last run goes through."""
    firsts: list[str | None] = []
    while exchange:  # with nothing to replace, both ways are one
        ended = in_child(out, "1.0.0", Mortal(len(firsts), exchange=exchange))
        if ended:
            break
        firsts.append(version_found(out))
        if firsts[-1] is not None:  # in place already: what is left of the run is tidying
            break
    run(out, "1.0.0", Mortal(None, exchange=exchange))
    found: list[str | None] = []
    seconds = 0
    while True:
        # The target has what the last run left in it; whatever that is must be old or new, and whole.
        old = version_found(out)
        new = "2.0.0" if old == "1.0.0" else "1.0.0"
        ended = in_child(out, new, Mortal(seconds, exchange=exchange))
        found.append({old: "old", new: "new"}.get(version_found(out)))
        if ended:
            break
        seconds += 1
    return {"first": firsts, "next": found, "left": sorted(p.name for p in out.iterdir())}


def at_moments(out: Path, *, exchange: bool, count: int) -> dict[str, object]:
    """Kill at random moments of a run."""
    dice = random.Random(20260126)  # noqa: S311 - moments, no secrets
    run(out, "1.0.0", Mortal(None, exchange=exchange))
    started = time.monotonic()
    run(out, "1.0.0", Mortal(None, exchange=exchange))
    length = time.monotonic() - started
    found = []
    # A child starts slower than its parent runs: up to twice as long, so that moments of and after the swap are hit too.
    for _ in range(count):
        old = version_found(out)
        new = "2.0.0" if old == "1.0.0" else "1.0.0"
        in_child(out, new, Mortal(None, exchange=exchange), kill_after=dice.uniform(0, length * 2))
        found.append({old: "old", new: "new"}.get(version_found(out)))
    run(out, "3.0.0", Mortal(None, exchange=exchange))
    return {"next": found, "last": version_found(out), "left": sorted(p.name for p in out.iterdir())}


if __name__ == "__main__":
    how, folder, swap, times = sys.argv[1:]
    # Threads do not survive a fork; with one, Arrow starts none that are waited for.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # A process that is killed loses nothing that it has written; only a power cut would.
    os.fsync = lambda _: None
    where = Path(folder)
    if how == "steps":
        print(json.dumps(between_steps(where, exchange=swap == "exchange")))  # noqa: T201
    else:
        print(json.dumps(at_moments(where, exchange=swap == "exchange", count=int(times))))  # noqa: T201
