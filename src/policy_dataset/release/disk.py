"""Everything that publishing does to a disk, one method a step, so that tests can end a run between any two."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

FILE_MODE = 0o644
FOLDER_MODE = 0o755

_WINDOWS = os.name == "nt"


class Disk:
    """The real disk. What a method has done is on the medium when it returns, whatever the umask."""

    def make_folder(self, folder: Path) -> None:
        """Create a folder that does not exist."""
        folder.mkdir()
        folder.chmod(FOLDER_MODE)

    def write_file(self, path: Path, write: Callable[[Path], object]) -> None:
        """Let `write` write a file, then fix its mode and bring it to the medium."""
        write(path)
        path.chmod(FILE_MODE)
        # Windows flushes only what is open for writing.
        with path.open("r+b") as file:
            os.fsync(file.fileno())

    def sync_folder(self, folder: Path) -> None:
        """Bring the names in a folder to the medium; Windows does so by itself and has no call for it."""
        if _WINDOWS:
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def exchange(self, one: Path, other: Path) -> bool:
        """Let two folders swap their names in one step; False where the system cannot, and then nothing happened."""
        return _exchange(one, other)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file or folder a new name that is free."""
        old.rename(new)

    def replace(self, old: Path, new: Path) -> None:
        """Give a file the name of another one, which goes, in one step; the name may be free."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        """Remove a file or a folder with all in it; it may be gone already."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


DISK = Disk()

# Linux: renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE); macOS: renamex_np(a, b, RENAME_SWAP).
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV})


def _exchange(one: Path, other: Path) -> bool:
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            failed = library.renamex_np(first, second, _RENAME_SWAP)
        else:
            return False
    except (OSError, AttributeError, TypeError):  # no such library or function here
        return False
    number = ctypes.get_errno()
    if failed and number not in _UNABLE:
        raise OSError(number, os.strerror(number), str(one), None, str(other))
    return not failed
