"""`parse_figure`: a whole text that is one printed figure, read into its exact meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from policy_dataset.errors import text_given
from policy_dataset.notation import words
from policy_dataset.notation.changes import PrintedChange, change_of, read_change, read_ratio
from policy_dataset.notation.characters import canonical, skip_spaces
from policy_dataset.notation.faults import LONGEST, Fault
from policy_dataset.notation.labels import ordinal_figure, read_label, read_ordinal
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.lexicon import lexicon
from policy_dataset.notation.quantities import Quantity
from policy_dataset.notation.ranges import read_range
from policy_dataset.notation.rates import per_after, per_before
from policy_dataset.notation.units import unit_of_code
from policy_dataset.problems import Problem
from policy_dataset.values.figure import Change, Comparator, Figure, FigureKind
from policy_dataset.values.numbers import of_fraction

_RATIO = LazyPattern("[0-9]+(?:\\.[0-9]+)?[:∶比][0-9]+(?:\\.[0-9]+)?")
_YEAR = LazyPattern("(?:1[0-9]|2[0-9])[0-9]{2} *年")
_ENUMERATION = LazyPattern("([0-9.]+|[一二三四五六七八九两]+)、[0-9一二三四五六七八九两]")
_PAIR = 2
_LOWER, _UPPER = {Comparator.GT, Comparator.GE}, {Comparator.LT, Comparator.LE}


@dataclass(slots=True)
class Reading:
    """What was read so far, from left to right."""

    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    words: list[Comparator] = field(default_factory=list)
    change: PrintedChange | None = None
    per: str | None = None


_LIKE_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1"}


def parse_figure(text: str) -> Figure | Problem:
    """Read one printed figure, with the words that qualify it.

    Parameters
    ----------
    text
        The figure and nothing else: ``"1.2万余个"``, ``"同比增长18.4%"``.

    Returns
    -------
    Figure
        The exact value and bounds; the parts join to `text`.
    Problem
        When the whole text is no figure, or has two readings; never an exception.

    References
    ----------
    GB/T 15835-2011, on writing numerals in publications; Civil Code of the PRC, article 1259, on 以上 and 以下.

    Examples
    --------
    >>> parse_figure("1.2万余个")
    Figure('1.2万余个' → more than 12000 个)
    >>> parse_figure("3万5").code
    'ambiguous_tail'
    """
    read = _read(text_given(text, "a figure"))
    return read.problem(text) if isinstance(read, Fault) else read


def _read(raw: str) -> Figure | Fault:
    if not raw or raw.isspace():
        return Fault("empty", 0, len(raw), "There is no text.", "Write the figure as printed.")
    if len(raw) > LONGEST:
        return Fault(
            "not_a_figure", 0, LONGEST, f"is longer than {LONGEST} characters", "Give the figure alone."
        )
    text = canonical(raw)
    if text in lexicon():
        return Fault(
            "not_a_figure", 0, len(raw), "is a set phrase, not a number", "Give a figure, as in 10分钟."
        )
    label = read_label(text, raw)
    if label is not None:
        return label
    ratio = _RATIO.match(text)
    if ratio is not None:
        return Fault(
            "unsupported_ratio",
            0,
            ratio.end(),
            "is a ratio of two numbers",
            "Write a fraction, as in 三分之一.",
        )
    if _YEAR.fullmatch(text):
        return Fault("not_a_figure", 0, len(raw), "is a year", "Read it as a period.")
    ordinal = read_ordinal(text, raw, 0)
    if isinstance(ordinal, Fault):
        return ordinal
    if ordinal is not None and ordinal.end == len(text):
        return ordinal_figure(ordinal, raw)
    if ordinal is not None and text[0] in "第首":
        return _trailing(text, ordinal.end)
    return _figure(text, raw)


def _trailing(text: str, at: int) -> Fault:
    after_digit = at > 0 and text[at - 1].isdigit()
    hint = after_digit and _letter_for_digit(text, at)
    says = "does not belong to the figure before it"
    return Fault("trailing_text", at, len(text), says, hint or "Leave out what is no part of the figure.")


def _letter_for_digit(text: str, at: int) -> str | None:
    digit = _LIKE_DIGITS.get(text[at : at + 1])
    return None if digit is None else f"Write the digit {digit}, not the letter {text[at]}."


def _figure(text: str, raw: str) -> Figure | Fault:
    reading = Reading()
    at = _prefix(reading, text, 0)
    core = _core(reading, text, raw, at)
    if core is None:
        return _no_core(text, at)
    if isinstance(core, Fault):
        return core
    reading.pieces += core.pieces
    reading.words += core.words
    at = _suffix(reading, text, core.end, core)
    if at < len(text):
        return _left_over(text, at, core)
    return _assemble(reading, core, text, raw)


def _no_core(text: str, at: int) -> Fault:
    before_digit = text[at + 1 : at + 2].isdigit()
    hint = before_digit and _letter_for_digit(text, at)
    return Fault(
        "not_a_figure",
        at,
        len(text),
        "is no figure",
        hint or "Write a number with its unit, as in 1.2万余个.",
    )


def _left_over(text: str, at: int, core: Quantity) -> Fault:
    found = _ENUMERATION.match(text, core.pieces[0][1])
    if found is not None and found.start() + found[0].index("、") == at:
        left, right = found[1], text[at + 1 :]
        says = f"is {left} and {right}, or {left} to {right} with one unit"
        return Fault(
            "ambiguous_enumeration", core.start, len(text), says, f"Write {left}至{right}, or two figures."
        )
    return _trailing(text, at)


def read_prefix(text: str) -> Reading | None:
    """Return what a text of words before a number says; None where it is not made of such words alone."""
    reading = Reading()
    end = _prefix(reading, text + "1", 0)
    return reading if end == len(text) else None


def _prefix(reading: Reading, text: str, at: int) -> int:
    """Take rate, change and qualifiers, in any order, before the number."""
    while at < len(text):
        start = at
        if reading.pieces:
            at = skip_spaces(text, at)
        if at > start:
            reading.pieces.append(("space", start, at))
        step = _change(reading, text, at) or _rate(reading, text, at) or _qualifier(reading, text, at)
        if not step:
            return at
        at = step
    return at


def _change(reading: Reading, text: str, at: int) -> int:
    if reading.change is not None:
        return 0
    printed = read_ratio(text, at) or read_change(text, at)
    if printed is None:
        return 0
    reading.change = printed
    reading.pieces += printed.pieces
    return printed.end


def _rate(reading: Reading, text: str, at: int) -> int:
    found = per_before(text, at)
    if found is None:
        return 0
    end, code = found
    # 每人每年200元 is per person and year.
    reading.per = code if reading.per is None else f"{reading.per} {code}"
    reading.pieces.append(("rate", at, end))
    return end


def _qualifier(reading: Reading, text: str, at: int) -> int:
    found = words.before().match(text, at)
    if found is None or found.end() == len(text):
        return 0
    comparator = words.comparator_before(found[0])
    if comparator is not None:
        reading.words.append(comparator)
    role = "separator" if found[0] == "从" else "qualifier"
    reading.pieces.append((role, at, found.end()))
    bridge = words.bridge().match(text, found.end()) if found[0] in words.BRIDGED else None
    if bridge is None:
        return found.end()
    reading.pieces.append(("bridge", bridge.start(), bridge.end()))
    return bridge.end()


def _core(reading: Reading, text: str, raw: str, at: int) -> Quantity | Fault | None:
    if text.startswith("好几", at):
        reading.pieces.append(("qualifier", at, at + 1))
        at += 1
    change = reading.change
    if change is not None and change.doubling and text.startswith("番", at):
        return Quantity(
            at,
            at + 1,
            Fraction(1),
            number=None,
            closing=None,
            unit=unit_of_code("doubling"),
            pieces=[("unit", at, at + 1)],
        )
    return read_range(text, raw, at)


def _suffix(reading: Reading, text: str, at: int, core: Quantity) -> int:
    """Take the denominator and the qualifiers after the number."""
    found = per_after(text, at) if core.unit is not None and reading.per is None else None
    if found is not None:
        end, reading.per = found
        reading.pieces.append(("rate", at, end))
        at = end
    while at < len(text):
        start = skip_spaces(text, at)
        word = words.after().match(text, start)
        if word is None:
            return at
        if start > at:
            reading.pieces.append(("space", at, start))
        comparator = words.AFTER[word[0]]
        if comparator is not None:
            reading.words.append(comparator)
        reading.pieces.append(("qualifier", start, word.end()))
        at = word.end()
    return at


def combined(said: list[Comparator]) -> Comparator | None:
    """Return what several qualifying words say together; None where they contradict each other."""
    kinds = set(said)
    if Comparator.APPROX in kinds:
        return Comparator.APPROX
    if kinds & _LOWER and kinds & _UPPER:
        return None
    for strict, weak in ((Comparator.GT, Comparator.GE), (Comparator.LT, Comparator.LE)):
        if strict in kinds or weak in kinds:
            return strict if strict in kinds else weak
    return Comparator.EQ


def _assemble(reading: Reading, core: Quantity, text: str, raw: str) -> Figure | Fault:
    comparator = combined(reading.words)
    if comparator is None:
        says = "bounds the number from below and from above"
        return Fault("contradictory_qualifiers", 0, len(text), says, "Keep one of the words.")
    if core.headless and not core.graded and comparator is Comparator.EQ:
        return Fault(
            "empty_multiplier",
            core.start,
            core.end,
            "has a place word without its digit",
            "Write 1万人, or a qualifier as in 上万人.",
        )
    if core.pair and core.unit is None and not core.scales and len(core.number or "") == _PAIR:
        return Fault(
            "ambiguous_digits",
            core.start,
            core.end,
            "is a range or a row of digits",
            "Write 三至四, or add the measure word.",
        )
    if core.upper is not None and comparator is Comparator.EQ:
        comparator = Comparator.RANGE
    elif core.upper is not None and comparator is not Comparator.APPROX:
        return Fault(
            "contradictory_qualifiers",
            0,
            len(text),
            "bounds a range that has both ends",
            "Leave out the word or one end.",
        )
    if core.upper is not None and not core.value < core.upper:
        return Fault(
            "range_reversed", core.start, core.end, "does not rise", "Write the smaller number first."
        )
    change = change_of(reading.change, core, text)
    if isinstance(change, Fault):
        return change
    return _with_bounds(reading, core, comparator, raw, change)


def _with_bounds(
    reading: Reading, core: Quantity, comparator: Comparator, raw: str, change: Change | None
) -> Figure:
    number = of_fraction(core.value)
    value = None if core.upper is not None else number
    lower = upper = None
    lower_inclusive = upper_inclusive = None
    if comparator is Comparator.RANGE and core.upper is not None:
        lower, lower_inclusive = number, not core.open_below
        upper, upper_inclusive = of_fraction(core.upper), not core.indefinite
    elif comparator is Comparator.EQ:
        lower = upper = number
        lower_inclusive = upper_inclusive = True
    elif comparator in _LOWER:
        lower, lower_inclusive = number, comparator is Comparator.GE
    elif comparator in _UPPER:
        upper, upper_inclusive = number, comparator is Comparator.LE
    unit = core.unit
    base_value = unit.to_base(value) if unit is not None and value is not None else None
    return Figure(
        parts=tuple((role, raw[start:end]) for role, start, end in reading.pieces),
        kind=FigureKind.CLASS if core.graded else FigureKind.QUANTITY,
        comparator=comparator,
        value=value,
        lower=lower,
        lower_inclusive=lower_inclusive,
        upper=upper,
        upper_inclusive=upper_inclusive,
        number=core.number,
        multiplier=core.multiplier,
        decimals=core.decimals,
        resolution=core.resolution,
        unit=unit.code if unit else None,
        per=reading.per,
        base_value=base_value,
        base_unit=unit.base if unit is not None and base_value is not None else None,
        change=change,
        assumptions=tuple(core.assumptions),
    )
