"""A place of a measure or statistic is named nowhere near the evidence.

Looked for are all names of the place, in the article from its beginning to the end of the paragraph that holds the
evidence. Where other words stand for it (a conference of the body, 东中西部), evidence of `locations` shows them. Judged
where the text is at hand.
"""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables

_UNNAMED = ("country", "aggregate", "world_region")
"""Kinds of places that an article of that country takes for granted."""


def _find(tables: Tables) -> Iterator[Finding]:
    if not tables.page.texts:
        return
    names = tables.printed_names("locations")
    kinds = tables.known("locations").select("location_id", "kind").collect()
    granted = {place for place, kind in kinds.iter_rows() if kind in _UNNAMED}
    uses = (
        ("measure_locations", "measures", "measure_id", "locations"),
        ("statistics", "statistics", "statistic_id", "location"),
    )
    for name, record, key, field in uses:
        keys = tables.column(name, key, records=True)
        near = {k: tables.text_near(record, k, shown_by=field) for k in set(keys)}
        for row, (owner, place) in enumerate(
            zip(keys, tables.column(name, "location_id", records=True), strict=True)
        ):
            text = near[owner]
            if text is None or place in granted or place not in names:
                continue
            if not any(printed in text for printed in names[place]):
                words = {"name": names[place][0], "owner": owner, "field": field}
                yield Finding(name, row, "location_id", words)


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "locations",
        "measure_locations",
        "measures",
        "statistics",
    ),
    message="{name} is named neither at the evidence of {owner} nor earlier in the article",
    hint="Anchor the words that name it under `evidence: {field}:`, or mend the location.",
)
