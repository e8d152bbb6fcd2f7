"""The texts of sources on disk: found by hash, then by file name; decoded once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policy_dataset.errors import UsageError
from policy_dataset.problems import Problem
from policy_dataset.utf8 import no_text_problem, read_utf8

MAX_TEXT_BYTES = 64 * 1024 * 1024
"""A source text larger than this is refused: it is a page or a report, not a corpus."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """One decoded file. Offsets of anchors count in `text`; a CR LF counts as stored, a BOM is one character."""

    file: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts at hand, by the SHA-256 of their bytes and by file name; `given` tells whether any were meant to be."""

    by_sha256: Mapping[str, SourceText]
    by_name: Mapping[str, SourceText]
    problems: tuple[Problem, ...] = ()
    given: bool = False

    def find(self, file: str, sha256: str) -> SourceText | None:
        """Return the text of that hash, else the one of that name (whose hash then differs), else nothing."""
        return self.by_sha256.get(sha256) or self.by_name.get(file)

    def only(self) -> SourceText | None:
        """Return the text at hand where there is just one: whoever gives a single file means that one."""
        return next(iter(self.by_name.values())) if len(self.by_name) == 1 else None


NO_TEXTS = Texts({}, {})


def open_texts(path: Path | None) -> Texts:
    """Read the texts in a folder (its files, not its subfolders) or one file.

    Returns
    -------
    Texts
        Without those that are not UTF-8 or too large, each of which is a problem.

    Raises
    ------
    UsageError
        When nothing is at `path`.
    """
    if path is None:
        return NO_TEXTS
    if not path.exists():
        raise UsageError(f"no texts at {path}: give a file or a folder that holds the sources' texts")
    files = [path] if path.is_file() else sorted(p for p in path.iterdir() if p.is_file() and _may_be_text(p))
    by_sha256: dict[str, SourceText] = {}
    by_name: dict[str, SourceText] = {}
    problems: list[Problem] = []
    for file in files:
        read = read_text(file)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            by_sha256.setdefault(read.sha256, read)
            by_name.setdefault(read.file, read)
    return Texts(by_sha256, by_name, tuple(problems), given=True)


def read_text(file: Path) -> SourceText | Problem:
    """Read and decode one text; nothing in it is changed."""
    if file.stat().st_size > MAX_TEXT_BYTES:
        return Problem(
            code="text_too_large",
            message=f"{file.name} has more than {MAX_TEXT_BYTES} bytes",
            hint="Split it: a source text is a page or a report.",
            file=file.name,
        )
    data = file.read_bytes()
    no_text = no_text_problem(data, file=file.name, hint="Save the words of the page as plain text in UTF-8.")
    if no_text is not None:
        return no_text
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        found = read_utf8(data, file=file.name).problems
        return next(p for p in found if p.code != "text_bom")
    return SourceText(file.name, hashlib.sha256(data).hexdigest(), text)


def _may_be_text(file: Path) -> bool:
    return not file.name.startswith(".") and file.suffix.lower() in (".txt", ".text", ".md", "")
