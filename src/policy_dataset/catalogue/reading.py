"""How values, bounds, periods and evidence are to be read: the part of a codebook that no single column can say."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dataset.catalogue.page import Block, Bullets, Grid, GridRow, Heading, Paragraph
from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Notation, columns, nested

# Figures and periods are told about where a schema has the codes that their words are turned into: one that declares
# only the notation may publish other columns.
_COMPARATORS = "comparators"
_PERIOD_ROLES = "period_roles"


def reading(schema: Schema) -> Iterator[Block]:
    """Go through the blocks that tell how the tables of a schema are to be read; only what applies to them."""
    kinds = {c.notation for table in schema for c in columns(table).values()}
    yield Heading(2, "How to read the tables", "reading")
    yield Bullets(
        (
            "An empty cell (null) means that the source does not state it. It never means zero, and never unknown.",
            "Every number is exact, a decimal with up to nine places; none has been through binary floating point.",
            "Days are written year-month-day. Texts are UTF-8; columns that end in `_zh` are Chinese, in `_en` English.",
            "Codes are explained under [codelists](#codelists), and in the table `codes` of the package where it has one.",
            "A column that the library writes was worked out from the columns that authors write, by published rules.",
        )
    )
    if Notation.FIGURE in kinds and _COMPARATORS in schema.codelists:
        yield from _figures(schema.codelists[_COMPARATORS])
    if Notation.PERIOD in kinds and _PERIOD_ROLES in schema.codelists:
        yield from _periods()
    if any(link.evidence for table in schema for link in nested(table).values()):
        yield from _evidence()


def _figures(comparators: Codelist) -> Iterator[Block]:
    yield Heading(3, "Figures", "reading-figures")
    yield Paragraph(
        "A figure is kept as it is printed (`figure`), and four things are derived from it and kept apart: the number"
        " (`value`, with 万 and 亿 multiplied out), what the qualifying words say (`comparator`), the bounds that those"
        " words entail (`lower`, `upper`), and the precision of the print (`resolution`)."
    )
    rows = [GridRow(_comparator(e)) for e in comparators.values()]
    yield Grid(
        ("comparator", "English", "Chinese", "words", "bounds"), tuple(rows), ("", "", "zh-Hans", "zh-Hans")
    )
    yield Bullets(
        (
            "Take `value` alone only where `comparator` is `eq`. For the others use `lower` and `upper`.",
            "`lower_inclusive` and `upper_inclusive` say whether the bound itself is meant: 以上 includes it, 超过 does not.",
            (
                "`resolution` says how finely the figure is printed (1000000 for 2.59亿). It is no bound: a figure that looks"
                " rounded is not taken to be so."
            ),
            "`unit` is the unit of `value`. To compare figures in different units of one dimension use `value_base`.",
            "A fall of 3.2% has the value 3.2 and the direction `down`: the number stays as printed.",
            "Where a number has no finite decimal (三分之一), `value` is empty and `value_exact` holds the fraction.",
            "Every reading that is not printed, such as a unit supplied by the indicator, is named in `assumptions`.",
        )
    )


def _comparator(entry: CodeEntry) -> tuple[str, ...]:
    words = entry.more.get("cue_words_zh", "").replace("|", " ")
    return (f"`{entry.code}`", entry.label_en, entry.label_zh, words, _BOUNDS.get(entry.code, ""))


_BOUNDS = {
    "eq": "both are the value",
    "gt": "lower, not included",
    "ge": "lower, included",
    "lt": "upper, not included",
    "le": "upper, included",
    "approx": "none: near is no bound",
    "range": "both; no value",
}


def _periods() -> Iterator[Block]:
    yield Heading(3, "Periods", "reading-periods")
    yield Paragraph(
        "A period is published in EDTF (ISO 8601-2) with its first and last day beside it, both included. A month stays a"
        " month: nothing is made more precise than it is printed."
    )
    rows = (
        ("`2025`", "the year", "2025-01-01 to 2025-12-31"),
        ("`2025-06`", "the month", "2025-06-01 to 2025-06-30"),
        ("`2025-06-11/2025-06-20`", "from one day to another", "those days"),
        ("`2026-01-01/..`", "from a day on, without an end", "no last day"),
        ("`2025-12~`", "about then", "the days of the month, as an orientation"),
        ("`2026-01-26?`", "probably: part of the date was inferred", "that day"),
        ("`198X`", "the decade", "1980-01-01 to 1989-12-31"),
    )
    yield Grid(("EDTF", "meaning", "days"), tuple(GridRow(row) for row in rows))
    yield Paragraph(
        "`period_role` says what the period is to the record (a moment that a stock figure holds for, a deadline, a"
        " time of effect), and `period_basis` where it comes from. A basis of `authored` is a curator's judgement and is"
        " never counted as proven."
    )


def _evidence() -> Iterator[Block]:
    yield Heading(3, "Evidence", "reading-evidence")
    yield Paragraph(
        "A package holds no sentence of its sources. Evidence is a place in a file, counted in code points of the decoded"
        " text (RFC 5147), with SHA-256 hashes of the words there and of the words around them. Whoever has the text can"
        " look the words up and prove that they are the ones that were coded."
    )
