"""The hash that a publisher says: ``SHA256SUMS`` beside a file, as `policy-dataset release` writes it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from policy_dataset.download.address import Address
from policy_dataset.download.faults import DownloadError, RefusedAddressError, WrongContentError
from policy_dataset.download.fetch import Fetcher, Wanted, silent
from policy_dataset.release.layout import SUMS

_LARGEST = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def published_hashes(address: Address, fetcher: Fetcher) -> dict[str, str]:
    """Return the hashes that ``SHA256SUMS`` beside a file says, by file name; nothing where it says none.

    They come from the same server: they prove that a file is whole, and let a cut download go on; they do not prove whose
    file it is.
    """
    if fetcher.offline:
        # The copy at hand is what it is, whatever was said of its successor.
        return {}
    where = address.beside(SUMS)
    # Many have none; whatever goes wrong with it is not what was asked for.
    quick = replace(
        fetcher,
        client=replace(fetcher.client, patience=fetcher.client.patience.brief()),
        progress=silent,
        warn=lambda _: fetcher.warn(
            f"{address.place} cannot be asked whether it has changed; what it was before is used"
        ),
    )
    try:
        held = quick.fetch(Wanted(where, lambda path: _judge(path, where), limit=_LARGEST))
    except RefusedAddressError:
        raise
    except DownloadError:
        return {}
    return _hashes(held.path)


def _judge(path: Path, where: Address) -> str:
    if not _hashes(path):
        raise WrongContentError(f"{where.place} is no list of hashes")
    return SUMS


def _hashes(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return {}
    return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line))}
