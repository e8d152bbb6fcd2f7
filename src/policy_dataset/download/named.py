"""A release by name and version: the one at hand, or what an index offers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.download.fetch import Fetcher
from policy_dataset.download.indexes import (
    Offer,
    index_address,
    indexes_named,
    local_index,
    offers,
    offers_at_hand,
)
from policy_dataset.download.packages import Fetched, fetch_package
from policy_dataset.errors import NotFoundError
from policy_dataset.release.releases import Release, choose_release, known_releases

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.releases import Folders


@dataclass(frozen=True, slots=True)
class Wish:
    """A release that somebody wants.

    Attributes
    ----------
    version
        None for the newest that is no pre-release.
    index
        Address or folder of an index; None for those of the environment.
    anew
        Whether the indexes of the environment too go before what is at hand.
    """

    name: str
    version: str | None = None
    index: str | Path | None = None
    anew: bool = False


def load_named(wish: Wish, fetcher: Fetcher, *, releases: Folders = None) -> Dataset:
    """Load a release.

    An index that is given goes before what is at hand; what is at hand goes before the indexes of the environment.

    Raises
    ------
    NotFoundError
        Nobody has it.
    DownloadError
        It cannot be downloaded.
    """
    found = find_named(wish, fetcher, releases=releases)
    return found.load() if isinstance(found, Release) else fetch_offer(found, fetcher).load()


def fetch_offer(offer: Offer, fetcher: Fetcher) -> Fetched:
    """Bring what an index offers into the cache."""
    stamp = f"{offer.name}@{offer.version}"
    return fetch_package(offer.address, fetcher, size=offer.entry.size, stamp=stamp)


def find_named(wish: Wish, fetcher: Fetcher, *, releases: Folders = None) -> Offer | Release:
    """Return where a release is; see `load_named`."""
    at_hand = known_releases(releases)
    if wish.index is None and not wish.anew:
        try:
            return choose_release(at_hand, wish.name, wish.version)
        except NotFoundError:
            if not indexes_named(None):
                raise
    return _ask_indexes(wish, fetcher, at_hand)


def _ask_indexes(wish: Wish, fetcher: Fetcher, at_hand: tuple[Release, ...]) -> Offer | Release:
    known: list[Offer | Release] = []
    for text in indexes_named(wish.index):
        folder = local_index(text)
        if folder is not None:
            found: list[Offer | Release] = list(known_releases(folder))
        else:
            address = index_address(text)
            # A release never changes: one that is at hand by its hash needs no network.
            for offer in offers_at_hand(address, fetcher) if wish.version else ():
                same = (offer.name, offer.version) == (wish.name, wish.version)
                if same and fetcher.cache.find(offer.entry.sha256, offer.entry.size):
                    return offer
            found = list(offers(address, fetcher))
        if any(r.name == wish.name and wish.version in {None, r.version} for r in found):
            return choose_release(found, wish.name, wish.version)
        known += found
    return choose_release([*known, *at_hand], wish.name, wish.version, where="at hand or in the index")
