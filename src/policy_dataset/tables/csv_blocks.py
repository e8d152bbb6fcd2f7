"""A block of a CSV file, proved to be rows in order without looking at them one by one.

Split at its quotes, a block has text outside and inside of quotes by turns, *provided* each outer part begins and ends
with a comma or a line end, or is empty (which is the escape ``""``). That condition is the grammar of RFC 4180, so it is
checked, not assumed. What remains of the outer parts when all but commas and line ends is deleted must be the same row
again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALL_BUT_COMMAS_AND_LINE_ENDS: Final = bytes(sorted(set(range(256)) - set(b',\n"')))
_BEFORE_QUOTES: Final = frozenset({b"", b",", b"\n"})
_AFTER_QUOTES: Final = frozenset({b"", b",", b"\n", b"\r"})
_first_byte = itemgetter(slice(0, 1))
_last_byte = itemgetter(slice(-1, None))


@dataclass(frozen=True, slots=True)
class ProvenRows:
    """Whole rows at the start of a block, all of them in order but for what only the file as a whole can tell.

    Attributes
    ----------
    data
        The rows, with the line end that the last one of a file may lack.
    outer
        Their text outside of quotes; a quote stands for each line end inside of quotes.
    skeleton
        What remains of `outer`: commas, line ends and quotes.
    rows
        How many there are.
    """

    data: bytes
    outer: bytes
    skeleton: bytes
    rows: int


def prove_rows(data: bytes, start: int, end: int, row: bytes, *, last: bool) -> ProvenRows | None:
    r"""Take the whole rows from the start of a block.

    Parameters
    ----------
    data, start, end
        Bytes of a file, and the block in them, which begins with a row.
    row
        Commas and line end of each row of the file.
    last
        Whether the file ends with the block.

    Returns
    -------
    ProvenRows
        All rows that end in the block.
    None
        When not everything is in order, or no row ends in the block.

    Examples
    --------
    >>> prove_rows(b'1,"a\nb"\n2,c\n3', 0, 13, b",\n", last=False)
    ProvenRows(data=b'1,"a\nb"\n2,c\n', outer=b'1,"\n2,c\n', skeleton=b',"\n,\n', rows=2)
    >>> prove_rows(b'1,a"b"\n', 0, 7, b",\n", last=True) is None
    True
    """
    if last and not data.endswith(b"\n", start, end):
        if data.endswith(b"\r", start, end):
            return None
        data = data[start:end] + b"\n"
    else:
        data = data[start : data.rfind(b"\n", start, end) + 1]
    outer = data
    if b'"' in data:
        data, outer = _take_out_quoted(data, last=last)
    # In a file of several columns an empty line lacks commas, which is seen below.
    if not data or (len(row) == 1 and _may_hold_empty_line(outer)):
        return None
    skeleton = outer.translate(None, _ALL_BUT_COMMAS_AND_LINE_ENDS)
    rows_only = skeleton.replace(b'"', b"") if b'"' in skeleton else skeleton
    rows, rest = divmod(len(rows_only), len(row))
    if rest or rows_only != row * rows:
        return None
    return ProvenRows(data, outer, skeleton, rows)


def _may_hold_empty_line(outer: bytes) -> bool:
    return outer.startswith((b"\n", b"\r\n")) or b"\n\n" in outer or b"\n\r\n" in outer


def _take_out_quoted(data: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Give the whole rows of lines with quotes, and their text outside of quotes; nothing if quotes are not in order.

    In the latter a quote stands for each line end inside of quotes.
    """
    parts = data.split(b'"')
    if len(parts) % 2 == 0:
        if last:
            return b"", b""
        data = data[: _cut_at_last_row(parts)]
    outer = parts[::2]
    if not (
        _AFTER_QUOTES.issuperset(map(_first_byte, outer[1:]))
        and _BEFORE_QUOTES.issuperset(map(_last_byte, outer[:-1]))
    ):
        return b"", b""
    _mark_line_ends(outer, parts[1::2])
    return data, b"".join(outer)


def _cut_at_last_row(parts: list[bytes]) -> int:
    """Shorten the parts of a block whose last one is inside of quotes to whole rows; return their bytes."""
    parts.pop()
    while parts:
        line_end = parts[-1].rfind(b"\n")
        if line_end >= 0:
            parts[-1] = parts[-1][: line_end + 1]
            return sum(map(len, parts)) + len(parts) - 1
        del parts[-2:]
    return 0


def _mark_line_ends(outer: list[bytes], quoted: Sequence[bytes]) -> None:
    """Put a quote after the outer part before a quoted one for each line end in it."""
    # Few quoted texts have line ends: they are looked for in all at once.
    text = b'"'.join(quoted)
    number, counted = 0, 0
    at = text.find(b"\n")
    while at >= 0:
        number += text.count(b'"', counted, at)
        end = text.find(b'"', at)
        counted = end if end >= 0 else len(text)
        outer[number] += b'"' * text.count(b"\n", at, counted)
        at = text.find(b"\n", counted)
