"""The files of a package in a zip: nothing is followed that leads out of it, nothing is unpacked to the disk."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path

from policy_dataset.release.faults import DamagedPackageError, PackageError, UnsafePackageError
from policy_dataset.release.files import check_size
from policy_dataset.release.layout import DESCRIPTOR

LARGEST_PACKAGE = 1 << 36
"""Bytes of all members of a zip together at most."""
MOST_MEMBERS = 10_000
MOST_SHRUNK = 200
"""How many times its packed size a member, and the whole, may have; tables of text reach a tenth of that."""
_SMALL = 1 << 24
_LARGEST_DIRECTORY = 1 << 22
_UNREADABLE = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError)
_END, _END_SIZE = b"PK\5\6", 18
"""What the end of a zip begins with, and the bytes of it that always follow."""
_LARGE_SIGN, _LARGE_SIGN_SIZE = b"PK\6\7", 20
_LARGE_END, _LARGE_END_SIZE = b"PK\6\6", 56
"""What stands before the end of a zip of more than 4 GiB or 65,535 members: where the larger numbers are, and they."""
# Others are slow, hungry for memory, or unknown to some readers; no packer takes them unless it is told to.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class ZipFiles:
    """A package in a zip: at its top, or in the one folder that it holds. Nothing is unpacked to the disk."""

    def __init__(self, archive: Path, *, place: str | None = None) -> None:
        self.place = place or str(archive)
        self._archive = archive
        try:
            self._check_directory()
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
        if len(members) > MOST_MEMBERS:  # whatever number the end says
            raise self._crowd()
        if len({_on_any_disk(m.filename) for m in members}) < len(members):
            raise UnsafePackageError(f"{self.place} holds two members of one name")
        for member in members:
            self._check(member)
        self._check_sum(sum(m.file_size for m in members))
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
        except _UNREADABLE as fault:
            raise DamagedPackageError(
                f"{self.place}: {path} cannot be unpacked; download it again"
            ) from fault
        check_size(self.place, path, len(content), member.file_size)
        return content

    def damaged_member(self) -> str | None:
        """Return the first member whose bytes do not agree with its checksum; None where all do."""
        try:
            with zipfile.ZipFile(self._archive) as opened:
                return opened.testzip()
        except _UNREADABLE:
            return "a member"

    def _check_directory(self) -> None:
        """Refuse a list of members that is too long, before it is read as a whole."""
        with self._archive.open("rb") as file:
            before = _LARGE_END_SIZE + _LARGE_SIGN_SIZE
            file.seek(max(0, file.seek(0, 2) - (1 << 16) - len(_END) - _END_SIZE - before))
            tail = file.read()
        head, sign, end = tail.rpartition(_END)
        # Its last field is the length of what follows it.
        if not sign or len(end) < _END_SIZE or int.from_bytes(end[16:18], "little") != len(end) - _END_SIZE:
            raise zipfile.BadZipFile("no end of a zip")
        members, size = int.from_bytes(end[6:8], "little"), int.from_bytes(end[8:12], "little")
        if head[-_LARGE_SIGN_SIZE:].startswith(_LARGE_SIGN):
            large = head[-before:-_LARGE_SIGN_SIZE]
            # At its one plain place: readers differ in where they look for it otherwise.
            if (
                not large.startswith(_LARGE_END)
                or int.from_bytes(large[4:12], "little") != _LARGE_END_SIZE - 12
            ):
                raise zipfile.BadZipFile("no end of a large zip")
            members, size = int.from_bytes(large[32:40], "little"), int.from_bytes(large[40:48], "little")
        if members > MOST_MEMBERS or size > _LARGEST_DIRECTORY:
            raise self._crowd()

    def _crowd(self) -> UnsafePackageError:
        return UnsafePackageError(
            f"{self.place} holds more than {MOST_MEMBERS:,} members, and no package has"
        )

    def _check_sum(self, size: int) -> None:
        if size > LARGEST_PACKAGE:
            raise UnsafePackageError(f"{self.place} would unpack to more than {LARGEST_PACKAGE:,} bytes")
        # Many small bombs, or many names of one.
        if size > max(_SMALL, MOST_SHRUNK * self._archive.stat().st_size):
            raise UnsafePackageError(
                f"{self.place} would unpack to {size:,} bytes, more than {MOST_SHRUNK} times its own"
            )

    def _check(self, member: zipfile.ZipInfo) -> None:
        parts = member.filename.removesuffix("/").split("/")
        kind = stat.S_IFMT(member.external_attr >> 16)
        plain = kind in {0, stat.S_IFREG, stat.S_IFDIR}
        inside = not {"", ".", ".."} & set(parts)
        # What zipfile made another name of: it held a NUL, or the backslashes of Windows.
        same = member.filename == member.orig_filename and member.filename.isprintable()
        if not (inside and plain and same) or any(c in member.filename for c in "\\:"):
            raise UnsafePackageError(
                f"{self.place} holds {member.orig_filename[:80]!r}, which is no plain file inside it"
            )
        if member.compress_type not in _METHODS:
            raise UnsafePackageError(
                f"{self.place}: {member.filename} is packed in another way than stored or deflated; pack it again"
            )
        if member.header_offset < 0:
            raise DamagedPackageError(
                f"{self.place}: {member.filename} cannot be unpacked; download it again"
            )
        if member.file_size > max(_SMALL, MOST_SHRUNK * member.compress_size):
            raise UnsafePackageError(
                f"{self.place}: {member.filename} would unpack to {member.file_size:,} bytes, more than "
                f"{MOST_SHRUNK} times what it is packed in"
            )

    def _find_top(self) -> str:
        tops = [n.removesuffix(DESCRIPTOR) for n in self._members if n.rpartition("/")[2] == DESCRIPTOR]
        if "" in tops:
            return ""
        if len(tops) == 1 and tops[0].count("/") == 1:
            return tops[0]
        raise PackageError(f"{self.place} holds no {DESCRIPTOR} at its top or in its one folder")


def _on_any_disk(name: str) -> str:
    """Return a name as disks see it that keep neither capitals nor ways of writing an accent apart."""
    return unicodedata.normalize("NFC", name.removesuffix("/")).casefold()
