"""Releases by name: those that come with the library, and those of folders with an index."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from policy_dataset.errors import NotFoundError, UsageError
from policy_dataset.model.semver import core, is_pre_release, precedence
from policy_dataset.release.embedded import embedded_releases
from policy_dataset.release.load import load_package
from policy_dataset.release.suggest import did_you_mean

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.index import IndexEntry

FOLDERS = "POLICY_DATASET_RELEASES"
"""Environment variable: folders with an index of releases, as PATH is written."""

Folders = str | Path | Sequence[str | Path] | None


class Release(NamedTuple):
    """A release that can be loaded; in a folder with an index, or in the library."""

    name: str
    version: str
    path: Path
    entry: IndexEntry | None = None

    def load(self) -> Dataset:
        """Load it; one of an index is compared with its hash first."""
        if self.entry is None:
            return load_package(self.path)
        from policy_dataset.release.index import checked_file  # noqa: PLC0415 - what is in the library has no index

        return load_package(checked_file(self.path.parent, self.entry))


def known_releases(folders: Folders = None) -> tuple[Release, ...]:
    """Return the releases at hand: by name, the newest version first.

    Parameters
    ----------
    folders
        One or several, each with an ``index.json``; without, those of `POLICY_DATASET_RELEASES`. What comes with the
        library is always there, and goes after what a folder has of the same version.
    """
    found: dict[tuple[str, str], Release] = {}
    for release in chain.from_iterable(map(_listed, _folders(folders))):
        found.setdefault((release.name, release.version), release)
    for full, path in embedded_releases().items():
        name, _, version = full.partition("@")
        found.setdefault((name, version), Release(name, version, path))
    newest_first = sorted(found.values(), key=lambda r: precedence(r.version), reverse=True)
    return tuple(sorted(newest_first, key=lambda r: r.name))


def _listed(folder: Path) -> Iterator[Release]:
    from policy_dataset.release.index import read_index  # noqa: PLC0415 - what is in the library has no index

    for entry in read_index(folder):
        yield Release(entry.name, entry.version, folder / entry.file, entry)


def find_release(name: str, version: str | None = None, *, folders: Folders = None) -> Release:
    """Return a release: of a version, or the newest that is no pre-release (else the newest).

    Raises
    ------
    NotFoundError
        None of that name, or of that version, is at hand.
    """
    return choose_release(known_releases(folders), name, version)


class Named(Protocol):
    """What has the name and the version of a release."""

    @property
    def name(self) -> str:
        """Of the dataset."""

    @property
    def version(self) -> str:
        """Of its data."""


N = TypeVar("N", bound=Named)


def choose_release(known: Sequence[N], name: str, version: str | None, *, where: str = "at hand") -> N:
    """Return the release of a version, or the newest that is no pre-release (else the newest).

    Parameters
    ----------
    known
        By name, the newest version first.

    Raises
    ------
    NotFoundError
        None of that name, or of that version, is known.
    """
    named = [r for r in known if r.name == name]
    if not named:
        hint = did_you_mean(
            name,
            sorted({r.name for r in known}),
            otherwise=f". Releases {where}: {', '.join(f'{r.name}@{r.version}' for r in known) or 'none'}",
        )
        raise NotFoundError(f"there is no file, folder or release '{name}'{hint}")
    if version is None:
        return next((r for r in named if not is_pre_release(r.version)), named[0])
    core(version)
    for release in named:
        if release.version == version:
            return release
    raise NotFoundError(
        f"there is no release {name}@{version} {where}; there are {', '.join(r.version for r in named)}"
    )


def as_of(dataset: Dataset, day: str | dt.date, folders: Folders) -> Dataset:
    """Return what `load` by name would have given on a day; see `Dataset.as_of`."""
    try:
        day = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    except (ValueError, TypeError):
        raise UsageError(f"{day!r} is no day, as 2026-02-01 is") from None
    dated = list(_dated(dataset, folders))
    before = [r for when, r in dated if when <= day]
    if not before:
        known = ", ".join(f"{r.version} ({when})" for when, r in sorted(dated, key=lambda d: d[0]))
        raise NotFoundError(
            f"no release of {dataset.name} at hand is known to be of {day} or before; "
            + (f"there are {known}" if known else "none of those at hand says its day")
        )
    # As by name: a correction of an older line that came later is not the newest, nor is a pre-release.
    newest = max(before, key=lambda r: (not is_pre_release(r.version), precedence(r.version)))
    return newest if not isinstance(newest, Release) else newest.load()


def _dated(dataset: Dataset, folders: Folders) -> Iterator[tuple[dt.date, Release | Dataset]]:
    itself = dataset.released is not None
    if dataset.released is not None:
        yield dataset.released, dataset
    for release in known_releases(folders):
        if release.name != dataset.name or (itself and release.version == dataset.version):
            continue
        day = release.entry.day if release.entry else load_package(release.path).released
        if day is not None:
            yield day, release


def _folders(given: Folders) -> list[Path]:
    if given is None:
        return [Path(part) for part in os.environ.get(FOLDERS, "").split(os.pathsep) if part]
    return [Path(given)] if isinstance(given, str | Path) else [Path(part) for part in given]
