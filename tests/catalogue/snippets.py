"""Small files that a person might write, as (table, what it shows, text): those that are right and those that are not."""

from __future__ import annotations

ANCHOR = "page#char=10,13;sha256=2c26b46b68ffc68f"

STATION = "- id: harbour\n  gauge: standard\n  tracks: 4\n"
MEASURE = """\
- id: school_meals
  title_zh: 学校供餐
  title_en: School meals
  topic: education_basic
  instrument: service_provision
  status: announced
  commitment: firm
"""
STATISTIC = "- id: meals\n  indicator: grain_output\n  kind: observed\n  location: CN\n  figure: 12万份\n"

GOOD_RAILWAY = [
    ("stations", "no more than is needed", STATION),
    ("stations", "an empty list of records", "[]\n"),
    ("stations", "every kind of column", STATION + "  height: 0.76\n  staffed: true\n  opened: 1911-06-01\n"),
    (
        "stations",
        "quotes around what is no text",
        "- id: 'harbour'\n  gauge: \"standard\"\n  tracks: '4'\n  height: \"0.5\"\n",
    ),
    ("stations", "a truth value in quotes", STATION + "  staffed: 'false'\n"),
    ("stations", "a whole number where a decimal may stand", STATION + "  height: 1\n"),
    (
        "stations",
        "the bounds themselves",
        STATION + "  height: 0.1\n- id: pier\n  gauge: narrow\n  tracks: 1\n  height: 2\n",
    ),
    ("stations", "a deprecated code, which is a warning", "- id: harbour\n  gauge: metre\n  tracks: 4\n"),
    ("stations", "a code that an editor reads as a whole number", STATION + "  grade: 01\n"),
    ("stations", "a code that an editor reads as a number", STATION + "  grade: 1.5\n"),
    ("stations", "the same code in quotes", STATION + "  grade: '01'\n"),
    ("stations", "a figure of digits alone", STATION + "  passengers: 12\n"),
    ("stations", "a figure with a point", STATION + "  passengers: 1.2万\n"),
    ("stations", "a figure as long as may be", STATION + "  passengers: '123456'\n"),
    ("stations", "shorthand", STATION + "  calls:\n    - K3\n    - '101'\n"),
    ("stations", "shorthand that an editor reads as a number", STATION + "  calls: [101]\n"),
    ("stations", "the long form", STATION + "  calls:\n    - line: K3\n      daily: 12\n    - line: 101\n"),
    ("stations", "both forms in one list", STATION + "  calls:\n    - K3\n    - {line: 101, daily: 0}\n"),
    ("stations", "an empty nested list", STATION + "  calls: []\n"),
    ("stations", "a year as shorthand of a period", STATION + "  closures: [2025, 2026-01]\n"),
    ("stations", "a default left out", STATION + "  closures:\n    - period: 2025\n"),
    (
        "stations",
        "a nested record with evidence",
        STATION + f"  closures:\n    - period: 2025\n      kind: narrow\n      evidence: {ANCHOR}\n",
    ),
    ("stations", "one anchor", STATION + f"  evidence: {ANCHOR}\n"),
    ("stations", "a list of anchors", STATION + f"  evidence:\n    - {ANCHOR}\n    - {ANCHOR}\n"),
    (
        "stations",
        "anchors by field",
        STATION + f"  evidence:\n    record: {ANCHOR}\n    tracks:\n      - {ANCHOR}\n",
    ),
    ("stations", "an anchor of a nested list", STATION + f"  evidence:\n    calls: {ANCHOR}\n"),
    ("stations", "an anchor of the key", STATION + f"  evidence:\n    id: {ANCHOR}\n"),
    ("stations", "no anchors at all", STATION + "  evidence: []\n"),
    ("stations", "an anchor as a field", STATION + f"  place: {ANCHOR}\n"),
    ("stations", "several names in one text", STATION + "  aliases: Pier|Quay\n"),
    ("lines", "a key of digits", "- id: 101\n  name: Coast\n"),
    ("lines", "a key of digits in quotes", "- id: '101'\n  name: Coast\n"),
    ("lines", "a key that begins with zero, in quotes", "- id: '007'\n  name: Coast\n"),
    ("lines", "a name of digits", "- id: K3\n  name: 1984\n"),
    ("lines", "a name with a point", "- id: K3\n  name: 1.5\n"),
]

