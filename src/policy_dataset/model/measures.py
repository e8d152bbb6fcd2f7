"""Measures: what a public body announces, runs or has finished, and everything that hangs on one."""

import datetime as dt

from policy_dataset.model.evidence import Evidence
from policy_dataset.model.recurring import basis_of_period, coder, origin_of_coding, period_of, role_of_period
from policy_dataset.model.vocabulary import (
    ID_LENGTH,
    ID_PATTERN,
    Code,
    Table,
    column,
    derived,
    evidence_of,
)
from policy_dataset.model.vocabulary import links as nested_list


class MeasureActor(Table, table="measure_actors", title="Actors of measures"):
    """An actor's part in a measure."""

    measure_id: str = column("The measure.", key=True, parent=True, references="measures")
    actor_id: str = column(
        "The actor.", key=True, references="actors", examples=("national_healthcare_security_administration",)
    )
    role: Code = column(
        "What the actor is to the measure.", key=True, codelist="actor_roles", examples=("lead",)
    )


class MeasureLocation(Table, table="measure_locations", title="Locations of measures"):
    """A place and what it is to a measure; a line or route is never a jurisdiction."""

    measure_id: str = column("The measure.", key=True, parent=True, references="measures")
    location_id: str = column("The place.", key=True, references="locations", examples=("CN",))
    role: Code = column(
        "What the place is to the measure.",
        key=True,
        codelist="location_roles",
        authored_default="applies",
        examples=("applies",),
    )


class MeasureTargetGroup(Table, table="measure_target_groups", title="Target groups of measures"):
    """A group of people or bodies that a measure is for."""

    measure_id: str = column("The measure.", key=True, parent=True, references="measures")
    target_group: Code = column(
        "The group.", key=True, codelist="target_groups", examples=("flexible_workers",)
    )


class MeasureInstrument(Table, table="measure_instruments", title="Further instruments of measures"):
    """An instrument that a measure uses beside its main one."""

    measure_id: str = column("The measure.", key=True, parent=True, references="measures")
    instrument: Code = column("The instrument.", key=True, codelist="instruments", examples=("pilot",))


class MeasureLink(Table, table="measure_links", title="Links between measures"):
    """How one measure bears on another."""

    measure_id: str = column("The measure that holds the link.", key=True, parent=True, references="measures")
    to_id: str = column(
        "The measure it names.", key=True, references="measures", examples=("trade_in_programme_2026",)
    )
    kind: Code = column(
        "From the measure that holds the link to the one it names.",
        key=True,
        codelist="link_kinds",
        examples=("funds",),
    )


class MeasureStatus(Table, table="measure_statuses", title="History of measures"):
    """A dated state of a measure."""

    measure_status_id: str = derived("Measure, state and date.", key=True)
    measure_id: str = column("The measure.", parent=True, references="measures")
    status: Code = column("The state.", codelist="statuses", examples=("in_force",))
    date: str = period_of("When the measure was in it", example="2025-06")
    date_start: dt.date | None = derived("First day of `date`.")
    date_end: dt.date | None = derived("Last day of `date`.")
    source_id: str | None = derived("Source that says so.", references="sources")
    evidence: tuple[Evidence, ...] = evidence_of("Places in a source that say so.")


class Measure(Table, table="measures", title="Measures"):
    """One concrete measure or action; parts of it are measures of their own that name it in `part_of`."""

    measure_id: str = column(
        "Id of the measure.",
        key=True,
        pattern=ID_PATTERN,
        max_length=ID_LENGTH,
        examples=("maternity_insurance_flexible_workers",),
    )
    title_zh: str = column(
        "Title in the curator's own words, Chinese.", examples=("灵活就业人员纳入生育保险",)
    )
    title_en: str = column(
        "Title in the curator's own words, English.",
        examples=("Bring flexible workers into maternity insurance",),
    )
    summary_en: str | None = column(
        "What the measure does, in the curator's own words, where the title is not enough.",
        examples=("Extends maternity insurance to three groups outside standard employment.",),
    )
    part_of: str | None = column(
        "The measure that this one is a part of.", references="measures", examples=("maternity_support_2026",)
    )
    topic: Code = column("What it is about.", codelist="topics", examples=("health_insurance",))
    instrument: Code = column("The main means.", codelist="instruments", examples=("benefit_insurance",))
    also_instruments: tuple[MeasureInstrument, ...] = nested_list(
        "Instruments beside the main one.", MeasureInstrument, shorthand="instrument", examples=(["pilot"],)
    )
    status: Code = column(
        "State that the source supports on its date.", codelist="statuses", examples=("announced",)
    )
    commitment: Code = column("How firmly the body binds itself.", codelist="commitments", examples=("firm",))
    extent: Code | None = column("How much of the scope is reached.", codelist="extents", examples=("full",))
    period: str | None = period_of("When it applies", example="2026年")
    period_start: dt.date | None = derived("First day of `period`.")
    period_end: dt.date | None = derived("Last day of `period`.")
    period_printed: str | None = derived("`period` as printed.")
    period_time: str | None = derived("Clock time printed with it.", examples=("T16",))
    period_role: Code | None = role_of_period(example="effective")
    period_basis: Code | None = basis_of_period(example="inherited")
    announced: str | None = period_of("When it was announced", example="2026-01-26")
    announced_start: dt.date | None = derived("First day of `announced`.")
    announced_end: dt.date | None = derived("Last day of `announced`.")
    source_id: str | None = derived("The main source: that of its first evidence.", references="sources")
    coded_by: str | None = coder()
    coding_origin: Code | None = origin_of_coding()

    actors: tuple[MeasureActor, ...] = nested_list(
        "Who announces, leads, runs or joins.",
        MeasureActor,
        examples=([{"actor": "national_healthcare_security_administration", "role": "lead"}],),
    )
    locations: tuple[MeasureLocation, ...] = nested_list(
        "Where.", MeasureLocation, shorthand="location_id", examples=(["CN"],)
    )
    target_groups: tuple[MeasureTargetGroup, ...] = nested_list(
        "For whom.", MeasureTargetGroup, shorthand="target_group", examples=(["flexible_workers"],)
    )
    links: tuple[MeasureLink, ...] = nested_list(
        "Other measures it bears on.",
        MeasureLink,
        examples=([{"to": "trade_in_programme_2026", "kind": "funds"}],),
    )
    history: tuple[MeasureStatus, ...] = nested_list(
        "Dated states, each with its evidence.",
        MeasureStatus,
        examples=([{"status": "in_force", "date": "2025-06"}],),
    )
    evidence: tuple[Evidence, ...] = evidence_of("Places in a source that support the record or its fields.")
