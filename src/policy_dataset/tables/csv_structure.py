"""The strict structure of a CSV file (RFC 4180, UTF-8, comma), checked before anything is read from it.

No reader is strict: unclosed quotes, stray quotes, ragged rows and empty lines pass one or the other in silence.

Most of a file is proved in order a block at a time, in `csv_blocks`. A block that cannot be proved is made smaller and
smaller, and its last few kilobytes are walked row by row in `csv_rows`, which has all the words for what is wrong.
"""

from __future__ import annotations

import re
from array import array
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from policy_dataset.tables.csv_blocks import prove_rows
from policy_dataset.tables.csv_encoding import EncodingCheck
from policy_dataset.tables.csv_header import find_other_separator, find_places, judge_header
from policy_dataset.tables.csv_lines import CellPlace, CsvStructure
from policy_dataset.tables.csv_rows import QUOTED_PART, Ledger, RowWalker
from policy_dataset.utf8 import (
    BOM,
    REPLACEMENT,
    code_page_problem,
    find_wide_encoding,
    no_text_problem,
    wide_encoding_problem,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence


BLOCK: Final = 1 << 17
"""What a block is turned into should stay in the processor's cache."""

SMALLEST_BLOCK: Final = 1 << 13
MAX_CELL: Final = 16 << 20
"""A quoted cell of more bytes counts as one whose quote is not closed."""

_HEAD: Final = 1024
_SAMPLE: Final = 1 << 16
"""So many bytes show how lines end."""
_LONE_CR: Final = re.compile(rb"\r(?!\n)")
_NOT_FOR_MACINTOSH: Final = (
    "Save the file with LF (or CRLF) at the end of every line: as CSV, and not as CSV for Macintosh. "
    "What stands in the rows is judged then."
)


def check_csv(
    source: str | os.PathLike[str] | bytes,
    *,
    file: str,
    expected_header: Sequence[str] | None = None,
) -> CsvStructure:
    r"""Check that a CSV file is what every reader will take it for.

    Parameters
    ----------
    source
        The file, or its bytes.
    file
        Its name in problems.
    expected_header
        Names of columns that the header must have, in any order.

    Returns
    -------
    CsvStructure
        Header, number of rows, the line of each row, and what is wrong.

    References
    ----------
    RFC 4180, Common Format and MIME Type for Comma-Separated Values (CSV) Files. LF alone ends a line here too;
    one file uses one of the two.

    Examples
    --------
    >>> structure = check_csv(b'id,note\n1,"two\nlines"\n2,plain\n', file="notes.csv")
    >>> structure.header, structure.rows, structure.line_of_row(1)
    (('id', 'note'), 2, 4)
    >>> [(p.code, p.line, p.message) for p in check_csv(b"a,b\n1\n", file="x.csv").problems]
    [('csv_ragged', 2, 'the row has 1 cell, the header has 2')]
    """
    if isinstance(source, bytes):
        return CsvCheck(BytesIO(source), file, expected_header).run()
    with Path(source).open("rb") as stream:
        return CsvCheck(stream, file, expected_header).run()


class CsvCheck:
    """One pass over one file."""

    def __init__(  # noqa: PLR0913 - tests make the blocks small
        self,
        stream: BinaryIO,
        file: str,
        expected_header: Sequence[str] | None = None,
        *,
        block: int = BLOCK,
        smallest: int = SMALLEST_BLOCK,
        max_cell: int = MAX_CELL,
    ) -> None:
        self._stream = stream
        self._file = file
        self._expected = expected_header or ()
        self._block = block
        self._smallest = smallest
        self._ledger = Ledger(file)
        self._walker = RowWalker(self._ledger, max_cell)
        self._header: tuple[str, ...] = ()
        self._header_places: tuple[CellPlace, ...] = ()
        self._header_row: bytes | None = None
        self._unit = b"\n"
        self._line = 1
        self._rows = 0
        self._first_line = 2
        self._long_rows: array[int] = array("q")
        self._lines_added: array[int] = array("q")
        self._known_lines: array[int] = array("q")
        self._known_offsets: array[int] = array("q")
        self._uses_crlf: bool | None = None
        self._mixed = False
        self._separated = False
        self._encodings = EncodingCheck(self._ledger, file)

    def run(self) -> CsvStructure:
        """Read to the end."""
        for _ in self.steps():
            pass
        return self.result()

    def steps(self) -> Iterator[None]:
        """Read to the end, stopping after every stretch of whole rows."""
        head = self._stream.read(max(self._block, _SAMPLE))
        no_text = no_text_problem(head, file=self._file)
        if no_text is not None:
            self._ledger.keep(no_text)
            return
        wide = find_wide_encoding(head[:_HEAD])
        if wide:
            self._ledger.keep(wide_encoding_problem(wide, file=self._file))
            return
        if head.startswith(BOM):
            # Spreadsheets write it and cannot leave it out; every engine passes over it.
            self._encodings.offset = len(BOM)
            head = head[len(BOM) :]
        lines = head[: head.rfind(b"\n") + 1] or head
        text = lines.decode("utf-8", errors="replace")
        if REPLACEMENT in text:
            code_page = code_page_problem(lines, text, self._encodings.offset, file=self._file)
            if code_page is not None:
                self._ledger.keep(code_page)
                return
        if b"\r" in head and self._ends_lines_with_cr(head[:_SAMPLE]):
            return
        yield from self._read_rows(head)
        if self._header_row is None:
            self._ledger.add("csv_header", "the file is empty", "Write the header as the first line.", 1)

    def _ends_lines_with_cr(self, head: bytes) -> bool:
        """Whether most lines end with CR alone, as of old on Macs: told once, and there are no rows to look at."""
        masked = QUOTED_PART.sub(lambda quoted: b"x" * len(quoted[0]), head)
        lone = masked.count(b"\r") - masked.count(b"\r\n")
        if lone < 2 or lone <= masked.count(b"\n"):  # noqa: PLR2004 - one may have got into a cell
            return False
        at = next(found.start() for found in _LONE_CR.finditer(masked))
        line_start = head.rfind(b"\n", 0, at) + 1
        column = len(head[line_start:at].decode("utf-8", errors="replace")) + 1
        message = "the lines end with CR alone"
        self._ledger.add("csv_line_ends", message, _NOT_FOR_MACINTOSH, head.count(b"\n", 0, at) + 1, column)
        return True

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the header, once it is read."""
        return self._header

    @property
    def proven(self) -> tuple[int, int] | None:
        """Up to which byte, and how many data rows, the file is in order; None after a fault."""
        return None if self._ledger.totals else (self._encodings.offset, self._rows)

    def result(self) -> CsvStructure:
        """Return what was found so far."""
        return CsvStructure(
            self._header,
            self._rows,
            self._ledger.collected(),
            dict(self._ledger.totals),
            self._header_places,
            self._first_line,
            self._long_rows,
            self._lines_added,
            self._known_lines,
            self._known_offsets,
        )

    def _read_rows(self, data: bytes) -> Iterator[None]:
        at, last, size = 0, False, self._block
        while True:
            if not last and len(data) - at < size:
                more = self._stream.read(max(self._block, size - (len(data) - at)))
                last = not more
                data, at = data[at:] + more, 0
                continue
            if at == len(data):
                return
            end = min(at + size, len(data))
            used = self._prove(data, at, end, last=last and end == len(data))
            if used:
                at += used
                size = min(size * 2, self._block)
                yield
            elif size > self._smallest:
                size = max(size // 4, self._smallest)
            else:
                walked = self._walk(data, at, end, last=last)
                # A row longer than what there is: read twice as much.
                size = self._smallest if walked > at else 2 * (len(data) - at)
                at = walked
                yield

    # ------------------------------------------------------------------------------- a block in order, or not

    def _prove(self, data: bytes, start: int, end: int, *, last: bool) -> int:
        """Take rows from the start of a block and return their bytes; 0 if not everything is in order."""
        if self._header_row is None:
            return 0
        proven = prove_rows(data, start, end, self._unit, last=last)
        if proven is None or self._may_repeat_header(proven.data):
            return 0
        if not self._accepts_line_ends(proven.outer, proven.rows):
            return 0
        used = min(len(proven.data), end - start)
        self._known_lines.append(self._line)
        self._known_offsets.append(self._encodings.offset)
        self._encodings.check(proven.data[:used], self._line)
        self._note_long_rows(proven.skeleton, len(self._unit))
        self._line += proven.rows + len(proven.skeleton) - proven.rows * len(self._unit)
        self._rows += proven.rows
        return used

    def _may_repeat_header(self, data: bytes) -> bool:
        header = self._header_row
        assert header is not None  # noqa: S101 - the header is walked first
        if data.startswith((header + b"\n", header + b"\r\n")):
            return True
        return b"\n" + header + b"\n" in data or (b"\r" in data and b"\n" + header + b"\r\n" in data)

    def _accepts_line_ends(self, outer: bytes, rows: int) -> bool:
        crs = outer.count(b"\r") if b"\r" in outer else 0
        if crs == 0 and not self._uses_crlf:
            return True
        if crs != outer.count(b"\r\n"):
            return False
        others = rows - crs if self._uses_crlf else crs
        if others and not self._mixed:
            return False
        self._ledger.count("csv_line_ends", others)
        return True

    def _note_long_rows(self, skeleton: bytes, width: int) -> None:
        at = skeleton.find(b'"')
        marks = 0
        while at >= 0:
            self._add_lines(self._rows + (at - marks) // width, 1)
            marks += 1
            at = skeleton.find(b'"', at + 1)

    def _add_lines(self, row: int, lines: int) -> None:
        """Note that rows after `row` begin so many lines further down."""
        added = self._lines_added[-1] + lines if self._lines_added else lines
        if self._long_rows and self._long_rows[-1] == row:
            self._lines_added[-1] = added
        else:
            self._long_rows.append(row)
            self._lines_added.append(added)

    # ------------------------------------------------------------------------------------------- row by row

    def _walk(self, data: bytes, at: int, end: int, *, last: bool) -> int:
        """Read the rows that begin before `end`, and return where the next one begins."""
        start, first_line = at, self._line
        while at < end:
            if data.startswith((b"\n", b"\r\n"), at):
                at = self._read_empty_line(data, at)
                continue
            if data[at : at + 1] == b"\r" and at + 1 == len(data) and not last:
                break
            is_header = self._header_row is None
            row = self._walker.read(data, at, self._line, last=last, texts=is_header)
            if row is None:
                break
            lines = data.count(b"\n", at, row.content_end)
            content = data[at : row.content_end]
            if is_header:
                self._read_header(content, row.texts)
                self._first_line = self._line + lines + 1
            else:
                self._judge_row(content, row.cells, sound=row.sound)
                if lines:
                    self._add_lines(self._rows, lines)
                self._rows += 1
            self._line += lines
            self._end_line(data, row.content_end, row.end)
            at = row.end
            if is_header:
                break
        if at > start:
            self._encodings.check(data[start:at], first_line)
        return at

    def _read_empty_line(self, data: bytes, at: int) -> int:
        self._ledger.add(
            "csv_empty_line",
            "the line is empty",
            'Delete the line; write `""` for a row whose only cell is empty.',
            self._line,
            1,
        )
        if self._header_row is not None:
            self._add_lines(self._rows - 1, 1)
        content_end, end = at, data.index(b"\n", at) + 1
        self._end_line(data, content_end, end)
        return end

    def _end_line(self, data: bytes, content_end: int, end: int) -> None:
        line_end = data[content_end:end]
        if line_end:
            crlf = line_end == b"\r\n"
            if self._uses_crlf is None:
                self._uses_crlf = crlf
            elif crlf is not self._uses_crlf:
                self._report_mixed_line_ends(crlf=crlf)
            self._line += 1

    def _report_mixed_line_ends(self, *, crlf: bool) -> None:
        if self._mixed:
            self._ledger.count("csv_line_ends", 1)
            return
        self._mixed = True
        here, before = ("CRLF", "LF") if crlf else ("LF", "CRLF")
        self._ledger.add(
            "csv_line_ends",
            f"the line ends with {here}, the lines before it with {before}",
            "Save the file with one kind of line end, best LF.",
            self._line,
        )

    def _judge_row(self, content: bytes, cells: int, *, sound: bool) -> None:
        if content == self._header_row:
            self._ledger.add(
                "csv_header", "the header is repeated as a data row", "Delete the line.", self._line, 1
            )
        width = len(self._unit)
        if sound and cells != width and not self._separated:
            noun = "cell" if cells == 1 else "cells"
            missing = (
                "Add the missing commas" if cells < width else "Remove cells, or quote a text with commas"
            )
            self._ledger.add(
                "csv_ragged",
                f"the row has {cells} {noun}, the header has {width}",
                f"{missing}: every row has as many cells as the header. What stands in the rows is judged then.",
                self._line,
            )

    def _read_header(self, content: bytes, cells: list[bytes]) -> None:
        names = tuple(cell.decode("utf-8", errors="replace") for cell in cells)
        self._header, self._header_row = names, content
        self._unit = b"," * (len(names) - 1) + b"\n"
        self._separated = find_other_separator(names) is not None
        self._header_places = tuple(find_places(content, self._line))
        judge_header(names, self._header_places, self._expected, self._ledger)
