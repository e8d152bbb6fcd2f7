"""The files of a package, wherever they are, and those of a folder: nothing is followed that leads out of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import Protocol

from policy_dataset.release.faults import DamagedPackageError, UnsafePackageError

LARGEST_DESCRIPTOR = 1 << 26


class PackageFiles(Protocol):
    """Where the bytes of a package come from."""

    @property
    def place(self) -> str:
        """What to call the package in messages."""

    def read(self, path: str, *, size: int | None = None) -> bytes:
        """Return a file of exactly `size` bytes; without one, a text of reasonable size."""


class FolderFiles:
    """A package that is a folder; the way to it may be a link, nothing in it may."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder

    def read(self, path: str, *, size: int | None = None) -> bytes:
        """Return a file of exactly `size` bytes; without one, a text of reasonable size."""
        here = self._folder
        for part in PurePosixPath(path).parts:
            here = here / part
            self._refuse_link(here, path)
        with here.open("rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise UnsafePackageError(f"{self.place}: {path} is no plain file")
            check_size(self.place, path, found.st_size, size)
            content = file.read(found.st_size + 1)
        check_size(self.place, path, len(content), found.st_size)
        return content

    def _refuse_link(self, here: Path, path: str) -> None:
        try:
            mode = here.lstat().st_mode
        except FileNotFoundError:
            raise DamagedPackageError(
                f"{self.place}: {path} is missing; build or download the package again"
            ) from None
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise UnsafePackageError(
                f"{self.place}: {path} leads through {here.name}, which is no plain file or folder"
            )


def check_size(place: str, path: str, found: int, wanted: int | None) -> None:
    """Refuse a file that has not as many bytes as it should.

    Raises
    ------
    DamagedPackageError
        It has another size than the descriptor says.
    UnsafePackageError
        No size is said, and no text has so many.
    """
    if wanted is None and found > LARGEST_DESCRIPTOR:
        raise UnsafePackageError(f"{place}: {path} has {found} bytes, more than such a text ever has")
    if wanted is not None and found != wanted:
        raise DamagedPackageError(
            f"{place}: {path} has {found} bytes and should have {wanted}: it is cut, changed, or was replaced while it "
            "was read; load the package again, or build or download it anew"
        )