BAD_RAILWAY = [
    ("stations", "no list", "id: harbour\ngauge: standard\ntracks: 4\n"),
    ("stations", "a list of texts", "- harbour\n"),
    ("stations", "a missing field", "- id: harbour\n  gauge: standard\n"),
    ("stations", "a missing key", "- gauge: standard\n  tracks: 4\n"),
    ("stations", "an unknown field", STATION + "  trakcs: 4\n"),
    ("stations", "a derived field", STATION + "  score: 4\n"),
    ("stations", "the published name of the key", "- station_id: harbour\n  gauge: standard\n  tracks: 4\n"),
    ("stations", "an unknown code", "- id: harbour\n  gauge: wide\n  tracks: 4\n"),
    ("stations", "a label for a code", "- id: harbour\n  gauge: Label of standard\n  tracks: 4\n"),
    ("stations", "a number that is no code", STATION + "  grade: 2\n"),
    ("stations", "a key against its pattern", "- id: Harbour\n  gauge: standard\n  tracks: 4\n"),
    ("stations", "a number where letters belong", "- id: 101\n  gauge: standard\n  tracks: 4\n"),
    ("stations", "a key that is too long", "- id: longharbour\n  gauge: standard\n  tracks: 4\n"),
    ("stations", "a word for a number", "- id: harbour\n  gauge: standard\n  tracks: four\n"),
    (
        "stations",
        "a number with a point where it must be whole",
        "- id: harbour\n  gauge: standard\n  tracks: 4.5\n",
    ),
    ("stations", "too small", "- id: harbour\n  gauge: standard\n  tracks: 0\n"),
    ("stations", "below the bound", STATION + "  height: 0.05\n"),
    ("stations", "above the bound", STATION + "  height: 2.5\n"),
    ("stations", "grouped digits", STATION + "  height: '1,000'\n"),
    ("stations", "a word for a truth value", STATION + "  staffed: yes\n"),
    ("stations", "a year for a day", STATION + "  opened: 1911\n"),
    ("stations", "a month for a day", STATION + "  opened: 1911-06\n"),
    ("stations", "a day that no calendar has", STATION + "  opened: 1911-02-30\n"),
    ("stations", "a figure that is too long", STATION + "  passengers: '1234567'\n"),
    ("stations", "null", STATION + "  height: ~\n"),
    ("stations", "nothing after the colon", STATION + "  height:\n"),
    ("stations", "a mapping where one text belongs", STATION + "  height: {metres: 1}\n"),
    ("stations", "a list where one text belongs", STATION + "  height: [1]\n"),
    ("stations", "a text where a list belongs", STATION + "  calls: K3\n"),
    ("stations", "null in a list", STATION + "  calls:\n    - ~\n"),
    (
        "stations",
        "an unknown field in a nested list",
        STATION + "  calls:\n    - line: K3\n      hourly: 4\n",
    ),
    (
        "stations",
        "the parent named in a nested list",
        STATION + "  calls:\n    - line: K3\n      station: harbour\n",
    ),
    ("stations", "a missing field in a nested list", STATION + "  calls:\n    - daily: 4\n"),
    ("stations", "a bound in a nested list", STATION + "  calls:\n    - line: K3\n      daily: 901\n"),
    ("stations", "a reference against the pattern of its key", STATION + "  calls:\n    - line: k3\n"),
    ("stations", "the same in shorthand", STATION + "  calls: [k3]\n"),
    ("stations", "a number with too few digits for the key", STATION + "  calls: [10]\n"),
    ("stations", "a number with too many", STATION + "  calls: [1010]\n"),
    (
        "stations",
        "an unknown code in a nested list",
        STATION + "  closures:\n    - period: 2025\n      kind: wide\n",
    ),
    ("stations", "no anchor", STATION + "  evidence: page 3\n"),
    ("stations", "an anchor without its hash", STATION + "  evidence: page#char=10,13\n"),
    ("stations", "an anchor that YAML split at its comma", STATION + f"  evidence: [{ANCHOR}]\n"),
    ("stations", "an anchor of an unknown field", STATION + f"  evidence:\n    platform: {ANCHOR}\n"),
    ("stations", "an anchor of a derived field", STATION + f"  evidence:\n    score: {ANCHOR}\n"),
    ("stations", "an anchor of the evidence", STATION + f"  evidence:\n    evidence: {ANCHOR}\n"),
    (
        "stations",
        "anchors in a mapping in a mapping",
        STATION + f"  evidence:\n    tracks:\n      first: {ANCHOR}\n",
    ),
    ("stations", "null for an anchor", STATION + "  evidence:\n    tracks: ~\n"),
    ("stations", "a bad anchor as a field", STATION + "  place: page 3\n"),
    ("lines", "too few digits", "- id: 10\n  name: Coast\n"),
    ("lines", "a name that is too long", "- id: K3\n  name: Along the coast\n"),
    ("lines", "a number with a point in a key of digits", "- id: 10.1\n  name: Coast\n"),
]

