"""Statistics: figures as printed, and everything that follows from their words."""

from datetime import date
from decimal import Decimal

from policy_dataset.model.evidence import Evidence
from policy_dataset.model.recurring import basis_of_period, coder, origin_of_coding, period_of, role_of_period
from policy_dataset.model.vocabulary import (
    ID_LENGTH,
    ID_PATTERN,
    Code,
    Notation,
    Origin,
    Table,
    column,
    derived,
    evidence_of,
)


class Statistic(Table, table="statistics", title="Statistics"):
    """One figure of a source. The number is written once, in `figure`; every other number here is derived from it."""

    statistic_id: str = column(
        "Id of the statistic.",
        key=True,
        pattern=ID_PATTERN,
        max_length=ID_LENGTH,
        examples=("maternity_insurance_participants_2025_11",),
    )
    indicator: str = column(
        "What is measured.", references="indicators", examples=("maternity_insurance_participants",)
    )
    kind: Code = column(
        "What the figure is; kinds never share a series.", codelist="statistic_kinds", examples=("observed",)
    )
    figure: str | None = column(
        "The figure as printed, with the words that qualify it: the only place where the number is written.",
        notation=Notation.FIGURE,
        needed_in_records=True,
        max_length=60,
        examples=("2.59亿人",),
    )
    figure_qualifier: str | None = column(
        "Words that qualify the figure and stand apart from it, as printed.",
        authored_as="qualifier",
        max_length=15,
        examples=("日均",),
    )
    figure_reading: str | None = column(
        "The figure that a value in words without a numeral states; refused where `figure` parses by itself.",
        authored_as="reading",
        notation=Notation.FIGURE,
        max_length=60,
        examples=("0元",),
    )
    value: Decimal | None = derived("The number, multiplier applied, in `unit`; null for a range.")
    value_exact: str | None = derived(
        "The number as a fraction, only where its decimal would not end or not fit.",
        pattern=r"-?[0-9]+(/[1-9][0-9]*)?",
    )
    unit: str | None = derived("Unit of `value`.", references="units")
    comparator: Code = derived("What the qualifying words say.", codelist="comparators")
    lower: Decimal | None = derived("Lower bound that the words entail.")
    upper: Decimal | None = derived("Upper bound that the words entail.")
    lower_inclusive: bool | None = derived("Whether `lower` itself is meant.")
    upper_inclusive: bool | None = derived("Whether `upper` itself is meant.")
    resolution: Decimal | None = derived("The printed precision: 1000000 for 2.59亿.")
    value_base: Decimal | None = derived("The value in the base unit of `unit`.")
    change_direction: Code | None = derived(
        "Way of a change; its value stays as printed.", codelist="change_directions"
    )
    change_mode: Code | None = derived("How a change is expressed.", codelist="change_modes")
    change_basis: Code | None = derived("What a change is measured against.", codelist="change_bases")
    compared_with: str | None = column(
        "The period compared with: as printed or EDTF; published as EDTF. Derived where the basis tells it.",
        origin=Origin.BOTH,
        notation=Notation.PERIOD,
        examples=("2024",),
    )
    compared_with_start: date | None = derived("First day of `compared_with`.")
    compared_with_end: date | None = derived("Last day of `compared_with`.")
    commitment: Code | None = column(
        "How firmly the body binds itself to it.", codelist="commitments", examples=("aims_at",)
    )
    extent: Code | None = column(
        "How much of the scope it is about.", codelist="extents", examples=("largely",)
    )
    period: str | None = period_of("When the figure holds", example="截至2025年11月底")
    period_start: date | None = derived("First day of `period`.")
    period_end: date | None = derived("Last day of `period`.")
    period_printed: str | None = derived("`period` as printed.")
    period_time: str | None = derived("Clock time printed with it.", examples=("T16",))
    period_role: Code | None = role_of_period(example="as_of")
    period_basis: Code | None = basis_of_period(example="printed")
    assumptions: str | None = derived(
        "Codes of every reading that was not printed, joined by `;`.", separator=";", codelist="assumptions"
    )
    claim: Code | None = column(
        "What the words say of the value beside its number.", codelist="claims", examples=("record_high",)
    )
    population_en: str | None = column(
        "Whom or what it is about, where the indicator does not say.",
        examples=("deliveries within policy scope",),
    )
    population_zh: str | None = column("The same in Chinese.", examples=("政策范围内分娩",))
    location_id: str = column("Where.", references="locations", examples=("loc_cn_agg_national",))
    measure_id: str | None = column(
        "The measure that it belongs to.", references="measures", examples=("trade_in_appliances_2026",)
    )
    source_id: str | None = derived("The main source: that of its figure.", references="sources")
    coded_by: str | None = coder()
    coding_origin: Code | None = origin_of_coding()

    evidence: tuple[Evidence, ...] = evidence_of("Places in a source: of the figure, or by field.")
