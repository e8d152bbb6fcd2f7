"""A package by its address: a zip, or a descriptor with the tables that it names; checked as a whole before it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.download.address import Address, check_allowed, local_file, read_address
from policy_dataset.download.content import Kind, kind_of
from policy_dataset.download.faults import RefusedByServerError, WrongContentError
from policy_dataset.download.fetch import Fetcher, Held, Wanted
from policy_dataset.download.sums import published_hashes
from policy_dataset.release.faults import DamagedPackageError, PackageError, UnsafePackageError
from policy_dataset.release.files import PackageFiles
from policy_dataset.release.index import is_index
from policy_dataset.release.layout import DESCRIPTOR
from policy_dataset.release.load import check_table, inspect_package, load_files, load_package
from policy_dataset.release.manifest import Manifest, TableSpec, read_manifest
from policy_dataset.release.suggest import did_you_mean
from policy_dataset.release.zip_files import ZipFiles

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Fetched:
    """A package at hand.

    Attributes
    ----------
    stamp
        Name and version: ``livelihood-2026@0.1.0``.
    path
        Its zip or its descriptor in the cache.
    sha256, size
        Of that file, `size` in bytes.
    """

    files: PackageFiles
    stamp: str
    path: Path
    sha256: str
    size: int

    def load(self) -> Dataset:
        """Load it."""
        dataset = load_files(self.files)
        if isinstance(self.files, KeptFiles):
            dataset.altered_files = self.files.altered
        return dataset


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The descriptor of a package and its tables, each a content of the cache; other files were not fetched."""

    place: str
    paths: Mapping[str, Path]
    hashes: Mapping[str, str]

    def read(self, path: str, *, size: int | None = None) -> bytes:
        """Return a file of exactly `size` bytes; without one, of any."""
        found = self.paths.get(path)
        if found is None or not found.is_file():
            raise DamagedPackageError(f"{self.place}: {path} is not in the cache; load the package again")
        content = found.read_bytes()
        if size is not None and len(content) != size:
            raise DamagedPackageError(f"{self.place}: {path} has {len(content)} bytes and should have {size}")
        return content

    def altered(self) -> list[str]:
        """Return the tables that are not as they were published."""
        found = {p: hashlib.sha256(self.read(p)).hexdigest() for p in self.hashes}
        return [p for p, digest in found.items() if digest != self.hashes[p]]


def load_url(url: str, fetcher: Fetcher) -> Dataset:
    """Load a package by its address: of a zip, a ``datapackage.json``, or the folder of one (with a slash at its end).

    Raises
    ------
    DownloadError
        It cannot be downloaded.
    PackageError
        What is there is no package, a damaged or an unsafe one.
    """
    if not url.lower().startswith("file:"):
        return fetch_url(url, fetcher).load()
    path, sha256 = local_file(url)
    if sha256 is not None and (not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256):
        raise WrongContentError(f"{path} is not the file that was meant: its SHA-256 differs")
    return load_package(path)


def fetch_url(url: str, fetcher: Fetcher) -> Fetched:
    """Bring a package into the cache; see `load_url`."""
    address = read_address(url)
    if address.url.endswith("/"):
        address = replace(address, url=f"{address.url}{DESCRIPTOR}")
    if address.sha256 is not None or not address.url.endswith(".zip"):
        return fetch_package(address, fetcher)
    check_allowed(address)  # before anything beside it is asked for
    hashes = published_hashes(address, fetcher)
    try:
        return fetch_package(replace(address, sha256=hashes.get(address.name)), fetcher)
    except RefusedByServerError as fault:
        raise RefusedByServerError(f"{fault}{did_you_mean(address.name, hashes)}") from None


def fetch_package(
    address: Address, fetcher: Fetcher, *, size: int | None = None, stamp: str | None = None
) -> Fetched:
    """Bring a package into the cache.

    Parameters
    ----------
    size
        Bytes that its file must have; None where nobody has said.
    stamp
        Name and version that it must have; None where any will do.
    """

    def judge(path: Path) -> str:
        return _opened(path, address, fetcher, stamp, inspect=True)[1].stamp

    held = fetcher.fetch(Wanted(address, judge, size=size))
    files, manifest = _opened(held.path, address, fetcher, stamp, inspect=False)
    return Fetched(files, manifest.stamp, held.path, held.sha256, held.size)


def _opened(
    path: Path, address: Address, fetcher: Fetcher, stamp: str | None, *, inspect: bool
) -> tuple[PackageFiles, Manifest]:
    place = address.place
    if kind_of(path, place) is Kind.ARCHIVE:
        files = ZipFiles(path, place=place)
        manifest = _inspected(files) if inspect else read_manifest(files.read(DESCRIPTOR), place)
        _check_stamp(manifest, stamp, place)
        return files, manifest
    content = path.read_bytes()
    if is_index(content):
        raise WrongContentError(
            f"{place} is an index of releases; give the name of one, and this address as the index"
        )
    manifest = read_manifest(content, place)
    _check_stamp(manifest, stamp, place)
    return _with_tables(path, address, fetcher, manifest), manifest


def _inspected(files: ZipFiles) -> Manifest:
    manifest = inspect_package(files)
    # Also what no descriptor has a hash of: where nobody said the hash of the zip, it may be made of pieces.
    if (member := files.damaged_member()) is not None:
        raise DamagedPackageError(f"{files.place}: {member} cannot be unpacked; download it again")
    return manifest


def _check_stamp(manifest: Manifest, stamp: str | None, place: str) -> None:
    if stamp is not None and manifest.stamp != stamp:
        raise WrongContentError(f"{place} is {manifest.stamp} and should be {stamp}")


def _with_tables(path: Path, address: Address, fetcher: Fetcher, manifest: Manifest) -> KeptFiles:
    """Fetch what a descriptor names; where one table is not as it should be, none that came now is kept."""
    came: list[Address] = []
    paths = {DESCRIPTOR: path}
    try:
        for spec in manifest.tables.values():
            where = address.beside(spec.path, sha256=spec.sha256)
            if where.key == address.key:  # it would wait for itself
                raise UnsafePackageError(f"{address.place} names itself as the table {spec.name}")
            fresh = fetcher.cache.record(where) is None
            paths[spec.path] = _table(where, fetcher, manifest, spec).path
            came += [where] if fresh else []
    except (WrongContentError, PackageError):
        for where in came:
            fetcher.cache.forget(where)
        raise
    return KeptFiles(address.place, paths, {s.path: s.sha256 for s in manifest.tables.values()})


def _table(where: Address, fetcher: Fetcher, manifest: Manifest, spec: TableSpec) -> Held:
    def judge(path: Path) -> str:
        check_table(KeptFiles(where.place, {spec.path: path}, {}), manifest, spec)
        return f"{spec.name} of {manifest.stamp}"

    return fetcher.fetch(Wanted(where, judge, size=spec.size))
