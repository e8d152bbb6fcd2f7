"""Denominators: 日均, 每千人, 单件 before a figure; /吨, 每平方米 after its unit."""

from __future__ import annotations

from policy_dataset.notation import words
from policy_dataset.notation.chinese import Refusal, read_chinese
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.units import unit_at

_MANY = LazyPattern("[一二三四五六七八九十百千万亿两]+|[0-9]{1,6}[百千万]?")


def per_before(text: str, at: int) -> tuple[int, str] | None:
    """Return end and denominator of a rate word before a figure: 日均, 平均每户, 每千人."""
    found = words.rate().match(text, at)
    if found is not None:
        return found.end(), words.RATES[found[0].removeprefix("平均")]
    start = at + 2 if text.startswith("平均每", at) else at
    return _each(text, start + 1) if text.startswith("每", start) else None


def per_after(text: str, at: int) -> tuple[int, str] | None:
    """Return end and denominator after a unit: 元/吨, 元每平方米."""
    return _each(text, at + 1) if text[at : at + 1] in ("/", "每") and at < len(text) else None


def _each(text: str, at: int) -> tuple[int, str] | None:
    many = _MANY.match(text, at)
    unit = _denominator(text, at)
    if many is None or unit is not None:
        return _times(text, unit)
    count = _count(many[0])
    unit = _denominator(text, many.end())
    if count is None or unit is None:
        return None
    end, code = unit
    return end, code if count == 1 else f"{count} {code}"


def _times(text: str, unit: tuple[int, str] | None) -> tuple[int, str] | None:
    """Take the second factor of 元/人·年."""
    if unit is None or text[unit[0] : unit[0] + 1] not in ("·", "•"):
        return unit
    second = _denominator(text, unit[0] + 1)
    return unit if second is None else (second[0], f"{unit[1]} {second[1]}")


def _count(spelled: str) -> int | None:
    if spelled[0].isascii():
        digits = spelled.rstrip("百千万")
        return int(digits) * {"": 1, "百": 100, "千": 1000, "万": 10000}[spelled[len(digits) :]]
    reading = read_chinese("一" + spelled if spelled in ("百", "千", "万", "亿") else spelled)
    return None if isinstance(reading, Refusal) or reading.upper is not None else reading.value


def _denominator(text: str, at: int) -> tuple[int, str] | None:
    found = unit_at(text, at)
    best = (found[0], found[1].code) if found is not None else None
    for word, code in words.PER_WORDS.items():
        if text.startswith(word, at) and (best is None or at + len(word) > best[0]):
            best = at + len(word), code
    return best
