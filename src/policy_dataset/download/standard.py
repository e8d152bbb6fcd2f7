"""The fetcher that everybody gets: the user's cache, a bar on a terminal, the word of the environment about the network."""

from __future__ import annotations

from policy_dataset.download.fetch import Fetcher, is_offline
from policy_dataset.download.progress import terminal_bar


def standard_fetcher(*, offline: bool = False) -> Fetcher:
    """Return a fetcher for the user's cache.

    Parameters
    ----------
    offline
        Refuse the network; ``POLICY_DATASET_OFFLINE=1`` does so too.
    """
    return Fetcher(offline=is_offline(offline), progress=terminal_bar)
