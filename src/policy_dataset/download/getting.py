"""Getting a package by whatever names it, and saying what was got."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_dataset.download.cache import digest_of
from policy_dataset.download.fetch import Fetcher
from policy_dataset.download.indexes import INDEXES, indexes_named
from policy_dataset.download.named import Wish, fetch_offer, find_named
from policy_dataset.download.packages import fetch_url
from policy_dataset.errors import UsageError
from policy_dataset.release.releases import Release


@dataclass(frozen=True, slots=True)
class Got:
    """A package at hand.

    Attributes
    ----------
    stamp
        Name and version: ``livelihood-2026@0.1.0``.
    sha256, size
        Of the file at `path`, `size` in bytes.
    """

    stamp: str
    path: Path
    sha256: str
    size: int


def get(what: str, fetcher: Fetcher, *, index: str | None = None) -> Got:
    """Bring a package to this machine, by its address or by name through an index.

    Raises
    ------
    NotFoundError
        No index has a release of that name.
    DownloadError
        It cannot be downloaded.
    PackageError
        What came is no package, a damaged or an unsafe one.
    """
    if "://" in what:
        if what.lower().startswith("file:"):
            raise UsageError(f"{what} is on this machine already; load it as it is")
        got = fetch_url(what, fetcher)
        return Got(got.stamp, got.path, got.sha256, got.size)
    if not indexes_named(index):
        raise UsageError(
            f"to fetch {what!r} by name, say which index lists it: --index https://…, or {INDEXES} in the environment"
        )
    name, _, version = what.partition("@")
    found = find_named(Wish(name, version or None, index, anew=True), fetcher)
    if isinstance(found, Release):
        return Got(
            f"{found.name}@{found.version}", found.path, digest_of(found.path), found.path.stat().st_size
        )
    got = fetch_offer(found, fetcher)
    return Got(got.stamp, got.path, got.sha256, got.size)
