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

from policy_dataset.model.semver import precedence
from policy_dataset.release.faults import DamagedPackageError, PackageError

INDEX = "index.json"
FORM = 1
"""Changes when a reader of today could not read it any more."""

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")


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
    if not path.is_file():
        return ()
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["form"] != FORM:
            raise PackageError(f"{path} has a form that this version cannot read; upgrade policy-dataset")
        found = tuple(_entry(path, part) for part in held["releases"])
    except (ValueError, KeyError, TypeError) as fault:
        raise PackageError(f"{path} is no index of releases") from fault
    return found


def _entry(path: Path, part: dict[str, Any]) -> IndexEntry:
    entry = IndexEntry(**part)
    if not _FILE.fullmatch(entry.file):
        raise PackageError(f"{path} names {entry.file!r}, which is no plain file beside it")
    precedence(entry.version)
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
