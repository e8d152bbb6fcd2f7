"""One row of a CSV file after the other, exactly by RFC 4180: slow, and right about every sign.

`csv_structure` proves most of a file in order without looking at its rows; what it cannot prove is walked here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from policy_dataset.problems import Problem

MAX_KEPT: Final = 100
"""So many problems of one code are kept for a file; all are counted."""

# Possessive, so that a long cell costs no memory for going back.
_QUOTED = re.compile(rb'"(?:[^"]++|"")*+"')
_BARE = re.compile(rb"[^,\n]*+")
_CELL = rb'(?:"(?:[^"]++|"")*+"(?=[,\r\n])|[^",\r\n]*+)'
_SOUND_ROW = re.compile(rb"%b(?:,%b)*+\r?\n" % (_CELL, _CELL))
QUOTED_PART = re.compile(rb'"[^"]*+"')

_Faults: TypeAlias = list[tuple[str, str, str, int]]
"""Code, message, hint and offset: lines and columns are counted once the row is whole."""


class Ledger:
    """Problems of one file, bounded per code, with exact totals."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kept: list[Problem] = []
        self.totals: Counter[str] = Counter()

    def add(  # noqa: PLR0913 - what a problem says
        self,
        code: str,
        message: str,
        hint: str,
        line: int,
        column: int | None = None,
        end_column: int | None = None,
    ) -> None:
        """Report one fault."""
        self.totals[code] += 1
        if self.totals[code] <= MAX_KEPT:
            self._kept.append(
                Problem(
                    code=code,
                    message=message,
                    hint=hint,
                    file=self._file,
                    line=line,
                    column=column,
                    end_column=end_column,
                )
            )

    def keep(self, problem: Problem) -> None:
        """Report a fault that is worded elsewhere."""
        self.totals[problem.code] += 1
        if self.totals[problem.code] <= MAX_KEPT:
            self._kept.append(problem)

    def count(self, code: str, number: int) -> None:
        """Count further faults of a code that has been reported."""
        if number:
            self.totals[code] += number

    def full(self, code: str) -> bool:
        """Whether further problems of a code are only counted."""
        return self.totals[code] >= MAX_KEPT

    def collected(self) -> tuple[Problem, ...]:
        """Return what was kept, by place."""
        return tuple(
            sorted(self._kept, key=lambda problem: (problem.line or 0, problem.column or 0, problem.code))
        )


@dataclass(slots=True)
class Row:
    """One row as it was found.

    Attributes
    ----------
    end
        Offset after its line end.
    content_end
        Offset of its line end.
    cells
        Number of cells.
    sound
        Whether its quotes are in order; if not, `cells` is a guess.
    texts
        The cells without their quotes, if asked for.
    more_lone_crs
        CRs without LF beyond those that are reported.
    """

    end: int
    content_end: int
    cells: int
    sound: bool = True
    texts: list[bytes] = field(default_factory=list)
    more_lone_crs: int = 0


