"""What was downloaded, kept by its hash: contents, which address led to which, and the parts that are under way.

::

    contents/ab/ab12…     whole files, by SHA-256; they appear in one step, after they were checked
    addresses/KEY.json    what an address led to last
    parts/KEY/            a download that is under way or was cut; parts/KEY.lock while a process is at it

Anything here may be removed at any time: what is missed is fetched again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from policy_dataset.download.address import Address
from policy_dataset.download.faults import UnreachableError
from policy_dataset.download.parts import Part

FOLDER = "POLICY_DATASET_CACHE"
"""Environment variable: folder of the cache; without, the place that the system keeps for caches."""

FORM = 1
SMALL = 1 << 20
"""Bytes of a content that hashing costs nothing worth mentioning."""

FORGOTTEN = 7 * 24 * 3600
"""Seconds after which a part that nobody takes up is removed."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of policy-dataset; see https://bford.info/cachedir/\n"


@dataclass(frozen=True, slots=True)
class Record:
    """What an address led to.

    Attributes
    ----------
    place
        The address, without what it may carry of keys.
    sha256, size
        Of the content, `size` in bytes.
    what
        What it is, in words: ``livelihood-2026@1.0.0``, or which part of a package.
    tag, changed
        ``ETag`` and ``Last-Modified`` as the server sent them.
    """

    place: str
    sha256: str
    size: int
    what: str = ""
    tag: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of downloads."""

    folder: Path

    @classmethod
    def standard(cls) -> Cache:
        """Return the cache of this user."""
        if given := os.environ.get(FOLDER):
            return cls(Path(given).absolute())
        import platformdirs  # noqa: PLC0415 - not needed where the environment says it

        return cls(platformdirs.user_cache_path("policy-dataset", appauthor=False) / "downloads")

    def content(self, sha256: str) -> Path:
        """Return where a content is, if it is there."""
        return self.folder / "contents" / sha256[:2] / sha256

    def find(self, sha256: str, size: int | None = None) -> Path | None:
        """Return a content that is at hand; None where it is not, or is not what it was.

        Small ones are hashed each time. Of others the size is compared, and `policy-dataset cache verify` hashes them.
        """
        path = self.content(sha256)
        try:
            found = path.stat().st_size
            good = size in {None, found} and (found > SMALL or digest_of(path) == sha256)
        except OSError:
            return None
        return path if good else None

    def record(self, address: Address) -> Record | None:
        """Return what an address led to last; None where that is not known or cannot be read."""
        return read_record(self._record(address.key))

    def held(self, address: Address) -> tuple[Record, Path] | None:
        """Return what an address led to last, with its content, if that is at hand."""
        record = self.record(address)
        path = None if record is None else self.find(record.sha256, record.size)
        return None if record is None or path is None else (record, path)

    def part(self, address: Address) -> Part:
        """Return what has come of an address so far."""
        return Part(self.folder / "parts" / address.key)

    def is_begun(self, address: Address) -> bool:
        """Whether a process is at an address, or was and died."""
        return self.part(address).folder.exists() or self._lock(address).exists()

    @contextmanager
    def turn(self, address: Address, seconds: float) -> Iterator[None]:
        """Be the only process at an address; wait so many seconds for another one at most.

        Raises
        ------
        UnreachableError
            The other one is still at it.
        """
        with self._locked(address.key, seconds) as ours:
            if not ours:
                raise UnreachableError(
                    f"another process has been downloading {address.place} for {seconds:,.0f} seconds; end it, and try "
                    "again"
                )
            yield

    def keep(self, address: Address, record: Record) -> Path:
        """Let a part that was checked take its place; to be called by the process whose turn it is."""
        body, path = self.part(address).body, self.content(record.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with body.open("r+b") as file:
            os.fsync(file.fileno())
        # The record comes last: what it led to before is at hand until then.
        try:
            body.replace(path)
        except FileNotFoundError:  # somebody cleared the cache in between
            path.parent.mkdir(parents=True, exist_ok=True)
            body.replace(path)
        self.note(address, record)
        return path

    def note(self, address: Address, record: Record) -> None:
        """Write down what an address leads to, where the content is at hand already."""
        path = self._record(address.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"form": FORM, **asdict(record)}, ensure_ascii=False, indent=1) + "\n"
        self.part(address).write("address.json", text).replace(path)
        self.part(address).discard()

    def forget(self, address: Address) -> None:
        """Remove what an address led to."""
        record = self.record(address)
        self._record(address.key).unlink(missing_ok=True)
        if record is not None:
            self.drop(record.sha256)

    def drop(self, sha256: str) -> None:
        """Remove a content that no address leads to."""
        if sha256 not in {r.sha256 for r in self.records()}:
            self.content(sha256).unlink(missing_ok=True)

    def records(self) -> list[Record]:
        """Return what is known of all addresses, by their place."""
        files = (self.folder / "addresses").glob("*.json")
        return sorted(
            (r for f in files if (r := read_record(f)) is not None), key=lambda r: (r.place, r.sha256)
        )

    def drop_parts(self, *, forgotten: bool) -> None:
        """Remove parts that no process is at: all of them, or the `forgotten` ones, which a week has passed over."""
        parts = self.folder / "parts"
        for key in sorted({path.name.removesuffix(".lock") for path in parts.glob("*")}):
            if forgotten and not self._is_forgotten(key):
                continue
            with self._locked(key, 0) as ours:
                if ours:
                    Part(parts / key).discard()

    def _is_forgotten(self, key: str) -> bool:
        part = Part(self.folder / "parts" / key)
        touched = [p.stat().st_mtime for p in (part.folder, part.body) if p.exists()]
        return not touched or time.time() - max(touched) > FORGOTTEN

    @contextmanager
    def _locked(self, key: str, seconds: float) -> Iterator[bool]:
        """Hold the lock of a part; false where another process holds it all that time."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - what is at hand needs no lock

        self._make()
        path = self.folder / "parts" / f"{key}.lock"
        lock = FileLock(path, timeout=seconds)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            # While it is held: whoever waits for this file finds that it has no name any more, and takes a new one.
            with suppress(OSError):
                path.unlink()
            lock.release()

    def _make(self) -> None:
        (self.folder / "parts").mkdir(parents=True, exist_ok=True)
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(_TAG, encoding="utf-8")

    def _lock(self, address: Address) -> Path:
        return self.folder / "parts" / f"{address.key}.lock"

    def _record(self, key: str) -> Path:
        return self.folder / "addresses" / f"{key}.json"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(path: Path) -> Record | None:
    """Return a record that is kept in a file; None where there is none to be read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.pop("form") != FORM:
            return None
        record = Record(**held)
        texts = (record.place, record.sha256, record.what)
        good = isinstance(record.size, int) and all(isinstance(t, str) for t in texts)
        return record if good and record.sha256.isalnum() else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
