"""Actors and locations: who acts and where."""

from decimal import Decimal

from policy_dataset.model.vocabulary import ID_LENGTH, ID_PATTERN, Code, Table, column, derived, links

LOCATION_PATTERN = rf"[0-9]{{6}}|[A-Z]{{2}}|{ID_PATTERN}"
"""GB/T 2260 (six digits), ISO 3166-1 alpha-2 (two capitals) or an id of ours."""


class Actor(Table, table="actors", title="Actors"):
    """An organisation or office that announces, runs or takes part in measures. Never a private person."""

    actor_id: str = column(
        "Id of the actor.",
        key=True,
        pattern=ID_PATTERN,
        max_length=ID_LENGTH,
        examples=("national_healthcare_security_administration",),
    )
    name_zh: str = column("Official Chinese name.", examples=("国家医疗保障局",))
    name_en: str = column("English name.", examples=("National Healthcare Security Administration",))
    variants_zh: str | None = column(
        "Other printed names, joined by `|`.", separator="|", examples=("国家医保局",)
    )
    kind: Code = column("Kind of body.", codelist="actor_kinds", examples=("ministry",))
    location_id: str | None = column(
        "Where it has its jurisdiction or seat.", references="locations", examples=("CN",)
    )
    parent_id: str | None = column(
        "The body it is part of.", references="actors", examples=("state_council",)
    )


class LocationMember(Table, table="location_members", title="Members of regions"):
    """One place that belongs to a region or group of places."""

    group_id: str = column("The region.", key=True, parent=True, references="locations")
    member_id: str = column("A place in it.", key=True, references="locations", examples=("140000",))


class Location(Table, table="locations", title="Locations", unique=(("name_zh", "kind", "parent_id"),)):
    """A place: a division, country, station, zone, region or class of places."""

    location_id: str = column(
        "GB/T 2260 code, ISO 3166-1 code or an id of ours.",
        key=True,
        pattern=LOCATION_PATTERN,
        max_length=ID_LENGTH,
        examples=("510100", "CN", "loc_cn_station_yanhe"),
    )
    name_zh: str = column("Official Chinese name.", examples=("成都市",))
    name_en: str = column("English name.", examples=("Chengdu City",))
    variants_zh: str | None = column("Other printed names, joined by `|`.", separator="|", examples=("成都",))
    kind: Code = column("Kind of place.", codelist="location_kinds", examples=("prefecture",))
    parent_id: str | None = column("The place it lies in.", references="locations", examples=("510000",))
    admin_by_id: str | None = column(
        "The place whose body runs it, where that is not the parent.",
        references="locations",
        examples=("loc_cn_zone_chengdu_hitech",),
    )
    gbt2260: str | None = column("Code of GB/T 2260.", pattern="[0-9]{6}", examples=("510100",))
    iso3166: str | None = column(
        "Code of ISO 3166-1 or 3166-2.", pattern="[A-Z]{2}(-[A-Z0-9]{1,3})?", examples=("CN-SC",)
    )
    latitude: Decimal | None = column(
        "WGS 84, of the seat of government.", minimum=-90, maximum=90, unit="degrees", examples=("30.66667",)
    )
    longitude: Decimal | None = column(
        "WGS 84, of the seat of government.",
        minimum=-180,
        maximum=180,
        unit="degrees",
        examples=("104.06667",),
    )
    valid: str | None = column(
        "When the code stood for this name: an EDTF interval.", pattern=r"[0-9./-]+", examples=("1983/..",)
    )
    members: tuple[LocationMember, ...] = links(
        "Places that belong to a region.",
        LocationMember,
        shorthand="member_id",
        examples=(["140000", "340000"],),
    )


class Indicator(Table, table="indicators", title="Indicators"):
    """What a statistic measures; fixes the dimension of its unit."""

    indicator_id: str = column(
        "Id of the indicator.",
        key=True,
        pattern=ID_PATTERN,
        max_length=ID_LENGTH,
        examples=("maternity_insurance_participants",),
    )
    name_en: str = column("English name.", examples=("People covered by maternity insurance",))
    name_zh: str = column("Chinese name.", examples=("生育保险参保人数",))
    definition_en: str = column(
        "What is counted, and what is not.", examples=("People enrolled at the end of the period",)
    )
    definition_zh: str = column("The same in Chinese.", examples=("期末参保人数",))
    unit: str = column(
        "Default unit; a statistic may use any unit of its dimension.",
        references="units",
        examples=("person",),
    )
    topic: Code | None = column("Topic it belongs to.", codelist="topics", examples=("health_insurance",))
    sdg_indicator: str | None = column("Number of the SDG indicator.", examples=("3.8.1",))
    sdmx_sdg_series: str | None = column("Series of the SDG data structure.", examples=("SH_ACS_UNHC",))
    worldbank: str | None = column("Code of the World Development Indicators.", examples=("SP.POP.TOTL",))
    mapping_relation: Code | None = column(
        "How close those are.", codelist="mapping_relations", examples=("close",)
    )
    variants_zh: str | None = column(
        "Other printed names, joined by `|`.", separator="|", examples=("参保人数",)
    )


class Unit(Table, table="units", title="Units"):
    """A unit of measure or counting word; exact fraction to the base unit of its dimension."""

    unit_id: str = column(
        "Code of the unit.", key=True, pattern=ID_PATTERN, max_length=ID_LENGTH, examples=("person",)
    )
    symbol: str = column("Short printed form.", examples=("人",))
    name_en: str = column("English name.", examples=("person",))
    name_zh: str = column("Chinese name.", examples=("人",))
    ucum: str | None = column("Code of the Unified Code for Units of Measure.", examples=("kg",))
    dimension: str = column(
        "What it measures; conversion stays within it.", pattern=ID_PATTERN, examples=("persons",)
    )
    factor_to_base: str = column(
        "Exact fraction: value × factor = value in the base unit.",
        pattern=r"[1-9][0-9]*/[1-9][0-9]*",
        examples=("1/1",),
    )
    base_unit: str = column("Unit that the dimension converts to.", references="units", examples=("person",))
    variants_zh: str | None = column(
        "Other printed forms, joined by `|`.", separator="|", examples=("名|位",)
    )


class CodeRow(Table, table="codes", title="Codes", derived=True):
    """One code of a codelist that a column of the package uses."""

    codelist: str = derived("Name of the list.", key=True)
    code: str = derived("The code.", key=True)
    parent: str | None = derived("The code above it.")
    label_en: str = derived("English label.")
    label_zh: str = derived("Chinese label.")
    definition_en: str | None = derived("English definition.")
    definition_zh: str | None = derived("Chinese definition.")
    replaced_by: str | None = derived(
        "Codes to use instead of a deprecated one, joined by `;`.", separator=";"
    )


class Agreement(Table, table="agreement", title="Agreement", derived=True):
    """How far two independent codings agree on one field."""

    field: str = derived("Table and field that were compared.", key=True)
    units: int = derived("Units that both codings judged.", minimum=0)
    percent: Decimal | None = derived(
        "Share of units on which they agree, in per cent.", minimum=0, maximum=100
    )
    kappa: Decimal | None = derived("Cohen's kappa.", minimum=-1, maximum=1)
    alpha: Decimal | None = derived("Krippendorff's alpha.", maximum=1)
