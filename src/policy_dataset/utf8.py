"""Bytes of a file that should be UTF-8: the text, and what is wrong with its encoding.

Files of other code pages are common where spreadsheets are used; they are problems with a remedy, never crashes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_dataset.problems import Problem

BOM = b"\xef\xbb\xbf"
REPLACEMENT = "\ufffd"
MAX_KEPT = 20
"""So many lines with broken places are reported one by one; further places are counted."""

_SAVE_AS_UTF8 = "Save the file as UTF-8 without a byte order mark."
_LINE_END = re.compile(r"\r\n?|\n")
_WIDE_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE_AS_CSV = "Save the sheet as CSV in UTF-8: to change the name of a workbook makes no CSV of it."
_UNPACK = "Unpack the file."
_NO_TEXT = (
    (b"PK\x03\x04", "a zip, as workbooks of Excel are", _SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an old Excel", _SAVE_AS_CSV),
    (b"\x1f\x8b\x08", "compressed by gzip", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed by xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", _UNPACK),
    (b"%PDF-", "a PDF", "Save its text, or its tables as CSV, in UTF-8."),
    (b"PAR1\x15", "Parquet", "Give the file a name that ends with `.parquet`."),
)
"""How files begin that are no text, what they are, and what to do."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """What `read_utf8` found.

    Attributes
    ----------
    text
        Without the byte order mark, line ends as they are; U+FFFD stands for each broken sequence. None when the
        file is in another encoding altogether.
    problems
        In the order of their places.
    """

    text: str | None
    problems: tuple[Problem, ...]


def read_utf8(data: bytes, *, file: str) -> DecodedText:
    """Decode a whole file.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        Its name in problems.

    Returns
    -------
    DecodedText
        The text as far as it can be had, and what is wrong.
    """
    wide = find_wide_encoding(data[:1024])
    if wide:
        return DecodedText(None, (wide_encoding_problem(wide, file=file),))
    problems: list[Problem] = []
    if data.startswith(BOM):
        problems.append(bom_problem(file=file))
        data = data[len(BOM) :]
    offset = len(BOM) if problems else 0
    try:
        return DecodedText(data.decode("utf-8"), tuple(problems))
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    code_page = code_page_problem(data, text, offset, file=file)
    if code_page is not None:
        return DecodedText(None, (*problems, code_page))
    problems.extend(_broken_places(data, text, offset=offset, file=file))
    return DecodedText(text, tuple(problems))


def find_wide_encoding(head: bytes) -> str | None:
    """Name the encoding of a file that uses two or four bytes for an ASCII character, by its first bytes."""
    for mark, name in _WIDE_MARKS:
        if head.startswith(mark):
            return name
    # Without a mark, every second byte of ASCII text (line ends, keys, digits) is zero; real NULs do not alternate.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    if few == 0 and many > 1 and many * 5 >= len(head) // 2:
        return "UTF-16"
    return None


def wide_encoding_problem(name: str, *, file: str) -> Problem:
    """Say that a file is UTF-16 or UTF-32."""
    return Problem(
        code="text_utf16",
        message=f"the file is {name}, not UTF-8",
        hint=_SAVE_AS_UTF8,
        file=file,
        line=1,
        column=1,
    )


def no_text_problem(head: bytes, *, file: str, hint: str | None = None) -> Problem | None:
    """Say that a file is no text at all, if it begins as files of another kind do: they are given another name at times.

    Parameters
    ----------
    hint
        What to do, whatever the file is; without, it is about tables.
    """
    found = next((kind for kind in _NO_TEXT if head.startswith(kind[0])), None)
    if found is None:
        return None
    _, what, of_table = found
    message = f"the file is no text: it is {what}"
    return Problem(code="text_not_utf8", message=message, hint=hint or of_table, file=file, line=1, column=1)


def code_page_problem(data: bytes, text: str, offset: int, *, file: str) -> Problem | None:
    """Say that a file, or the beginning of one, is of another code page, if most of it is.

    Parameters
    ----------
    data, text
        Bytes that are not all UTF-8, and what is left of them.
    offset
        Where in the file they begin.
    """
    code_page = _find_code_page(data, text)
    if code_page is None:
        return None
    line, column, start = _first_broken_place(data)
    return Problem(
        code="text_not_utf8",
        message=f"the file is not UTF-8: it looks like {code_page} (byte {offset + start})",
        hint=f"Save the file as UTF-8 (it was saved as {code_page}).",
        file=file,
        line=line,
        column=column,
    )


def bom_problem(*, file: str) -> Problem:
    """Say that a file begins with a byte order mark."""
    return Problem(
        code="text_bom",
        message="the file begins with a byte order mark (EF BB BF)",
        hint=_SAVE_AS_UTF8,
        start=0,
        end=1,
        file=file,
        line=1,
        column=1,
    )


def broken_utf8_problem(broken: bytes, offset: int, *, file: str, line: int, column: int | None) -> Problem:
    """Say that bytes are not UTF-8; `offset` is that of the first of them in the file."""
    shown = broken[:4].hex(" ").upper()
    return Problem(
        code="text_not_utf8",
        message=f"byte {offset} is not UTF-8 ({shown})",
        hint="Save the file as UTF-8, then put the damaged character right.",
        file=file,
        line=line,
        column=column,
        end_column=None if column is None else column + 1,
    )


def _find_code_page(data: bytes, text: str) -> str | None:
    """Name the code page when most characters beyond ASCII are broken, not just a few."""
    broken = text.count(REPLACEMENT)
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if broken * 2 <= beyond_ascii:
        return None
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030 (GBK)"


def _first_broken_place(data: bytes) -> tuple[int, int, int]:
    """Line, column and byte offset of the first broken sequence."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = place_of(before, len(before))
        return line, column, error.start
    raise AssertionError("called for broken text only")


def _broken_places(data: bytes, text: str, *, offset: int, file: str) -> list[Problem]:
    problems: list[Problem] = []
    view = memoryview(data)
    done, index = 0, 0
    said, in_line = "", 0
    while len(problems) < MAX_KEPT:
        try:
            str(view[done:], "utf-8")
        except UnicodeDecodeError as error:
            start, end = done + error.start, done + error.end
            index += len(str(view[done:start], "utf-8"))
            line, column = place_of(text, index)
            if problems and problems[-1].line == line:
                in_line += 1
                problems[-1] = problems[-1].at(message=f"{said}, and {in_line} further places of the line")
            else:
                first = broken_utf8_problem(
                    data[start:end], offset + start, file=file, line=line, column=column
                )
                problems.append(first)
                said, in_line = first.message, 0
            done, index = end, index + 1
        else:
            return problems
    more = text.count(REPLACEMENT, index)
    if more:
        problems.append(
            problems[-1].at(
                message=f"{more} further places are not UTF-8", line=None, column=None, end_column=None
            )
        )
    return problems


def place_of(text: str, index: int) -> tuple[int, int]:
    r"""Line and column (from 1, in code points) of a character; ``\n``, ``\r\n`` and ``\r`` end a line.

    Examples
    --------
    >>> place_of("a\r\nbc", 4)
    (2, 2)
    """
    line, line_start = 1, 0
    for line_end in _LINE_END.finditer(text, 0, index):
        line, line_start = line + 1, line_end.end()
    return line, index - line_start + 1
