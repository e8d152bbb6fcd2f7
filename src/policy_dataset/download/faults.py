"""What can go wrong with a download: one class for each thing that a caller would do otherwise about."""

from __future__ import annotations

from policy_dataset.errors import PolicyDatasetError


class DownloadError(PolicyDatasetError):
    """Something could not be downloaded; nothing of it is in the cache but what a next run resumes."""


class RefusedAddressError(DownloadError):
    """An address, or one that a server leads to, from which nothing is fetched: no https, or into this machine."""


class OfflineError(DownloadError):
    """The network was not to be used, and the cache does not have it."""


class UnreachableError(DownloadError):
    """A server that cannot be reached, or does not get its answer to its end, however often it is asked."""


class RefusedByServerError(DownloadError):
    """A server that answers, and does not give: there is nothing at the address, or not for everybody."""


class WrongContentError(DownloadError):
    """What came is not what was asked for: another hash or size, too much, a web page."""


class CacheError(DownloadError):
    """The disk does not take what is downloaded: the folder of the cache cannot be written, or is full."""


class StaleCopyWarning(UserWarning):
    """A server could not be asked whether its file changed, and the copy of an earlier download was taken."""
