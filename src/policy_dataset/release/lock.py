"""One publisher at a time in a folder; the system frees the lock when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = ".policy-dataset.lock"

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
