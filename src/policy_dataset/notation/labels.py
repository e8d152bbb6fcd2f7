"""Numbers that name or place something: 第二批, 首趟, 十四届, 12345热线, G331, 5A级, PM2.5."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.numerals import read_numeral
from policy_dataset.notation.units import unit_at
from policy_dataset.values.figure import Figure, FigureKind
from policy_dataset.values.numbers import of_fraction

# With a small numeral these words number a meeting, a line, an issue; with 第 any unit may.
_NUMBERED = ("次代表大会", "次全会", "次会议", "号线", "届", "期", "号", "版", "轮")
_LARGEST_NUMBERED = 99
_LABELS = tuple(
    LazyPattern(pattern)
    for pattern in (
        "(?P<digits>[0-9]{3,8})(?:热线|平台|工程|行动|计划|政务热线|专线)",
        "(?P<digits>[0-9]{1,2})G(?:-A)?",
        "(?P<digits>[0-9])A级?",
        "(?P<digits>[0-9])级能效",
        "(?P<digits>[0-9]{1,2}\\.[0-9]{1,2})版",
        "[A-Z]{1,4}-?(?P<digits>[0-9]{1,5}(?:\\.[0-9]{1,2})?)[A-Z]?",
        "[［\\[](?P<digits>[0-9]{1,3})[］\\]]",
    )
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An ordinal that was read."""

    end: int
    value: Fraction
    number: str
    unit: str | None
    pieces: tuple[tuple[str, int, int], ...]


def read_ordinal(text: str, raw: str, at: int) -> Ordinal | Fault | None:
    """Return the ordinal that starts at `at`: 第十二位, 首批, 十四届."""
    if text.startswith("第", at):
        numeral = read_numeral(text, raw, at + 1)
        if numeral is None or isinstance(numeral, Fault):
            return numeral
        if numeral.upper is not None or numeral.words or numeral.value.denominator != 1 or numeral.headless:
            return None
        end, unit, pieces = _counted(text, numeral.end)
        return Ordinal(
            end, numeral.value, numeral.number, unit, (("ordinal", at, at + 1), *numeral.pieces, *pieces)
        )
    if text.startswith("首", at):
        end, unit, pieces = _counted(text, at + 1)
        if unit is None:
            return None
        return Ordinal(end, Fraction(1), "首", unit, (("ordinal", at, at + 1), *pieces))
    return _numbered(text, raw, at)


def _counted(text: str, at: int) -> tuple[int, str | None, list[tuple[str, int, int]]]:
    found = unit_at(text, at)
    for word in _NUMBERED:
        if text.startswith(word, at) and (found is None or found[0] <= at + len(word)):
            return at + len(word), word, [("classifier", at, at + len(word))]
    if found is None or found[1].dimension not in ("count", "calendar", "time"):
        return at, None, []
    end, unit = found
    return end, unit.code, [("classifier", at, end)]


def _numbered(text: str, raw: str, at: int) -> Ordinal | None:
    if text[at : at + 1] not in tuple("0123456789一二三四五六七八九十"):
        return None
    numeral = read_numeral(text, raw, at)
    if (
        numeral is None
        or isinstance(numeral, Fault)
        or numeral.upper is not None
        or numeral.words
        or numeral.multiplier > 1
    ):
        return None
    if numeral.value.denominator != 1 or not 0 < numeral.value <= _LARGEST_NUMBERED:
        return None
    for word in _NUMBERED:
        if text.startswith(word, numeral.end):
            end = numeral.end + len(word)
            return Ordinal(
                end, numeral.value, numeral.number, word, (*numeral.pieces, ("classifier", numeral.end, end))
            )
    return None


def ordinal_figure(ordinal: Ordinal, raw: str) -> Figure:
    """Return the figure of an ordinal."""
    value = of_fraction(ordinal.value)
    return Figure(
        parts=tuple((role, raw[start:end]) for role, start, end in ordinal.pieces),
        kind=FigureKind.ORDINAL,
        value=value,
        lower=value,
        lower_inclusive=True,
        upper=value,
        upper_inclusive=True,
        number=ordinal.number,
        unit=ordinal.unit,
    )


def read_label(text: str, raw: str) -> Figure | None:
    """Return the label that the whole text is, or None."""
    for pattern in _LABELS:
        found = pattern.fullmatch(text)
        if found is not None:
            return label_figure(raw, found["digits"], *found.span("digits"))
    return None


def label_figure(raw: str, digits: str | None, start: int, end: int) -> Figure:
    """Return the figure of a label; one without a single number (2.5∶1, 1+9) has no value."""
    if digits is None:
        return Figure(parts=(("label", raw),), kind=FigureKind.LABEL)
    whole, _, decimals = digits.partition(".")
    value = of_fraction(Fraction(int(whole + decimals), 10 ** len(decimals)))
    pieces = (("label", raw[:start]), ("number", raw[start:end]), ("label", raw[end:]))
    return Figure(
        parts=tuple(piece for piece in pieces if piece[1]),
        kind=FigureKind.LABEL,
        value=value,
        lower=value,
        lower_inclusive=True,
        upper=value,
        upper_inclusive=True,
        number=digits,
        decimals=len(decimals),
    )