class RowWalker:
    """Finds the rows of a stretch of a file.

    Parameters
    ----------
    ledger
        Where faults go.
    max_cell
        A quoted cell of more bytes counts as one whose quote is not closed.
    """

    def __init__(self, ledger: Ledger, max_cell: int) -> None:
        self._ledger = ledger
        self._max_cell = max_cell

    def read(self, data: bytes, start: int, line: int, *, last: bool, texts: bool = False) -> Row | None:
        """Read the row that begins at an offset.

        Parameters
        ----------
        data, start
            Bytes of the file, and where in them the row begins.
        line
            The physical line of `start`.
        last
            Whether the file ends with `data`.
        texts
            Whether to collect the cells.

        Returns
        -------
        Row
            The row; its faults of quotes and lone CRs are in the ledger.
        None
            When more bytes are needed to tell.
        """
        sound = None if texts else _SOUND_ROW.match(data, start)
        if sound is not None and sound.end() - start <= self._max_cell:
            end = sound.end()
            content_end = end - 2 if data[end - 2 : end - 1] == b"\r" else end - 1
            row = data[start:content_end]
            if b'"' in row:
                row = QUOTED_PART.sub(b"", row)
            return Row(end, content_end, row.count(b",") + 1)
        return self._walk(data, start, line, last=last)

    def _walk(self, data: bytes, start: int, line: int, *, last: bool) -> Row | None:
        line_end = data.find(b"\n", start)
        if line_end < 0 and not last and data.find(b'"', start) < 0:
            return None
        end = len(data) if line_end < 0 else line_end
        if data.find(b'"', start, end) < 0:
            return self._walk_bare(data, start, end, line)
        return self._walk_cells(data, start, line, last=last)

    def _walk_bare(self, data: bytes, start: int, line_end: int, line: int) -> Row:
        """Read a row without quotes; a line of commas only may have millions of cells."""
        end = min(line_end + 1, len(data))
        content_end = line_end
        if line_end < len(data) and data[line_end - 1 : line_end] == b"\r" and line_end > start:
            content_end -= 1
        content = data[start:content_end]
        row = Row(end, content_end, content.count(b",") + 1, texts=content.split(b","))
        faults: _Faults = []
        self._judge_bare(data, start, content_end, row, faults, after_quote=False)
        self._report(faults, data, start, line)
        self._ledger.count("csv_line_ends", row.more_lone_crs)
        return row

    def _walk_cells(self, data: bytes, start: int, line: int, *, last: bool) -> Row | None:
        faults: _Faults = []
        row = Row(start, start, 0)
        at, size = start, len(data)
        while True:
            row.cells += 1
            found = self._read_quoted(data, at, row, faults, last=last) if data[at : at + 1] == b'"' else at
            if found is None:
                return None
            if found < 0:  # the quote is not closed: the row ends with its line
                row.end = -found
                line_end = b"\r\n" if data.endswith(b"\r\n", at, row.end) else b"\n"
                row.content_end = at + len(data[at : row.end].removesuffix(line_end))
                break
            text_end = _BARE.match(data, found).end()  # type: ignore[union-attr]
            if text_end == size and not last:
                return None
            content_end = text_end
            if (
                data[text_end : text_end + 1] == b"\n"
                and text_end > found
                and data[text_end - 1 : text_end] == b"\r"
            ):
                content_end -= 1
            self._judge_bare(data, found, content_end, row, faults, after_quote=found > at)
            if found > at:
                row.texts[-1] += data[found:content_end]
            else:
                row.texts.append(data[at:content_end])
            row.content_end, row.end = content_end, min(text_end + 1, size)
            if data[text_end : text_end + 1] != b",":
                break
            at = text_end + 1
        self._report(faults, data, start, line)
        self._ledger.count("csv_line_ends", row.more_lone_crs)
        return row

    def _report(self, faults: _Faults, data: bytes, start: int, line: int) -> None:
        counted = start
        for code, message, hint, offset in faults:
            if self._ledger.full(code):
                self._ledger.count(code, 1)
                continue
            line += data.count(b"\n", counted, offset)
            counted = offset
            line_start = data.rfind(b"\n", start, offset) + 1 or start
            column = len(data[line_start:offset].decode("utf-8", errors="replace")) + 1
            self._ledger.add(code, message, hint, line, column)

    def _read_quoted(self, data: bytes, at: int, row: Row, faults: _Faults, *, last: bool) -> int | None:
        """Return the offset after a quoted cell; minus that after its line if it is not closed; None for more bytes."""
        quoted = _QUOTED.match(data, at)
        size = len(data)
        if quoted is not None and quoted.end() - at <= self._max_cell:
            # At the end of the bytes, the closing quote may be the first half of an escaped one.
            if quoted.end() == size and not last:
                return None
            row.texts.append(quoted[0][1:-1].replace(b'""', b'"'))
            return quoted.end()
        if quoted is None and not last and size - at <= self._max_cell:
            return None
        row.sound = False
        faults.append(
            (
                "csv_quote",
                f"the quote that opens cell {row.cells} is not closed",
                'Close the quote, and write `""` for a quote in the text.',
                at,
            )
        )
        line_end = data.find(b"\n", at)
        end = size if line_end < 0 else line_end + 1
        row.texts.append(data[at + 1 : end].rstrip(b"\r\n"))
        return -end

    @staticmethod
    def _judge_bare(  # noqa: PLR0913 - a stretch of a cell of a row
        data: bytes,
        start: int,
        end: int,
        row: Row,
        faults: _Faults,
        *,
        after_quote: bool,
    ) -> None:
        """Report what stands outside of quotes and may not."""
        if after_quote and end > start:
            row.sound = False
            faults.append(
                (
                    "csv_quote",
                    f"text follows the closing quote of cell {row.cells}",
                    'Write `""` for a quote in the text, and close the cell with one quote before the comma.',
                    start,
                )
            )
        quote = -1 if after_quote else data.find(b'"', start, end)
        if quote >= 0:
            row.sound = False
            faults.append(
                (
                    "csv_quote",
                    f"a quote stands inside cell {row.cells}, which does not begin with one",
                    'Put the whole cell in quotes and write `""` for each quote in it.',
                    quote,
                )
            )
        lone = data.find(b"\r", start, end)
        for _ in range(MAX_KEPT):
            if lone < 0:
                return
            hint = "Save the file with LF (or CRLF) at the end of every line."
            faults.append(("csv_line_ends", "a CR without LF", hint, lone))
            lone = data.find(b"\r", lone + 1, end)
        if lone >= 0:
            row.more_lone_crs += data.count(b"\r", lone, end)
