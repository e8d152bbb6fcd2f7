"""Lines of the files of a directory, for showing them beside problems; a file that is gone is no fault."""

from __future__ import annotations

import re
from pathlib import Path

MAX_BYTES = 64 << 20
"""Larger files are tables in bulk: their rows are named by the problem itself."""
_KEPT_FILES = 8
_HEAD = 4096
_BOM = "\ufeff"
_LINE_END = re.compile(r"\r\n?|\n")


class SourceFiles:
    """Gives lines of the files under a directory, as `Setting.source_line` asks for them.

    Lines end where the reader of records ends them, so that numbers agree. Nothing outside the directory is opened,
    and no link or pipe is.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def __call__(self, file: str, number: int) -> str | None:
        """Return a line, from 1, without its end."""
        if file not in self._lines:
            if len(self._lines) >= _KEPT_FILES:
                # Problems come file by file: the oldest is not asked for again.
                del self._lines[next(iter(self._lines))]
            self._lines[file] = self._read(file)
        lines = self._lines[file]
        return lines[number - 1] if 1 <= number <= len(lines) else None

    def _read(self, file: str) -> list[str]:
        path = self._root / file
        try:
            inside = path.resolve().is_relative_to(self._root.resolve())
            if not inside or path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
                return []
            data = path.read_bytes()
        except (OSError, ValueError):
            return []
        if data.count(b"\0", 0, _HEAD) * 4 > len(data[:_HEAD]):
            return []  # UTF-16, of which nobody could read a line
        return _LINE_END.split(data.decode("utf-8", errors="replace").removeprefix(_BOM))
