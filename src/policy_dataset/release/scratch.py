"""A folder for what a run writes to the disk for itself: gone when the run ends, and after a killed run with the next."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Self

from policy_dataset.release.lock import Held, hold_if_free

PREFIX = ".policy-dataset-scratch-"
_OWNER = "owner"


class Scratch:
    """A folder of one run, made when it is first asked for.

    Parameters
    ----------
    parent
        Where it is made; the system's folder for such things without. It is made where it is missing.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent if parent is not None else Path(tempfile.gettempdir())
        self._made: Path | None = None
        self._close: weakref.finalize[..., Scratch] | None = None

    def folder(self) -> Path:
        """Return the folder, empty when it is asked for the first time but for the mark of its owner."""
        if self._made is None:
            there = self._parent.is_dir()
            self._parent.mkdir(parents=True, exist_ok=True)
            _remove_dead(self._parent)
            made, held = _make(self._parent)
            self._close = weakref.finalize(self, _leave, made, held, None if there else self._parent)
            self._made = made
        return self._made

    def close(self) -> None:
        """Remove the folder with all in it."""
        if self._close is not None:
            self._close()
        self._made = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Remove the folder; where the system refused to write and did not say where, it was here."""
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(self._parent)
        self.close()


def _make(parent: Path) -> tuple[Path, Held]:
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        try:
            held = hold_if_free(made / _OWNER)
        except FileNotFoundError:
            continue
        # Another run may have taken it for a dead one's before it was marked.
        if held is not None and (made / _OWNER).exists():
            return made, held


def _leave(folder: Path, held: Held, parent: Path | None) -> None:
    # Windows removes no file that is open; elsewhere nobody else shall remove it at the same time.
    if os.name == "nt":
        held.release()
    shutil.rmtree(folder, ignore_errors=True)
    held.release()
    if parent is not None:
        with suppress(OSError):  # something was put there, and it stays
            parent.rmdir()


def _remove_dead(parent: Path) -> None:
    """Remove the folders whose runs are no more: nobody holds their marks."""
    for folder in sorted(parent.glob(f"{PREFIX}*")):
        try:
            held = hold_if_free(folder / _OWNER)
        except OSError:
            continue  # of another user, or being removed by another run
        if held is not None:
            _leave(folder, held, None)