GOOD = [
    ("measures", "no more than is needed", MEASURE),
    ("measures", "a year that an editor reads as a number", MEASURE + "  period: 2026\n"),
    ("measures", "a month", MEASURE + "  period: 2026-01\n"),
    ("measures", "a title of digits", MEASURE.replace("School meals", "2026")),
    (
        "measures",
        "places: a code of letters, one of digits, an id",
        MEASURE + "  locations: [CN, 510100, loc_cn_agg_national]\n",
    ),
    (
        "measures",
        "places with a role",
        MEASURE + "  locations:\n    - {location: 530400, role: origin}\n    - CN\n",
    ),
    ("measures", "actors", MEASURE + "  actors:\n    - {actor: ministry_of_education, role: lead}\n"),
    ("measures", "groups", MEASURE + "  target_groups: [children]\n"),
    (
        "measures",
        "history",
        MEASURE
        + f"  history:\n    - status: in_force\n      date: 2025-06\n      evidence:\n        - {ANCHOR}\n",
    ),
    ("measures", "links", MEASURE + "  links:\n    - {to: other_meals, kind: funds}\n"),
    ("statistics", "a figure as printed", STATISTIC),
    ("statistics", "a figure of digits", STATISTIC.replace("12万份", "15")),
    ("statistics", "a figure with a point", STATISTIC.replace("12万份", "1.5")),
    (
        "statistics",
        "evidence of its fields",
        STATISTIC + f"  evidence:\n    figure: {ANCHOR}\n    record:\n      - {ANCHOR}\n",
    ),
    (
        "actors",
        "a seat of digits",
        "- id: bureau\n  name_zh: 局\n  name_en: Bureau\n  kind: ministry\n  location: 510100\n",
    ),
    (
        "corrections",
        "a declared damage",
        f"- id: stray\n  anchor: {ANCHOR}\n  kind: stray_text\n  reason: A stray word\n",
    ),
]

BAD = [
    ("measures", "no list", "id: school_meals\n"),
    ("measures", "a misspelt code", MEASURE.replace("firm", "frim")),
    ("measures", "an id in capitals", MEASURE.replace("school_meals", "School_Meals")),
    ("measures", "a missing title", MEASURE.replace("  title_en: School meals\n", "")),
    ("measures", "a derived field", MEASURE + "  period_start: 2026-01-01\n"),
    ("measures", "a place of too few digits", MEASURE + "  locations: [5101]\n"),
    ("measures", "an unknown role", MEASURE + "  locations:\n    - {location: CN, role: aply}\n"),
    ("measures", "an actor without its role", MEASURE + "  actors:\n    - actor: ministry_of_education\n"),
    ("measures", "an actor as a text", MEASURE + "  actors: [ministry_of_education]\n"),
    ("measures", "evidence of an unknown field", MEASURE + f"  evidence:\n    titel: {ANCHOR}\n"),
    ("statistics", "a value written by hand", STATISTIC + "  value: 120000\n"),
    ("statistics", "no figure", STATISTIC.replace("  figure: 12万份\n", "")),
    ("statistics", "a figure with half the sentence", STATISTIC.replace("12万份", "字" * 61)),
    ("statistics", "an id of digits", STATISTIC.replace("meals", "2026")),
    (
        "corrections",
        "no anchor",
        "- id: stray\n  anchor: page 3\n  kind: stray_text\n  reason: A stray word\n",
    ),
]
