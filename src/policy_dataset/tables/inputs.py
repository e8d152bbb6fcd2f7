"""Kinds of input that tables come in: an engine says which of them it cannot open, and they are refused before any work."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

_STORE = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE | re.ASCII)
_PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".zip", ".lz4", ".br"})
_CSV = ".csv"


class Input(StrEnum):
    """Kinds of files, as they are named in messages."""

    CSV = "CSV"
    PARQUET = "Parquet"
    COMPRESSED_CSV = "compressed CSV"
    REMOTE_CSV = "CSV in a remote store"
    REMOTE_PARQUET = "Parquet in a remote store"


def store_of(path: str) -> str | None:
    """Return the scheme of a path in a remote store; None of a path of this machine.

    Examples
    --------
    >>> store_of("s3://bucket/part-0.parquet")
    's3'
    >>> store_of("exports/part-0.parquet") is None
    True
    """
    found = _STORE.match(path)
    return found[1].lower() if found else None


def shown_address(path: str) -> str:
    """Return an address as messages show it: without what may be secret, which is before the host or after a ``?``.

    Examples
    --------
    >>> shown_address("https://me:word@example.org/rows.parquet?signature=0a1b")
    'https://example.org/rows.parquet'
    """
    store, mark, rest = path.partition("?")[0].partition("://")
    host, slash, inner = rest.partition("/")
    return f"{store}{mark}{host.rpartition('@')[2]}{slash}{inner}"


def kind_of(path: str) -> Input:
    """Return what a path holds, by its name; a folder, or another name, is taken for Parquet.

    Examples
    --------
    >>> kind_of("exports/rows.csv.gz")
    <Input.COMPRESSED_CSV: 'compressed CSV'>
    """
    suffixes = [s.lower() for s in PurePosixPath(path.partition("?")[0]).suffixes]
    if is_packed_csv(path):
        return Input.COMPRESSED_CSV
    csv = suffixes[-1:] == [_CSV]
    if store_of(path) is not None:
        return Input.REMOTE_CSV if csv else Input.REMOTE_PARQUET
    return Input.CSV if csv else Input.PARQUET


def is_packed_csv(path: str) -> bool:
    """Whether a name is that of compressed CSV: ``rows.csv.gz``."""
    suffixes = [s.lower() for s in PurePosixPath(path.partition("?")[0]).suffixes[-2:]]
    return len(suffixes) == 2 and suffixes[0] == _CSV and suffixes[1] in _PACKED  # noqa: PLR2004 - two endings
