"""The value of a Chinese numeral: 三亿零四十万五千, 一万二, 十七八, 几十万. Works on canonical characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {**PLACES, "万": 10**4, "亿": 10**8}
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_NEIGHBOURS = {(low, low + 1) for low in range(1, 9)} | {(3, 5)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Chinese numeral says.

    `upper` is set for pairs (closed) and indefinite numerals (open above; `open_below` too for 十几). `closing` is the 万
    or 亿 (or both) that closes the numeral, `chain` the run of scale characters at its end.
    """

    value: int
    upper: int | None = None
    open_below: bool = False
    indefinite: bool = False
    colloquial: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a Chinese numeral has no value."""

    code: str
    says: str
    hint: str


def chain(numeral: str) -> str:
    """Return the scale characters at the end of a numeral: 百万 of 三百万."""
    return numeral[len(numeral.rstrip("十百千万亿")) :]


def chain_value(scales: str) -> int:
    """Return the product of scale characters."""
    product = 1
    for scale in scales:
        product *= SCALES[scale]
    return product


def closing(numeral: str) -> int:
    """Return the 万 and 亿 that close a numeral, multiplied; 1 where none does."""
    return chain_value(numeral[len(numeral.rstrip("万亿")) :])


def read_chinese(numeral: str) -> Reading | Refusal:
    """Return what a run of Chinese digits and scales says.

    Parameters
    ----------
    numeral
        Canonical characters 零一…九两十百千万亿廿卅卌几数 only, with the words 余, 多, 来 taken out.

    Examples
    --------
    >>> read_chinese("三亿零四十万五千").value
    300405000
    >>> read_chinese("一万二")
    Reading(value=12000, upper=None, open_below=False, indefinite=False, colloquial=True)
    """
    numeral = numeral.translate(_TENS)
    if "几" in numeral or "数" in numeral:
        return _indefinite(numeral)
    pair = re.search(
        "[零一二三四五六七八九两]{2,}", numeral.replace("零", "") if numeral != "零" else numeral
    )
    if pair and not re.search("零[一二三四五六七八九两]", pair[0]):
        return _pair(numeral)
    return _plain(numeral)


def _indefinite(numeral: str) -> Reading | Refusal:
    found = re.fullmatch("([^几数]*)([几数])([十百千万亿]*)", numeral)
    if found is None:
        return Refusal("not_a_figure", "has two indefinite digits and no interval", "Write one, as in 几百.")
    head, digit, scales = found.groups()
    unit = chain_value(scales)
    if not head:
        return Reading(2 * unit, 10 * unit, indefinite=True)
    if digit == "数" and head != "十":
        return Refusal("not_a_figure", "does not say how many", "Write 数 before a place word, as in 数百.")
    if head.endswith(("十", "零")):
        # 十几万, 一百零几: the open digit is a one, the scales after it belong to the whole.
        base = _plain(head.rstrip("零"))
        if isinstance(base, Refusal):
            return base
        return Reading(base.value * unit, (base.value + 10) * unit, open_below=True, indefinite=True)
    base = _plain(head)
    if isinstance(base, Refusal):
        return base
    if not scales or unit * 10 > chain_value(chain(head)[-1:]):
        return Refusal(
            "not_a_figure", "does not say which place is open", "Write the place word, as in 一百几十."
        )
    return Reading(base.value + 2 * unit, base.value + 10 * unit, indefinite=True)


def _pair(numeral: str) -> Reading | Refusal:
    found = re.fullmatch("(.*?)([一二三四五六七八九两])([一二三四五六七八九两])([十百千万亿]*)", numeral)
    if found is None or (found[1] and found[1][-1] in DIGITS and found[1][-1] != "零"):
        return _digit_string(numeral)
    head, low, high, scales = found.groups()
    if (DIGITS[low], DIGITS[high]) not in _NEIGHBOURS or (high == "两" and low != "一"):
        return _digit_string(numeral)
    lower, upper = _plain(head + low + scales), _plain(head + high + scales)
    if isinstance(lower, Refusal) or isinstance(upper, Refusal):
        return lower if isinstance(lower, Refusal) else upper
    return Reading(lower.value, upper.value, colloquial=lower.colloquial)


def _digit_string(numeral: str) -> Refusal:
    if any(scale in numeral for scale in SCALES):
        return Refusal("ambiguous_digits", "has digits side by side", "Write the place words, as in 七十二.")
    return Refusal(
        "ambiguous_digits",
        "is a row of digits: a year, a code or a number",
        "Write 二〇二五年 for a year, the place words or Arabic digits for a number.",
    )


def _plain(numeral: str) -> Reading | Refusal:
    text = numeral.replace("万万", "亿")
    if not text:
        return _HEADLESS
    if text[0] in "百千万亿":
        if len(text) == 1 or text.strip("十百千万亿"):
            return _HEADLESS
        text = "一" + text
    head, yi, tail = text.rpartition("亿")
    if "亿" in head:
        return _RISING
    if not yi:
        return _below_yi(text, above=0, last_place=0)
    high = _below_yi(head, above=0, last_place=0)
    if isinstance(high, Refusal) or not tail:
        return high if isinstance(high, Refusal) else Reading(high.value * 10**8, colloquial=high.colloquial)
    if high.colloquial:
        return _RISING
    low = _below_yi(tail, above=10**8, last_place=_lowest(high.value) * 10**8)
    if isinstance(low, Refusal):
        return low
    return Reading(high.value * 10**8 + low.value, colloquial=low.colloquial)


def _lowest(value: int) -> int:
    """Return the place of the last digit that is not zero."""
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0"))
    return int(10**zeros)


def _below_yi(text: str, *, above: int, last_place: int) -> Reading | Refusal:
    """Read what stands below one 亿; `above` is the scale before it, `last_place` the last place that had a digit."""
    head, wan, tail = text.rpartition("万")
    if "万" in head:
        return _RISING
    if not wan:
        return _section(text, unit=1, above=above, last_place=last_place)
    if not head.lstrip("零"):
        return _HEADLESS
    high = _section(head, unit=10**4, above=above, last_place=last_place)
    if isinstance(high, Refusal) or not tail:
        return high
    if high.colloquial:
        return _RISING
    low = _section(tail, unit=1, above=10**4, last_place=_lowest(high.value))
    if isinstance(low, Refusal):
        return low
    return Reading(high.value + low.value, colloquial=low.colloquial)


def _section(text: str, *, unit: int, above: int, last_place: int) -> Reading | Refusal:
    """Read what stands below one 万: digits with 千, 百, 十, in falling order; the value in `unit`."""
    total, digit, zero = 0, None, False
    for character in text:
        if character in DIGITS and character != "零":
            digit = DIGITS[character]
            continue
        if character == "零":
            if digit is not None or zero:
                return _STRAY_ZERO
            zero = True
            continue
        place = PLACES[character] * unit
        refusal = _out_of_place(character, digit, place, last_place, after_zero=zero)
        if refusal is not None:
            return refusal
        total += (1 if digit is None else digit) * place
        digit, zero, last_place, above = None, False, place, place
    if digit is None:
        return _STRAY_ZERO if zero and (text != "零" or above) else Reading(total)
    tail = _closing_digit(digit, unit=unit, above=above, last_place=last_place, after_zero=zero)
    return tail if isinstance(tail, Refusal) else Reading(total + tail.value, colloquial=tail.colloquial)


def _out_of_place(
    character: str, digit: int | None, place: int, last_place: int, *, after_zero: bool
) -> Refusal | None:
    if digit is None and character != "十":
        return _HEADLESS
    if last_place and place >= last_place:
        return _RISING
    return _STRAY_ZERO if after_zero and place * 10 >= last_place else None


def _closing_digit(
    digit: int, *, unit: int, above: int, last_place: int, after_zero: bool
) -> Reading | Refusal:
    """Read a closing digit: ones, or after 百, 千, 万 the next lower place (一百五)."""
    if not after_zero and above >= 100 * unit:
        return _NO_TAIL if unit > 1 else Reading(digit * above // 10, colloquial=True)
    if after_zero and last_place < 100 * unit:
        return _STRAY_ZERO
    return Reading(digit * unit)


_HEADLESS = Refusal(
    "empty_multiplier",
    "has a place word without its digit",
    "Write the digit, as in 一百, or a qualifier, as in 上百.",
)
_RISING = Refusal(
    "multiplier_order",
    "has place words that do not fall",
    "Write the larger place word first, as in 三亿二千万.",
)
_STRAY_ZERO = Refusal(
    "malformed_compound",
    "has a 零 that stands for no skipped place",
    "Write 零 for a skipped place only, as in 一千零五.",
)
_NO_TAIL = Refusal(
    "ambiguous_tail", "has a digit without its place word", "Write the place word, as in 一百五十万."
)
