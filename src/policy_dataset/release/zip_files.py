"""The files of a package in a zip: nothing is followed that leads out of it, nothing is unpacked to the disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from policy_dataset.release.faults import DamagedPackageError, PackageError, UnsafePackageError
from policy_dataset.release.files import check_size
from policy_dataset.release.layout import DESCRIPTOR


class ZipFiles:
    """A package in a zip: at its top, or in the one folder that it holds. Nothing is unpacked to the disk."""

    def __init__(self, archive: Path) -> None:
        self.place = str(archive)
        self._archive = archive
        try:
            with zipfile.ZipFile(archive) as opened:
                members = opened.infolist()
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as fault:
            if isinstance(fault, FileNotFoundError | PermissionError):
                raise
            raise PackageError(
                f"{self.place} is no package, or a damaged one: give the folder of a package, its datapackage.json or a "
                "zip of it, or the folder of a dataset (with dataset.yaml)"
            ) from fault
        self._members = {m.filename: m for m in members}
        if len(self._members) < len(members):
            raise UnsafePackageError(f"{self.place} holds two members of one name")
        for member in members:
            self._check(member)
        self._top = self._find_top()

    def read(self, path: str, *, size: int | None = None) -> bytes:
        """Return a file of exactly `size` bytes; without one, a text of reasonable size."""
        member = self._members.get(self._top + path)
        if member is None:
            raise DamagedPackageError(f"{self.place}: {path} is missing; build or download the package again")
        check_size(self.place, path, member.file_size, size)
        try:
            with zipfile.ZipFile(self._archive) as opened, opened.open(member) as file:
                # What a member says of its size may be a lie: no more than that is ever unpacked.
                content = file.read(member.file_size + 1)
        except (
            zipfile.BadZipFile,
            EOFError,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as fault:
            raise DamagedPackageError(
                f"{self.place}: {path} cannot be unpacked; download it again"
            ) from fault
        check_size(self.place, path, len(content), member.file_size)
        return content

    def _check(self, member: zipfile.ZipInfo) -> None:
        parts = PurePosixPath(member.filename).parts
        kind = stat.S_IFMT(member.external_attr >> 16)
        plain = kind in {0, stat.S_IFREG, stat.S_IFDIR}
        inside = parts and parts[0] != "/" and ".." not in parts
        if not inside or not plain or any(c in member.filename for c in "\\:\0"):
            raise UnsafePackageError(
                f"{self.place} holds {member.filename!r}, which is no plain file inside it"
            )

    def _find_top(self) -> str:
        tops = [n.removesuffix(DESCRIPTOR) for n in self._members if PurePosixPath(n).name == DESCRIPTOR]
        if "" in tops:
            return ""
        if len(tops) == 1 and tops[0].count("/") == 1:
            return tops[0]
        raise PackageError(f"{self.place} holds no {DESCRIPTOR} at its top or in its one folder")
