"""Putting a finished package in the place of an earlier one: one step where the system has it, else with a journal.

Beside the target ``out/name`` stands ``out/.name.publishing`` while a run works:

``new``
    The package that is being made; after an exchange, the earlier one.
``old``
    The earlier package, between the two renames.
``journal``
    There while the two renames are under way: ``new`` was judged and is whole, so whoever finds the target missing
    moves it in. A run that dies without a journal leaves the target as it was.
"""

from __future__ import annotations

from pathlib import Path

from policy_dataset.release.disk import DISK, Disk
from policy_dataset.release.lock import locked


def work_folder(target: Path) -> Path:
    """Return where a package is put together before it takes the place `target`."""
    return target.with_name(f".{target.name}.publishing")


def begin(target: Path, disk: Disk) -> Path:
    """Clear what a killed run left behind and return a fresh folder to put a package together in."""
    finish(target, disk)
    clear(target, disk)
    work = work_folder(target)
    disk.make_folder(work)
    disk.make_folder(work / "new")
    return work / "new"


def swap_in(target: Path, disk: Disk) -> None:
    """Let the finished package take the place of the target; at no moment is there half a package."""
    work = work_folder(target)
    new = work / "new"
    if not target.exists():
        disk.rename(new, target)
    elif not disk.exchange(new, target):
        _swap_in_two_steps(target, disk)
    disk.sync_folder(target.parent)
    clear(target, disk)


def clear(target: Path, disk: Disk) -> None:
    """Remove what stands beside the target."""
    work = work_folder(target)
    # First what says that `new` is whole, since the rest goes piece by piece.
    disk.remove(work / "journal")
    disk.remove(work)


def finish(target: Path, disk: Disk = DISK) -> None:
    """Finish a swap that was cut between its two renames."""
    work = work_folder(target)
    if (work / "journal").exists() and (work / "new").exists() and not target.exists():
        disk.rename(work / "new", target)
        disk.sync_folder(target.parent)


def finish_if_cut(target: Path) -> None:
    """Finish the swap of a package that a reader finds missing; wait for a run that is at it."""
    if not target.exists() and (work_folder(target) / "journal").exists():
        with locked(target.parent):
            finish(target)


def _swap_in_two_steps(target: Path, disk: Disk) -> None:
    work = work_folder(target)
    disk.write_file(work / "journal", lambda path: path.write_bytes(b""))
    disk.sync_folder(work)
    disk.rename(target, work / "old")
    try:
        disk.rename(work / "new", target)
    except OSError:
        # Something holds the new folder open (Windows): the earlier package goes back to its place.
        disk.rename(work / "old", target)
        raise
