"""NULs and broken UTF-8 in the pieces of a CSV file, each at its line and column."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pyarrow as pa

from policy_dataset.utf8 import broken_utf8_problem

if TYPE_CHECKING:
    from policy_dataset.tables.csv_rows import Ledger


class EncodingCheck:
    """NULs and broken UTF-8, in pieces that begin and end with a line."""

    def __init__(self, ledger: Ledger, file: str) -> None:
        self.offset = 0
        self._ledger = ledger
        self._file = file

    def check(self, piece: bytes, line: int) -> None:
        """Judge the next piece of the file, which begins on a line."""
        if b"\0" in piece:
            self._report_nuls(piece, line)
        if not _is_utf8(piece):
            self._report_broken(piece, line, self.offset)
        self.offset += len(piece)

    def _report_nuls(self, piece: bytes, line: int) -> None:
        at, done = piece.find(b"\0"), 0
        while at >= 0 and not self._ledger.full("text_nul"):
            line += piece.count(b"\n", done, at)
            self._ledger.add("text_nul", "a NUL character", "Remove it.", line, _column(piece, at))
            done, at = at, piece.find(b"\0", at + 1)
        if at >= 0:
            self._ledger.count("text_nul", piece.count(b"\0", at))

    def _report_broken(self, piece: bytes, line: int, offset: int) -> None:
        view, done, counted = memoryview(piece), 0, 0
        while done < len(piece):
            try:
                str(view[done:], "utf-8")
            except UnicodeDecodeError as error:
                start, end = done + error.start, done + error.end
                line += piece.count(b"\n", counted, start)
                counted = start
                self._ledger.keep(
                    broken_utf8_problem(
                        piece[start:end],
                        offset + start,
                        file=self._file,
                        line=line,
                        column=_column(piece, start),
                    )
                )
                done = end
                if self._ledger.full("text_not_utf8"):
                    rest = piece[done:]
                    replaced = rest.decode("utf-8", errors="replace").count("\ufffd")
                    self._ledger.count("text_not_utf8", replaced - rest.count("\ufffd".encode()))
                    return
            else:
                return


def _column(piece: bytes, at: int) -> int:
    line_start = piece.rfind(b"\n", 0, at) + 1
    return len(piece[line_start:at].decode("utf-8", errors="replace")) + 1


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    # Arrow judges without building a text: twice as fast as decoding.
    offsets = array("i", (0, len(data)))
    text = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(data)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
