"""One numeral at a place of the text, whatever its script: 1,234.5万, 3亿2000万, 三点五万亿, 十几, 两三百."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from policy_dataset.notation.characters import SPACES, skip_spaces
from policy_dataset.notation.chinese import Refusal, chain, chain_value, closing, read_chinese
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.units import unit_at
from policy_dataset.notation.words import INNER
from policy_dataset.values.figure import Comparator

_GAPS = "\u2009\u202f\u00a0"
_ARABIC = LazyPattern(f"[0-9]+(?:[.,，{_GAPS}][0-9]+)*")
_GROUPED = LazyPattern(f"[0-9]{{1,3}}(?:[,，{_GAPS}][0-9]{{3}})+")
_MULTIPLIER = LazyPattern("[十百千]{0,2}(?:万亿|万万|亿亿|万|亿)|千|百")
_CHINESE = LazyPattern("[零一二三四五六七八九两十百千万亿廿卅卌几数]+")
_POINTED = LazyPattern("点([零一二三四五六七八九]+)([十百千]{0,2}(?:万亿|万万|万|亿)|千|百)?")
_HEAD_ONE = LazyPattern("[百千万亿]")
_SCALES = LazyPattern("[十百千万亿]+")
_CN_DIGITS = "零一二三四五六七八九"


@dataclass(slots=True)
class Numeral:
    """A numeral that was read: its value, the spelling, and the pieces it was made of."""

    start: int
    end: int
    number: str
    value: Fraction
    decimals: int = 0
    multiplier: int = 1
    closing: int = 1
    scales: str = ""
    chinese: bool = False
    upper: Fraction | None = None
    open_below: bool = False
    indefinite: bool = False
    colloquial: bool = False
    pair: bool = False
    headless: bool = False
    words: list[Comparator] = field(default_factory=list)
    pieces: list[tuple[str, int, int]] = field(default_factory=list)


def read_numeral(text: str, raw: str, at: int) -> Numeral | Fault | None:
    """Return the longest numeral that starts at `at`, the reason it is none, or None where no numeral starts.

    Parameters
    ----------
    text, raw
        The canonical text, and the text as printed (it tells whether a comma stands between full-width digits).
    at
        Offset in code points.
    """
    if at >= len(text):
        return None
    character = text[at]
    if "0" <= character <= "9":
        return _arabic(text, raw, at)
    if character in ".,，" and text[at + 1 : at + 2].isdecimal():
        code = "malformed_decimal" if character == "." else "malformed_grouping"
        return Fault(code, at, at + 2, "does not begin with a digit", "Write 0.5 or 1,234.")
    if character in "俩仨":
        value = Fraction(2 if character == "俩" else 3)
        return Numeral(at, at + 1, character, value, chinese=True, pieces=[("number", at, at + 1)])
    if _CHINESE.match(text, at):
        return _chinese(text, at)
    return None


def _digits(text: str, raw: str, at: int) -> tuple[int, str, int] | Fault:
    """Read the digits alone: end, digits with a point and no grouping, decimals."""
    grouped = _GROUPED.match(text, at)
    run = _ARABIC.match(text, at)
    assert run is not None  # noqa: S101 - a digit stands at `at`
    end = run.end()
    gap = re.search(f"[{_GAPS}]", run[0])
    if gap and not (grouped and grouped.end() > at + gap.start()):
        end = at + gap.start()
    body = text[at:end]
    if grouped and grouped.end() < end and text[grouped.end()] in _GAPS:
        end = grouped.end()
        body = text[at:end]
    if "，" in body:
        for place in range(at, end):
            wide = raw[place - 1 : place] > "\uff00" and raw[place + 1 : place + 2] > "\uff00"
            if text[place] == "，" and not wide:
                return Fault(
                    "ambiguous_comma",
                    at,
                    end,
                    "is one grouped number or two numbers",
                    "Write 1,234 or 1234 for one number.",
                )
    whole, *decimals = body.split(".")
    if len(decimals) > 1:
        return Fault(
            "malformed_decimal", at, end, "has more than one decimal point", "Write one point, as in 1.2."
        )
    digits = re.sub(f"[,，{_GAPS}]", "", whole)
    if (digits != whole and not _GROUPED.fullmatch(whole)) or (decimals and not decimals[0].isdecimal()):
        return Fault("malformed_grouping", at, end, "is not grouped by threes", "Write 1,234 or 12,345,678.")
    if len(digits) > 1 and digits[0] == "0":
        return Fault(
            "leading_zero",
            at,
            end,
            "begins with a zero",
            "Write the number without it, or a code with its name.",
        )
    if not decimals and text[end : end + 1] == ".":
        return Fault("malformed_decimal", at, end + 1, "has no digit after the point", "Write 5 or 5.0.")
    return end, digits + ("." + decimals[0] if decimals else ""), len(decimals[0]) if decimals else 0


def _scaled(digits: str) -> Fraction:
    return Fraction(int(digits.replace(".", "")), 10 ** len(digits.partition(".")[2]))


def _arabic(text: str, raw: str, at: int) -> Numeral | Fault:
    read = _digits(text, raw, at)
    if isinstance(read, Fault):
        return read
    end, digits, decimals = read
    numeral = Numeral(at, end, digits, _scaled(digits), decimals, pieces=[("number", at, end)])
    _surplus(numeral, text)
    fault = _multiplied(numeral, text)
    if fault is None and numeral.multiplier > 1 and not numeral.words:
        fault = _terms(numeral, text, raw)
    if fault is None:
        fault = _other_script(numeral, text)
    return fault or numeral


def _surplus(numeral: Numeral, text: str) -> None:
    """Take one of 余, 多, 来 (几 after a round number) that stands here."""
    at = skip_spaces(text, numeral.end)
    word = text[at : at + 1]
    if (
        word == "几"
        and not numeral.words
        and numeral.value % 10 == 0
        and numeral.multiplier == 1
        and numeral.value
    ):
        numeral.upper, numeral.open_below, numeral.indefinite = numeral.value + 10, True, True
    elif word in INNER and word:
        if word == "来" and numeral.value % 10:
            return
        numeral.words.append(INNER[word])
    else:
        return
    if at > numeral.end:
        numeral.pieces.append(("space", numeral.end, at))
    numeral.pieces.append(("qualifier", at, at + 1))
    numeral.end = at + 1


def _multiplied(numeral: Numeral, text: str) -> Fault | None:
    """Take the multiplier after the digits, unless a longer unit begins with it (5千米)."""
    at = skip_spaces(text, numeral.end)
    if text[at : at + 1] == "兆":
        unit = unit_at(text, at)
        if unit is None:
            return Fault("ambiguous_multiplier", at, at + 1, "is 10^6 or 10^12", "Write 百万 or 万亿.")
        return None
    found = _MULTIPLIER.match(text, at)
    if found is None:
        return None
    unit = unit_at(text, at)
    if unit is not None and unit[0] > at + 1:
        return None
    if at > numeral.end:
        numeral.pieces.append(("space", numeral.end, at))
    end = found.end()
    if len(found[0]) > 1 and found[0][-1] in "千百":
        end = at + 1
    numeral.scales = text[at:end]
    numeral.multiplier = numeral.closing = chain_value(numeral.scales)
    numeral.value *= numeral.multiplier
    if numeral.upper is not None:
        numeral.upper *= numeral.multiplier
    numeral.pieces.append(("multiplier", at, end))
    numeral.end = end
    if not numeral.words:
        _surplus(numeral, text)
    return None


def _terms(numeral: Numeral, text: str, raw: str) -> Fault | None:
    """Take the lower terms of 3亿2000万: whole numbers with falling multipliers."""
    last = numeral.multiplier
    while text[numeral.end : numeral.end + 1].isascii() and text[numeral.end : numeral.end + 1].isdecimal():
        at = numeral.end
        read = _digits(text, raw, at)
        if isinstance(read, Fault):
            return read
        end, digits, decimals = read
        term = Numeral(at, end, digits, _scaled(digits), decimals, pieces=[("number", at, end)])
        _surplus(term, text)
        fault = _multiplied(term, text)
        if fault:
            return fault
        whole = f"{text[numeral.start : term.end]}"
        if numeral.decimals or decimals:
            return Fault(
                "malformed_compound",
                numeral.start,
                term.end,
                "has a decimal before its last term",
                "Write 3亿2000万 or 3.2亿.",
            )
        if term.multiplier >= last or term.value >= last:
            return Fault(
                "multiplier_order",
                numeral.start,
                term.end,
                "has multipliers that do not fall",
                "Write 3亿2000万.",
            )
        if term.multiplier == 1 and len(digits) != len(str(last)) - 1:
            lower = term.value * last / 10
            return Fault(
                "ambiguous_tail",
                numeral.start,
                term.end,
                f"is {numeral.value + term.value} or {numeral.value + lower}",
                f"Write the place word, as in {whole}千, or the whole number.",
            )
        numeral.value += term.value
        numeral.number += numeral.scales + digits
        numeral.closing, numeral.scales, numeral.multiplier = term.multiplier, term.scales, 1
        numeral.pieces += term.pieces
        numeral.words += term.words
        numeral.end, last = term.end, term.multiplier
        if term.words or term.multiplier == 1:
            break
    return None


def _other_script(numeral: Numeral, text: str) -> Fault | None:
    following = text[numeral.end : numeral.end + 1]
    if following and following in "零一二三四五六七八九十" and not numeral.indefinite:
        end = _CHINESE.match(text, numeral.end)
        return Fault(
            "mixed_numerals",
            numeral.start,
            end.end() if end else numeral.end + 1,
            "mixes Arabic and Chinese digits",
            "Write one script: 350 or 三百五十.",
        )
    return None


def _chinese(text: str, at: int) -> Numeral | Fault | None:
    spelled, end, pieces, words = _spelled(text, at)
    if text[end : end + 1] == "点" and not words and text[end + 1 : end + 2] in tuple(_CN_DIGITS):
        return _pointed(text, at, end, spelled)
    following = text[end : end + 1]
    if "0" <= following <= "9":
        return Fault(
            "mixed_numerals",
            at,
            end + 1,
            "mixes Chinese and Arabic digits",
            "Write one script: 350 or 三百五十.",
        )
    if following == "兆" and unit_at(text, end) is None:
        return Fault("ambiguous_multiplier", end, end + 1, "is 10^6 or 10^12", "Write 百万 or 万亿.")
    headless = len(spelled) == 1 and spelled in "百千万亿"
    reading = read_chinese("一" + spelled if headless else spelled)
    if isinstance(reading, Refusal):
        return Fault(reading.code, at, end, reading.says, reading.hint)
    numeral = Numeral(at, end, spelled, Fraction(reading.value), chinese=True, pieces=pieces, words=words)
    numeral.closing, numeral.scales = closing(spelled), chain(spelled)
    numeral.upper = None if reading.upper is None else Fraction(reading.upper)
    numeral.open_below, numeral.indefinite, numeral.colloquial = (
        reading.open_below,
        reading.indefinite,
        reading.colloquial,
    )
    numeral.pair = reading.upper is not None and not reading.indefinite
    numeral.headless = headless
    if headless and words:
        numeral.headless = False
    return numeral


def _spelled(text: str, at: int) -> tuple[str, int, list[tuple[str, int, int]], list[Comparator]]:
    """Collect the characters of a Chinese numeral, with one surplus word inside or after, up to where a unit begins."""
    run = _CHINESE.match(text, at)
    assert run is not None  # noqa: S101 - the caller looked
    end = _cut(text, at, run.end())
    word = text[end : end + 1]
    pieces: list[tuple[str, int, int]] = [("number", at, end)]
    spelled = text[at:end]
    if word not in INNER or not word or end != run.end():
        return spelled, end, pieces, []
    # 十来个 is about ten; 两来 is not.
    if word == "来" and spelled[-1] not in "十百千万亿廿卅卌":
        return spelled, end, pieces, []
    scales = _SCALES.match(text, end + 1)
    after = end + 1
    pieces.append(("qualifier", end, after))
    if scales is not None:
        stop = _cut(text, after, scales.end(), first=True)
        if stop > after:
            pieces.append(("multiplier", after, stop))
            spelled, after = spelled + text[after:stop], stop
    return spelled, after, pieces, [INNER[word]]


def _cut(text: str, at: int, end: int, *, first: bool = False) -> int:
    """Return where the numeral really ends: before a unit such as 千瓦 or 两 that its last characters begin."""
    for place in range(at + (0 if first else 1), end):
        character = text[place]
        if character in "千百":
            unit = unit_at(text, place)
            if unit is None or unit[0] <= place + 1 or unit[0] < end:
                continue
            # 三万五千米 is 35,000 m: without its 千 the numeral would end in a colloquial digit.
            if place > at + 1 and text[place - 1] in "一二三四五六七八九两" and text[place - 2] in "百千万亿":
                continue
            return place
        if character == "两" and place + 1 == end:
            before = text[at:place]
            if not before or before[-1] in SPACES:
                continue
            if before == "一" and unit_at(text, end) is not None:
                continue
            return place
        if character == "数" and text[place - 1] in "一二三四五六七八九两半":
            return place
    return end


def _pointed(text: str, at: int, end: int, spelled: str) -> Numeral | Fault:
    found = _POINTED.match(text, end)
    reading = read_chinese(spelled)
    if found is None or isinstance(reading, Refusal) or reading.upper is not None:
        return Fault("malformed_decimal", at, end + 1, "is no whole number before 点", "Write 三点五 or 3.5.")
    decimals = "".join(str(_CN_DIGITS.index(digit)) for digit in found[1])
    stop = found.end()
    scales = found[2] or ""
    if scales:
        unit = unit_at(text, found.start(2))
        if unit is not None and unit[0] > found.start(2) + 1:
            stop, scales = found.start(2), ""
    numeral = Numeral(at, stop, text[at:stop], Fraction(reading.value), len(decimals), chinese=True)
    numeral.value = (reading.value + Fraction(int(decimals), 10 ** len(decimals))) * chain_value(scales)
    numeral.closing, numeral.scales = chain_value(scales), scales
    numeral.pieces = [("number", at, stop)]
    _surplus(numeral, text)
    return numeral
