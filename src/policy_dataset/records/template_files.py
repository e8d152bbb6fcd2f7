"""The files of a new dataset repository: the example that ships with the library, named for its dataset.

What stands in ``templates/repository`` is copied byte by byte, but for words in double braces; in YAML they are quoted where
a reader would take them for more than text. A name that begins with
``dot-`` begins with a point in the repository: files that tools obey would be obeyed here already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from policy_dataset.errors import UsageError
from policy_dataset.records.directory import META_FILE
from policy_dataset.records.yaml_scalars import quoted
from policy_dataset.version import __version__

_DOT = "dot-"
_LONGEST_NAME = 80
_LET_BE = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
_LICENCE = re.compile(r"(LICEN[CS]E|COPYING)[^/]*", re.IGNORECASE)
_NO_NAME = re.compile(r"[^a-z0-9]+")


def repository_files(name: str) -> Mapping[str, bytes]:
    """Return the files of a new dataset, by path with forward slashes; sorted.

    Parameters
    ----------
    name
        Of the dataset: kebab-case.
    """
    words = {"name": name, "title": name.replace("-", " ").capitalize(), "version": __version__}
    in_yaml = {word: _as_yaml(text) for word, text in words.items()}
    found = {
        path: _filled(data, in_yaml if path == META_FILE else words)
        for path, data in _walk(files(__package__) / "templates" / "repository")
    }
    return dict(sorted(found.items()))


def dataset_name(folder: str) -> str:
    """Return the name of the dataset that a folder is to hold.

    Raises
    ------
    UsageError
        When nothing of the folder's name can stand in one.

    Examples
    --------
    >>> dataset_name("My_Province 2026")
    'my-province-2026'
    """
    name = _NO_NAME.sub("-", folder.lower()).strip("-")[:_LONGEST_NAME].rstrip("-")
    if not name:
        raise UsageError(f"{folder!r} makes no name of a dataset: give one with --name, such as my-province")
    return name


def lay_out(into: Path, laid: Mapping[str, bytes]) -> None:
    """Write files into a folder that is not there yet, or empty.

    Raises
    ------
    UsageError
        When something is there: nothing of anybody's is written over. A `.git`, a licence and the files that desktops
        leave behind may be.
    """
    if into.exists() and not into.is_dir():
        raise UsageError(f"{into} is a file: give the name of a folder that is not there yet, or empty")
    found = sorted(p.name for p in into.iterdir()) if into.is_dir() else []
    there = [n for n in found if n not in _LET_BE and not _LICENCE.fullmatch(n)]
    if META_FILE in there:
        raise UsageError(f"{into} holds a dataset already; `policy-dataset validate {into}` judges it")
    if there:
        raise UsageError(
            f"{into} is not empty, it holds {there[0]}: give a folder that is not there yet, or empty"
        )
    for name, data in laid.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _walk(folder: Traversable, before: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f".{entry.name.removeprefix(_DOT)}" if entry.name.startswith(_DOT) else entry.name
        if entry.is_dir():
            yield from _walk(entry, f"{before}{name}/")
        else:
            yield f"{before}{name}", entry.read_bytes()


def _as_yaml(text: str) -> str:
    # We take every scalar as text; editors and other tools take 2026, null and yes for more.
    return text if isinstance(yaml.safe_load(text), str) else quoted(text)


def _filled(data: bytes, words: Mapping[str, str]) -> bytes:
    for word, text in words.items():
        data = data.replace(f"{{{{{word}}}}}".encode(), text.encode())
    return data
