"""Which files somebody means by the paths that are given: files, folders and patterns of names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from policy_dataset.errors import UsageError
from policy_dataset.tables.inputs import is_packed_csv

_CSV: Final = ".csv"
_SUFFIXES: Final = (_CSV, ".parquet", ".pq")
_WILD = frozenset("*?[")
_HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"


def find_files(paths: Iterable[str | Path]) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    """Go through the files that are given and those in the folders that are given, with name and partition.

    A path that does not exist and has ``*``, ``?`` or ``[`` in it is a pattern, ``**`` any folders. Folders are searched to
    the bottom, by name; what begins with ``.`` or ``_`` is let lie, as writers of partitions do.

    Raises
    ------
    UsageError
        Nothing is there, or it is no CSV or Parquet file, or no file at all (a pipe, a device).
    OSError
        A folder cannot be read.
    """
    for given in paths:
        path = Path(given)
        if not str(given):
            raise UsageError(
                "the path of a file is empty: give a file, a folder, or `.` for the folder you are in"
            )
        if not path.exists() and _WILD & set(str(path)):
            found = list(_matches(path))
            if not found:
                raise UsageError(f"there is no CSV or Parquet file like {path}")
            yield from found
        else:
            yield from _found_at(path)


def refuse_unreadable_name(path: Path) -> None:
    """Refuse a file whose name, or that of a folder above it, is no text: engines take paths as text.

    Raises
    ------
    UsageError
        Its bytes are not UTF-8.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise UsageError(f"the name {str(path)!a} is not UTF-8: give the file another name") from None


def is_csv(path: Path) -> bool:
    """Whether the name of a file that was found is that of CSV; the others hold Parquet."""
    return path.suffix.lower() == _CSV


def _matches(pattern: Path) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    plain = next(n for n, part in enumerate(pattern.parts) if _WILD & set(part))
    root = Path(*pattern.parts[:plain])
    matches = sorted(root.glob("/".join(pattern.parts[plain:])))
    within = (p for m in matches if not _is_hidden(m, root) for p in (_walk(m) if m.is_dir() else (m,)))
    # A folder and the files in it may both match.
    for path in sorted({path for path in within if _is_data(path, root)}):
        yield path, path.as_posix(), partition_of(path.parts[:-1])


def _found_at(path: Path) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    if path.is_dir():
        found = sorted(p for p in _walk(path) if _is_data(p, path))
        if not found:
            raise UsageError(f"there is no CSV or Parquet file in {path}")
        yield from ((p, p.as_posix(), partition_of(p.relative_to(path).parts[:-1])) for p in found)
    elif not path.exists():
        raise UsageError(f"there is no file {path}")
    elif path.suffix.lower() not in _SUFFIXES:
        raise UsageError(
            f"{path} is neither CSV nor Parquet: its name ends with none of {', '.join(_SUFFIXES)}"
        )
    elif not path.is_file():
        raise UsageError(
            f"{path} is no plain file: files are read more than once, write it to the disk first"
        )
    else:
        yield path, path.as_posix(), partition_of(path.parts[:-1])


def _walk(folder: Path) -> Iterator[Path]:
    """Go through the files below a folder; one that cannot be read is not passed over in silence."""
    for here, _, names in os.walk(folder, onerror=_refuse):
        yield from (Path(here) / name for name in names)


def _refuse(error: OSError) -> None:
    raise error


def _is_data(path: Path, root: Path) -> bool:
    if _is_hidden(path, root) or not path.is_file():
        return False
    if is_packed_csv(path.name):
        raise UsageError(f"{path} is compressed CSV. Unpack it: the lines of CSV are those of its own bytes")
    return path.suffix.lower() in _SUFFIXES


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(root).parts)


def partition_of(folders: Sequence[str]) -> Mapping[str, str | None]:
    """Return the columns that the names of folders give, ``year=2026``; None is null."""
    pairs = (folder.partition("=") for folder in folders)
    return {unquote(k): None if v == _HIVE_NULL else unquote(v) for k, mark, v in pairs if mark and k}
