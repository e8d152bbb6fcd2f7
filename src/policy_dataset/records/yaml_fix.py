"""The certain repairs of a file of records: exact characters go and come, everything else stays as it stands.

Certain is what a rule asks for and what has one answer: a byte order mark, line ends, white space at the ends of a text,
composed characters, full-width letters and digits where the model wants ASCII, tabs before a line where one number of
spaces makes sense, a full-width colon after the name of a field. What was probably meant by a misspelt name or code is a guess, and asked for apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from policy_dataset.model.nearest import nearest
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column, Notation, Table, columns, nested
from policy_dataset.problems import Problem
from policy_dataset.records.repair import Repair
from policy_dataset.records.yaml_cells import Cell, cells_of_records, cells_of_values
from policy_dataset.records.yaml_format import plain_text
from policy_dataset.records.yaml_places import Lines, Place, Style
from policy_dataset.records.yaml_scalars import double_quoted, quoted, reads_as
from policy_dataset.records.yaml_text import YamlDocument, read_yaml
from policy_dataset.utf8 import BOM
from policy_dataset.values import EDTF

_UNREAD = (
    "yaml_syntax",
    "yaml_too_large",
    "yaml_too_deep",
    "text_not_utf8",
    "text_utf16",
    "text_control_character",
)
"""Where one of these is told, the file does not say what it means, and nothing in it is certain."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH_WORDS = {c: to for c, to in _FULL_WIDTH.items() if chr(to).isalnum()}
_LIKE_EDTF = re.compile(r"[0-9TXZ+\-/.~?%:\[\]{},]+")
_LEADING_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_WIDE_COLON = re.compile(r" *(?:- +)?(\w+)( *[：∶][ \u3000]*)")
_TAB_WIDTHS = (2, 4, 8)
_BLOCKS = (Style.LITERAL, Style.FOLDED)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What comes of mending a file.

    Attributes
    ----------
    text
        The mended text; None where the file was left alone, because of `problems`.
    repairs
        By place.
    """

    text: str | None
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()


def fix_yaml(
    data: bytes, *, file: str, schema: Schema, table: type[Table] | None, unsafe: bool = False
) -> Fixed:
    """Mend what is certain in a file.

    Parameters
    ----------
    data
        Its bytes.
    file
        Its name in problems.
    table
        What its records are rows of; None for a file whose fields no table declares.
    unsafe
        Whether misspelt codes and names of fields are taken for the nearest known ones.
    """
    document = read_yaml(data, file=file)
    unread = tuple(p for p in document.problems if p.code in _UNREAD)
    if any(p.code != "yaml_syntax" for p in unread):
        return Fixed(None, (), unread)
    text = plain_text(data)
    repairs = _whole_file(data)
    if unread:
        syntax = _mend_tabs(text, file) or _mend_colons(text, file, unread, table)
        if not syntax:
            return Fixed(None, (), unread)
        repairs += syntax
        text = apply(text, syntax)
        document = read_yaml(text.encode(), file=file)
    found = _Finder(document, text, schema, unsafe=unsafe).find(table)
    mended = apply(text, found.repairs)
    if read_yaml(mended.encode(), file=file).value != _expected(document.value, found, ()):
        raise AssertionError(f"mending {file} would change more than was meant; it was left as it is")
    if unsafe and found.names:
        # Under its right name a field has a declaration, by which its value can be mended.
        more = fix_yaml(mended.encode(), file=file, schema=schema, table=table, unsafe=unsafe)
        return Fixed(more.text, (*repairs, *found.repairs, *more.repairs))
    return Fixed(mended, (*repairs, *found.repairs))


def apply(text: str, repairs: tuple[Repair, ...] | list[Repair]) -> str:
    """Return a text with repairs made."""
    # From the end, so that earlier offsets stay true.
    for repair in sorted(repairs, key=lambda r: r.start, reverse=True):
        text = text[: repair.start] + repair.replacement + text[repair.end :]
    return text


def _whole_file(data: bytes) -> list[Repair]:
    made = []
    start = Place(1, 1, 1, 1)
    if data.startswith(BOM):
        made.append(_repair(("text_bom",), "byte order mark removed", 0, 0, "", start))
    if b"\r" in data:
        made.append(_repair(("line_ends",), "lines end with LF", 0, 0, "", start))
    return made


def _mend_tabs(text: str, file: str) -> tuple[Repair, ...]:
    """Replace tabs before lines, if all widths at which the file can be read say the same."""
    lines = Lines(text)
    readings = []
    for width in _TAB_WIDTHS:
        repairs = tuple(
            _repair(
                ("yaml_syntax",),
                "tabs before the line replaced by spaces",
                found.start(),
                found.end(),
                found[0].replace("\t", " " * width),
                lines.place(found.start(), found.end()),
            )
            for found in _LEADING_TABS.finditer(text)
        )
        document = read_yaml(apply(text, repairs).encode(), file=file)
        if repairs and not any(p.code in _UNREAD for p in document.problems):
            readings.append((document.value, repairs))
    if not readings or any(value != readings[0][0] for value, _ in readings):
        return ()
    return readings[0][1]


def _mend_colons(
    text: str, file: str, unread: tuple[Problem, ...], table: type[Table] | None
) -> tuple[Repair, ...]:
    """Replace full-width colons after names of fields where the file cannot be read, if it can be read with all of them."""
    names = _names_of(table) if table is not None else frozenset[str]()
    lines = Lines(text)
    repairs: dict[int, Repair] = {}
    while unread:
        told = {p.line for p in unread if p.line is not None} - repairs.keys()
        found = {line: _WIDE_COLON.match(lines.line(line)) for line in told}
        colons = {line: colon for line, colon in found.items() if colon is not None and colon[1] in names}
        if not colons:
            return ()
        for line, colon in colons.items():
            start, end = (lines.start_of(line) + at for at in colon.span(2))
            what = "full-width colon after the key replaced by `: `"
            repairs[line] = _repair(("yaml_syntax",), what, start, end, ": ", lines.place(start, end))
        document = read_yaml(apply(text, [*repairs.values()]).encode(), file=file)
        if any(p.code == "yaml_duplicate_key" for p in document.problems):
            return ()
        # Of a record, the first fault alone is told.
        unread = tuple(p for p in document.problems if p.code in _UNREAD)
    return tuple(repairs[line] for line in sorted(repairs))


def _names_of(table: type[Table]) -> frozenset[str]:
    """Return the names of all fields that a record of a table may hold, with those of the records in it."""
    tables = [table, *(link.target for link in nested(table).values())]
    return frozenset(nested(table)) | {c.authored_as for t in tables for c in columns(t).values()}


def _repair(  # noqa: PLR0913 - what a repair is made of
    rules: tuple[str, ...], message: str, start: int, end: int, replacement: str, place: Place
) -> Repair:
    return Repair(
        rules=rules,
        message=message,
        start=start,
        end=end,
        replacement=replacement,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
    )


@dataclass
class _Found:
    repairs: list[Repair] = field(default_factory=list)
    values: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    names: dict[tuple[str | int, ...], str] = field(default_factory=dict)


class _Finder:
    """Finds the repairs of one document that was read."""

    def __init__(self, document: YamlDocument, text: str, schema: Schema, *, unsafe: bool) -> None:
        self._document = document
        self._text = text
        self._lines = Lines(text)
        self._schema = schema
        self._unsafe = unsafe
        # Under its right name the first of two would stand apart from the second, which is refused now.
        self._given_twice = {p.value for p in document.problems if p.code == "yaml_duplicate_key"}
        self._found = _Found()

    def find(self, table: type[Table] | None) -> _Found:
        """Go through the document; `table` declares its records."""
        value = self._document.value
        cells: Iterator[Cell] = cells_of_values(value) if table is None else cells_of_records(value, table)
        for cell in cells:
            if cell.is_name:
                self._mend_name(cell)
            else:
                self._mend_value(cell)
        self._found.repairs.sort(key=lambda repair: repair.start)
        return self._found

    def _mend_name(self, cell: Cell) -> None:
        known = nearest(cell.text, cell.known) if self._unsafe and cell.text not in cell.known else None
        place = self._document.positions.of_key(cell.path)
        if known is None or known in cell.beside or place is None or self._is_given_twice(cell.text):
            return
        if any(self._found.names.get((*cell.path[:-1], other)) == known for other in cell.beside):
            return  # two misspelt names of one field
        self._found.names[cell.path] = known
        self._add(("unknown_field",), f"'{cell.text}' replaced by '{known}'", place, known)

    def _is_given_twice(self, name: str) -> bool:
        # Problems keep the head of a long value, and none where there were too many of them to keep.
        return None in self._given_twice or any(
            given and name.startswith(given) for given in self._given_twice
        )

    def _mend_value(self, cell: Cell) -> None:
        wanted, rules, message = self._wanted(cell)
        positions = self._document.positions
        place, raw, style = (
            positions.of_value(cell.path),
            positions.raw(cell.path),
            positions.style(cell.path),
        )
        if wanted == cell.text or not wanted or place is None or raw is None or style is None:
            return
        in_flow = self._in_flow(cell.path)
        narrowing = _narrowing(cell.column, cell.text)
        replacement = _write_again(raw, style, wanted, narrowing, in_flow=in_flow)
        if replacement is not None:
            self._found.values[cell.path] = wanted
            self._add(rules, message, place, replacement)

    def _wanted(self, cell: Cell) -> tuple[str, tuple[str, ...], str]:
        """Return what a text should be, the rules that ask for it, and the words for it."""
        text, rules, told = cell.text, [], []
        column = cell.column
        narrow = text.translate(_narrowing(column, text))
        if narrow != text:
            rules += [
                "text_full_width",
                "unknown_code",
                "pattern_mismatch",
                "bad_value",
                "unknown_reference",
                "period_unreadable",
            ]
            told.append("full-width characters replaced by ASCII")
            text = narrow
        composed = unicodedata.normalize("NFC", text)
        if composed != text:
            rules.append("text_not_nfc")
            told.append("characters composed (NFC)")
            text = composed
        style = self._document.positions.style(cell.path)
        if style not in _BLOCKS and text.strip() != text:
            rules.append("text_stray_space")
            told.append("white space at the ends removed")
            text = text.strip()
        meant = self._meant(text, column) if self._unsafe and style not in _BLOCKS else None
        if meant is not None:
            rules.append("unknown_code")
            told.append(f"'{text}' replaced by '{meant}'")
            text = meant
        return text, tuple(dict.fromkeys(rules)), ", ".join(told)

    def _meant(self, text: str, column: Column | None) -> str | None:
        if column is None or column.codelist is None or column.separator is not None:
            return None
        codes = self._schema.codelists[column.codelist]
        if text in codes:
            return None
        labelled = [code for code, entry in codes.items() if text in (entry.label_en, entry.label_zh)]
        return labelled[0] if len(labelled) == 1 else nearest(text, codes)

    def _in_flow(self, path: tuple[str | int, ...]) -> bool:
        raws = (self._document.positions.raw(path[:length]) for length in range(len(path)))
        return any(raw in ("[", "{") for raw in raws)

    def _add(self, rules: tuple[str, ...], message: str, place: Place, replacement: str) -> None:
        start = self._lines.start_of(place.line) + place.column - 1
        end = self._lines.start_of(place.end_line) + place.end_column - 1
        if self._text[start:end] != replacement:
            self._found.repairs.append(_repair(rules, message, start, end, replacement, place))


def _narrowing(column: Column | None, text: str) -> Mapping[int, int]:
    """Return which full-width characters of a text stand for ASCII ones, by what its field declares."""
    if column is None:
        return {}
    strict = column.key or column.references is not None or column.type in (Code, date, int, Decimal)
    if strict or (column.notation is Notation.PERIOD and _is_edtf(text)):
        return _FULL_WIDTH
    if column.notation is None and column.name.endswith("_en"):
        return _FULL_WIDTH_WORDS
    return {}


def _is_edtf(text: str) -> bool:
    narrow = text.translate(_FULL_WIDTH)
    return _LIKE_EDTF.fullmatch(narrow) is not None and isinstance(EDTF.parse(narrow), EDTF)


def _write_again(
    raw: str, style: Style, wanted: str, narrowing: Mapping[int, int], *, in_flow: bool
) -> str | None:
    """Write a text that was changed as it stood before: in its quotes, with its line breaks, where that can be."""
    if style in _BLOCKS:
        header, line_end, lines = raw.partition("\n")
        candidates = [f"{header}{line_end}{_composed(lines, narrowing)}"]
    elif style is Style.PLAIN:
        candidates = [_composed(raw, narrowing).strip(), wanted, quoted(wanted)]
    else:
        inside = _composed(raw[1:-1], narrowing).strip()
        again = double_quoted(wanted) if style is Style.DOUBLE_QUOTED else quoted(wanted)
        bare = f"{raw[0]}{wanted}{raw[-1]}"
        candidates = [f"{raw[0]}{inside}{raw[-1]}", bare, again]
    return next((c for c in candidates if reads_as(c, wanted, in_flow=in_flow)), None)


def _composed(text: str, narrowing: Mapping[int, int]) -> str:
    return unicodedata.normalize("NFC", text.translate(narrowing))


def _expected(value: Any, found: _Found, path: tuple[str | int, ...]) -> Any:
    """Return the values of a document with the repairs made."""
    if isinstance(value, dict):
        return {
            found.names.get((*path, name), name): _expected(inner, found, (*path, name))
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_expected(inner, found, (*path, number)) for number, inner in enumerate(value)]
    return found.values.get(path, value)
