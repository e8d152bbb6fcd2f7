"""A package as one zip, the same bytes for the same package."""

from __future__ import annotations

import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write_archive(package: Path, archive: Path) -> None:
    """Write a package's folder as a zip that holds that folder.

    Members stand in order of name, stored and not compressed: Parquet is compressed already, and how deflate packs
    differs from one build of zlib to the next. Times and modes are fixed.
    """
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
        for file in sorted(p for p in package.rglob("*") if p.is_file()):
            member = zipfile.ZipInfo(f"{package.name}/{file.relative_to(package).as_posix()}", _EPOCH)
            member.external_attr, member.create_system = _PLAIN_FILE, _UNIX
            zipped.writestr(member, file.read_bytes())
