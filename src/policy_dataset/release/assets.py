"""The files of a release beside each other in a folder: zip, comparison, further forms, their hashes, the index.

All of them are finished in ``.releasing`` inside that folder before the first takes its place, each in one step. First
goes the changelog of the dataset: it holds all that a run was told besides (the day, the causes), so that the next run comes
to the same files whatever it is told. Last goes the index: what it lists is there, and whole. A run that dies leaves its
work folder, which the next run clears, and perhaps files that no index lists yet, which the next run puts there again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.release.changelog import CHANGELOG
from policy_dataset.release.disk import DISK
from policy_dataset.release.index import INDEX, IndexEntry, index_text, read_index
from policy_dataset.release.layout import SUMS
from policy_dataset.release.lock import locked

WORK = ".releasing"


class AlreadyReleasedError(PolicyDatasetError):
    """A version was released before with other content, and what is released stays as it is."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What a release writes.

    Attributes
    ----------
    entry
        The release in the index.
    archive
        Bytes of the zip.
    texts
        Further files: name to text.
    forms
        Files and folders that stand finished in the work folder.
    """

    entry: IndexEntry
    archive: bytes
    texts: Mapping[str, str]
    forms: tuple[Path, ...] = ()


def check_unreleased(folder: Path, file: str, archive: bytes) -> None:
    """Refuse to release other content under a version that stands in the folder.

    Raises
    ------
    AlreadyReleasedError
        The zip of that version is there, and its bytes differ.
    """
    path = folder / file
    if path.is_file() and path.read_bytes() != archive:
        raise AlreadyReleasedError(
            f"{file} was released before with other content; give the data another version, or move that file away if "
            "it never went out"
        )


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """Give a fresh place inside a folder of releases to finish files in; one run at a time has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        work = folder / WORK
        DISK.remove(work)
        DISK.make_folder(work)
        try:
            yield work
        finally:
            DISK.remove(work)


def write_changelog(dataset: Path, text: str, *, held: str | None) -> None:
    """Write the changelog of a curated directory, where it says something else than it did."""
    work = dataset / f".{CHANGELOG}.writing"
    DISK.remove(work)
    if text != held:
        DISK.write_file(work, lambda path: path.write_bytes(text.encode()))
        DISK.replace(work, dataset / CHANGELOG)


def write_assets(folder: Path, work: Path, assets: Assets) -> tuple[Path, ...]:
    """Let the files of a release take their places; the index comes last, so that what it lists is there.

    Parameters
    ----------
    work
        The work folder inside `folder`.

    Returns
    -------
    tuple of Path
        What was written.
    """
    contents = {name: text.encode() for name, text in assets.texts.items()}
    contents |= {assets.entry.file: assets.archive}
    ready = [*assets.forms, *(_written(work / name, content) for name, content in contents.items())]
    written = [_placed(path, folder) for path in ready]
    sums = _sums(folder) | {f.relative_to(folder).as_posix(): _sha256(f) for f in _single(written)}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    written.append(_placed(_written(work / SUMS, lines.encode()), folder))
    same = (assets.entry.name, assets.entry.version)
    others = [e for e in read_index(folder) if (e.name, e.version) != same]
    index = index_text([*others, assets.entry]).encode()
    written.append(_placed(_written(work / INDEX, index), folder))
    DISK.sync_folder(folder)
    return tuple(written)


def _single(paths: Iterable[Path]) -> Iterator[Path]:
    """Go through files, and the files of folders among them."""
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else (path,)


def _sums(folder: Path) -> dict[str, str]:
    """Return the hashes that earlier releases left, of files that are still there."""
    path = folder / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    parts = [line.partition("  ") for line in lines]
    return {name: digest for digest, _, name in parts if name and (folder / name).is_file()}


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _written(path: Path, content: bytes) -> Path:
    DISK.write_file(path, lambda file: file.write_bytes(content))
    return path


def _placed(path: Path, folder: Path) -> Path:
    """Let a finished file or folder take its place in one step: a reader never sees half of it."""
    target = folder / path.name
    if not target.is_dir():
        DISK.replace(path, target)
    elif not _same(path, target) and not DISK.exchange(path, target):
        DISK.rename(target, path.with_name(f"{path.name}.replaced"))
        DISK.rename(path, target)
    return target


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files: a release that is made anew has nothing to replace then."""
    files, others = ({p.relative_to(f): p.read_bytes() for p in _single([f])} for f in (one, other))
    return files == others
