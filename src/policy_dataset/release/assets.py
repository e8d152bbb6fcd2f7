"""The files of a release beside each other in a folder: zip, comparison, further forms, their hashes, the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.release.index import INDEX, IndexEntry, index_text, read_index
from policy_dataset.release.layout import SUMS


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
        Files that are written already, in their place.
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


def write_assets(folder: Path, assets: Assets) -> tuple[Path, ...]:
    """Write the files of a release; the index comes last, so that what it lists is there.

    Returns
    -------
    tuple of Path
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {assets.entry.file: assets.archive}
    contents |= {name: text.encode() for name, text in assets.texts.items()}
    written = [_write(folder / name, content) for name, content in contents.items()]
    written += assets.forms
    sums = _sums(folder) | {f.relative_to(folder).as_posix(): _sha256(f) for f in _single(written)}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    written.append(_write(folder / SUMS, lines.encode()))
    same = (assets.entry.name, assets.entry.version)
    others = [e for e in read_index(folder) if (e.name, e.version) != same]
    written.append(_write(folder / INDEX, index_text([*others, assets.entry]).encode()))
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


def _write(path: Path, content: bytes) -> Path:
    # In one step: a reader of the folder never sees half a file.
    work = path.with_name(f".{path.name}.writing")
    work.write_bytes(content)
    work.replace(path)
    return path
