"""The index of releases: ``index.json`` in a folder of them says which there are, since when, and their hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_dataset.errors import UsageError
from policy_dataset.model.semver import precedence
from policy_dataset.release.faults import DamagedPackageError, PackageError
from policy_dataset.release.manifest import PLAIN

INDEX = "index.json"
FORM = 1
"""Changes when a reader of today could not read it any more."""

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,254}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One release in a folder of releases; `file` is its zip there.

    Attributes
    ----------
    previous
        Version that it was compared with.
    bump
        Step that the changes since then asked for.
    changes
        File with the comparison as JSON.
    """

    name: str
    version: str
    file: str
    sha256: str
    size: int
    released: str | None = None
    previous: str | None = None
    bump: str | None = None
    changes: str | None = None

    @property
    def day(self) -> dt.date | None:
        """Day of the release; None where nobody gave it."""
        return dt.date.fromisoformat(self.released) if self.released else None


def read_index(folder: Path) -> tuple[IndexEntry, ...]:
    """Return the releases that a folder lists; none where it has no index.

    Raises
    ------
    PackageError
        The index is none, or names a file outside its folder.
    """
    path = folder / INDEX
    return parse_index(path.read_bytes(), str(path)) if path.is_file() else ()


def parse_index(content: bytes, place: str) -> tuple[IndexEntry, ...]:
    """Return the releases that an index lists, in its order.

    Parameters
    ----------
    place
        What to call the index in messages.

    Raises
    ------
    PackageError
        It is none, or names a file that is not beside it.
    """
    try:
        held = json.loads(content.decode())
        if held["form"] != FORM:
            raise PackageError(f"{place} has a form that this version cannot read; upgrade policy-dataset")
        found = tuple(_entry(place, part) for part in held["releases"])
    except (ValueError, KeyError, TypeError, RecursionError, UsageError) as fault:
        raise PackageError(f"{place} is no index of releases") from fault
    if len({(entry.name, entry.version) for entry in found}) < len(found):
        raise PackageError(f"{place} lists a release twice")
    return found


def is_index(content: bytes) -> bool:
    """Whether a text is an index of releases."""
    try:
        parse_index(content, INDEX)
    except PackageError:
        return False
    return True


def _entry(place: str, part: dict[str, Any]) -> IndexEntry:
    entry = IndexEntry(**part)
    texts = (entry.name, entry.version, entry.file, entry.sha256)
    if not all(isinstance(t, str) for t in texts) or type(entry.size) is not int or entry.size < 0:
        raise TypeError("a release whose name, version, file, hash or size is none")
    if not PLAIN.fullmatch(entry.name):
        raise PackageError(f"{place} names a dataset {entry.name[:40]!r}")
    if not _FILE.fullmatch(entry.file):
        raise PackageError(f"{place} names {entry.file[:80]!r}, which is no plain file beside it")
    if not _SHA256.fullmatch(entry.sha256):
        raise PackageError(f"{place} gives no SHA-256 for {entry.file}")
    # Both are read later, where nobody would know which index was wrong.
    precedence(entry.version)
    _ = entry.day
    return entry


def index_text(entries: Iterable[IndexEntry]) -> str:
    """Return the text of an index: by name, the newest version first; nothing that is not stated."""
    newest_first = sorted(entries, key=lambda e: precedence(e.version), reverse=True)
    listed = [
        {k: v for k in IndexEntry.__slots__ if (v := getattr(e, k)) is not None}
        for e in sorted(newest_first, key=lambda e: e.name)
    ]
    return json.dumps({"form": FORM, "releases": listed}, ensure_ascii=False, indent=2) + "\n"


def checked_file(folder: Path, entry: IndexEntry) -> Path:
    """Return where a release of an index is, after comparing it with its hash.

    Raises
    ------
    DamagedPackageError
        It is missing, or not the file that was released.
    """
    path = folder / entry.file
    if not path.is_file():
        raise DamagedPackageError(f"{path} is missing, and {INDEX} lists it")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
            raise DamagedPackageError(f"{path} is not the file that was released: its SHA-256 differs")
    return path
