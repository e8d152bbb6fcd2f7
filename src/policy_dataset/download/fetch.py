"""Fetching one file into the cache: at hand, or brought, compared with its hash and judged before it is kept."""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from policy_dataset.download.address import Address, check_allowed
from policy_dataset.download.cache import FOLDER, Cache, Record, digest_of
from policy_dataset.download.client import Client
from policy_dataset.download.faults import (
    CacheError,
    OfflineError,
    StaleCopyWarning,
    UnreachableError,
    WrongContentError,
)
from policy_dataset.download.parts import State
from policy_dataset.download.transfer import NotModified, Progress, Transfer
from policy_dataset.release.faults import PackageError

OFFLINE = "POLICY_DATASET_OFFLINE"
"""Environment variable: ``1`` refuses the network."""

LARGEST = 1 << 33
"""Bytes of a file at most where nobody has said how many it has."""

Judge = Callable[[Path], str]
"""Looks at a file before it is kept; says in words what it is, or raises what is wrong with it."""


def silent(_place: str, _total: int | None) -> AbstractContextManager[Callable[[int], None]]:
    """Show nothing of a download."""
    return nullcontext(lambda _: None)


def warn_of_copy(message: str) -> None:
    """Warn at the line outside this library that asked."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("policy_dataset"):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, StaleCopyWarning, stacklevel=level)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that is wanted.

    Attributes
    ----------
    size
        Bytes it must have; None where nobody has said.
    limit
        Bytes it may have at most.
    judge
        What it has to pass before it is kept.
    """

    address: Address
    judge: Judge
    size: int | None = None
    limit: int = LARGEST


@dataclass(frozen=True, slots=True)
class Held:
    """A file at hand."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files into a cache.

    Attributes
    ----------
    offline
        Whether the network is not to be used.
    warn
        Told when a server could not be asked, and a copy is used.
    """

    cache: Cache = field(default_factory=Cache.standard)
    client: Client = field(default_factory=Client)
    offline: bool = False
    progress: Progress = silent
    warn: Callable[[str], None] = warn_of_copy

    def fetch(self, wanted: Wanted) -> Held:
        """Return a file: the one at hand where its hash is known or it has not changed, else from its server.

        Raises
        ------
        OfflineError
            It is not at hand, and the network is not to be used.
        DownloadError
            Its server does not give it, or gives something else.
        PackageError
            What the judge has to say against it.
        CacheError
            The disk does not take it.
        """
        try:
            return self._fetch(wanted)
        except OSError as fault:
            raise CacheError(
                f"{wanted.address.place} cannot be kept: {fault.strerror or fault} (the cache is {self.cache.folder}); make room "
                f"there, or name a folder that can be written in {FOLDER}"
            ) from fault

    def _fetch(self, wanted: Wanted) -> Held:
        address = wanted.address
        check_allowed(address)
        if (held := self._by_hash(wanted)) is not None:
            self._tidy(address, held)
            return held
        if self.offline:
            return self._offline(address)
        before = self.cache.record(address)
        with self.cache.turn(address, self.client.patience.turn):
            if (held := self._by_hash(wanted)) is not None:
                return held
            now = self.cache.held(address)
            if now is not None and now[0] != before and address.sha256 is None:
                # Another process has fetched it while this one waited for its turn.
                return _as_held(*now)
            try:
                held = self._ask(wanted, now)
            finally:
                self._leave(wanted)
        self.cache.drop_parts(forgotten=True)
        return held

    def _by_hash(self, wanted: Wanted) -> Held | None:
        sha256 = wanted.address.sha256
        path = self.cache.find(sha256, wanted.size) if sha256 else None
        return Held(path, sha256, path.stat().st_size) if path and sha256 else None

    def _tidy(self, address: Address, held: Held) -> None:
        """Write down where a file at hand is from, and remove what a process that died left of it."""
        record = self.cache.record(address)
        known = record is not None and record.sha256 == held.sha256
        if known and not self.cache.is_begun(address):
            return
        what = next((r.what for r in self.cache.records() if r.sha256 == held.sha256), "")
        # Whoever is at this address now does the same in the end.
        with suppress(UnreachableError), self.cache.turn(address, 0):
            self.cache.note(address, Record(address.place, held.sha256, held.size, what))

    def _offline(self, address: Address) -> Held:
        held = self.cache.held(address)
        if held is None or (address.sha256 is not None and held[0].sha256 != address.sha256):
            raise OfflineError(
                f"{address.place} is not in the cache, and the network is not to be used (offline, or {OFFLINE} is set); "
                "fetch it once with the network: policy-dataset fetch"
            )
        return _as_held(*held)

    def _ask(self, wanted: Wanted, now: tuple[Record, Path] | None) -> Held:
        if now is None or wanted.address.sha256 is not None:
            return self._bring(wanted, None)
        brief = replace(self, client=replace(self.client, patience=self.client.patience.brief()))
        copy = State(tag=now[0].tag, changed=now[0].changed)
        try:
            return brief._bring(wanted, copy)  # noqa: SLF001 - itself, with less patience
        except NotModified:
            return _as_held(*now)
        except UnreachableError as fault:
            self.warn(f"{fault}; the copy that was downloaded before is used")
            return _as_held(*now)

    def _bring(self, wanted: Wanted, copy: State | None) -> Held:
        part = self.cache.part(wanted.address)
        transfer = Transfer(self.client, wanted.address, part, wanted.size, wanted.limit, self.progress, copy)
        while True:
            transfer.pieced = False
            try:
                state = transfer.receive()
                return self._keep(wanted, state)
            except (WrongContentError, PackageError):
                part.discard()
                # Pieces of different files, perhaps: the whole is fetched once more, and that is in one piece or is it.
                if not transfer.pieced or transfer.whole:
                    raise
                transfer.whole = True

    def _keep(self, wanted: Wanted, state: State) -> Held:
        address, body = wanted.address, self.cache.part(wanted.address).body
        size, digest = body.stat().st_size, digest_of(body)
        if wanted.size is not None and size != wanted.size:
            raise WrongContentError(
                f"{address.place} has {size:,} bytes and should have {wanted.size:,}{_page(body)}"
            )
        if address.sha256 is not None and digest != address.sha256:
            raise WrongContentError(
                f"{address.place} is not the file that was meant: its SHA-256 is {digest[:16]}… and should be "
                f"{address.sha256[:16]}…{_page(body)}"
            )
        what = wanted.judge(body)
        record = Record(address.place, digest, size, what, state.tag, state.changed)
        return Held(self.cache.keep(address, record), digest, size)

    def _leave(self, wanted: Wanted) -> None:
        """Keep of a part what a next run can take up, and nothing else."""
        part = self.cache.part(wanted.address)
        if part.folder.exists() and not part.resumable(known=wanted.address.sha256 is not None):
            part.discard()


def is_offline(asked: bool) -> bool:  # noqa: FBT001 - the word of a caller
    """Whether the network is not to be used: because a caller says so, or the environment."""
    return asked or os.environ.get(OFFLINE, "").strip().lower() in {"1", "true", "yes", "on"}


def looks_like_page(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _page(body: Path) -> str:
    with body.open("rb") as file:
        return "; it is a web page, perhaps one to log in" if looks_like_page(file.read(512)) else ""


def _as_held(record: Record, path: Path) -> Held:
    return Held(path, record.sha256, record.size)
