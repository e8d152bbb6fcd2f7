"""One publisher at a time in a folder; the system frees a lock when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOCK_FILE = ".policy-dataset.lock"


class Held:
    """A lock on a file, held until it is released or the process dies."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        """Let others have it."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt
    import time

    @contextmanager
    def locked(folder: Path) -> Iterator[None]:
        """Hold the lock of a folder; wait for whoever holds it."""
        # Windows cannot lock a folder, so a file in it stands for it.
        with (folder / LOCK_FILE).open("a+b") as file:
            while True:
                file.seek(0)
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # given up after ten tries by the C library
                    time.sleep(0.1)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

    def hold_if_free(path: Path) -> Held | None:
        """Lock a file, made where it is missing; None where somebody holds it."""
        file = path.open("a+b")
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            file.close()
            return None
        return Held(file)

else:
    import fcntl
    import os

    @contextmanager
    def locked(folder: Path) -> Iterator[None]:
        """Hold the lock of a folder; wait for whoever holds it."""
        # The folder itself is locked: no file is left behind.
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def hold_if_free(path: Path) -> Held | None:
        """Lock a file, made where it is missing; None where somebody holds it."""
        file = path.open("a+b")
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return Held(file)
