"""Releases by name, through an index that a server has: ``index.json``, as `policy-dataset release` writes it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from policy_dataset.download.address import Address, local_file, read_address
from policy_dataset.download.faults import OfflineError, WrongContentError
from policy_dataset.download.fetch import Fetcher, Wanted, silent
from policy_dataset.errors import NotFoundError, UsageError
from policy_dataset.model.semver import precedence
from policy_dataset.release.files import LARGEST_DESCRIPTOR
from policy_dataset.release.index import INDEX, IndexEntry, parse_index

INDEXES = "POLICY_DATASET_INDEX"
"""Environment variable: addresses of indexes, with spaces between them."""

WHAT = "index of releases"


@dataclass(frozen=True, slots=True)
class Offer:
    """A release that an index lists, and where its file is."""

    entry: IndexEntry
    address: Address

    @property
    def name(self) -> str:
        """Of the dataset."""
        return self.entry.name

    @property
    def version(self) -> str:
        """Of its data."""
        return self.entry.version


def indexes_named(given: str | Path | None) -> list[str]:
    """Return the addresses of the indexes to ask: the one given, else those of the environment."""
    return os.environ.get(INDEXES, "").split() if given is None else [str(given)]


def index_address(text: str) -> Address:
    """Return the address of an index from its own, or from that of its folder."""
    bare, sign, fragment = text.partition("#")
    if not bare.partition("?")[0].endswith(".json"):
        bare = f"{bare.rstrip('/')}/{INDEX}"
    return read_address(f"{bare}{sign}{fragment}")


def local_index(text: str) -> Path | None:
    """Return the folder of an index on this machine; None for one on the network.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if text.lower().startswith("file:"):
        path, sha256 = local_file(text)
        if sha256 is not None:
            raise UsageError("an index on this machine is taken as it is; leave its hash out")
    elif "://" in text:
        return None
    else:
        path = Path(text)
    folder = path.parent if path.suffix == ".json" else path
    if not (folder / INDEX).is_file():
        raise NotFoundError(f"there is no index of releases at {folder / INDEX}")
    return folder


def offers_at_hand(address: Address, fetcher: Fetcher) -> list[Offer]:
    """Return what the index listed when it was last fetched; nothing where it never was."""
    try:
        return offers(address, replace(fetcher, offline=True))
    except OfflineError:
        return []


def offers(address: Address, fetcher: Fetcher) -> list[Offer]:
    """Fetch an index and return what it lists: by name, the newest version first.

    Raises
    ------
    WrongContentError
        It gives a release other content than it had before.
    """
    held = fetcher.cache.held(address)
    before = {} if held is None else {(e.name, e.version): e.sha256 for e in _read(held[1], address)}

    def judge(path: Path) -> str:
        for entry in _read(path, address):
            if before.get((entry.name, entry.version), entry.sha256) != entry.sha256:
                raise WrongContentError(
                    f"{address.place} gives {entry.name}@{entry.version} another content than it had before, and a "
                    "release never changes; ask its publisher, and if it is meant, run policy-dataset cache clear"
                )
        return WHAT

    quiet = replace(fetcher, progress=silent)
    path = quiet.fetch(Wanted(address, judge, limit=LARGEST_DESCRIPTOR)).path
    if held is not None and path != held[1]:
        # An index is read at once, and nobody needs the earlier one.
        fetcher.cache.drop(held[0].sha256)
    return _sorted(Offer(e, address.beside(e.file, sha256=e.sha256)) for e in _read(path, address))


def _read(path: Path, address: Address) -> Sequence[IndexEntry]:
    return parse_index(path.read_bytes(), address.place)


def _sorted(found: Iterable[Offer]) -> list[Offer]:
    newest_first = sorted(found, key=lambda o: precedence(o.version), reverse=True)
    return sorted(newest_first, key=lambda o: o.name)
