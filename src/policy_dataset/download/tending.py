"""Looking after the cache: what is in it, whether it is still what was downloaded, and emptying it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass

from policy_dataset.download.cache import Cache, Record, digest_of, read_record


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found.

    Attributes
    ----------
    whole
        Contents that are what they were.
    damaged
        Contents that were not, and are gone now: the next use fetches them again.
    stray
        Files and records that nothing leads to or that lead nowhere; gone too.
    """

    whole: int
    damaged: tuple[str, ...]
    stray: tuple[str, ...]


def listed(cache: Cache) -> list[Record]:
    """Return what is at hand, by address."""
    return [r for r in cache.records() if cache.find(r.sha256, r.size) is not None]


def verify(cache: Cache) -> Verdict:
    """Compare every content with its hash, and remove what is damaged or leads nowhere."""
    whole, damaged, stray = 0, [], []
    wanted = {r.sha256 for r in cache.records()}
    for path in sorted((cache.folder / "contents").glob("*/*")):
        if path.name not in wanted or not path.is_file():
            stray.append(path.name)
        elif digest_of(path) != path.name:
            damaged.append(path.name)
        else:
            whole += 1
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sorted((cache.folder / "addresses").glob("*")):
        record = read_record(path)
        if record is None or cache.find(record.sha256, record.size) is None:
            stray += [] if record is not None and record.sha256 in damaged else [path.name]
            path.unlink(missing_ok=True)
    return Verdict(whole, tuple(damaged), tuple(stray))


def clear(cache: Cache) -> int:
    """Remove everything from the cache but what a process is at now, and return how many bytes of contents that were."""
    contents = list((cache.folder / "contents").glob("*/*"))
    freed = sum(p.stat().st_size for p in contents)
    for path in (*(cache.folder / "addresses").glob("*"), *contents):
        path.unlink(missing_ok=True)
    cache.drop_parts(forgotten=False)
    folders = (
        *(cache.folder / "contents").glob("*"),
        *(cache.folder / n for n in ("addresses", "contents", "parts")),
    )
    for folder in folders:
        with suppress(OSError):  # not empty, or not there
            folder.rmdir()
    if not (cache.folder / "parts").exists():
        (cache.folder / "CACHEDIR.TAG").unlink(missing_ok=True)
    return freed
