"""A release that is kept as it was made: later versions of the library load, verify and compare it.

It is never made anew. Where a later version of the library publishes other tables, the comparison says so; what it must
not do is fail, or lose a record.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import policy_dataset as pds
from release.small_dataset import TEXTS, curated

KEPT = Path(__file__).parent / "data" / "year_ago"


@pytest.fixture
def kept():
    return pds.load("bulletin", version="1.0.0", releases=KEPT)


def test_it_loads_by_name_and_by_day_with_every_record(kept):
    assert str(kept.released) == "2025-11-20"
    assert kept.as_of("2026-02-01", releases=KEPT).version == "1.0.0"
    for table in kept:
        assert len(list(kept[table].values())) == len(kept[table])
    clinics = kept.statistics["clinics_2025_12"]
    assert (clinics.figure, str(clinics.value), clinics.location.name_en) == (
        "86个",
        "86",
        kept.locations[clinics.location_id].name_en,
    )
    assert clinics.cite("apa").endswith("(Version 1.0.0).")


def test_its_values_are_derived_anew_from_its_text(kept):
    verification = kept.verify(texts=TEXTS)
    assert not verification.problems


def test_it_is_compared_with_what_its_directory_gives_today(kept, tmp_path):
    today = pds.load(curated(tmp_path))
    d = pds.diff(kept, today)
    records = ("sources", "actors", "measures", "statistics")
    assert not [r for r in (*d.added, *d.removed) if r.table in records]
    made = d.apply()
    assert all(made[name].equals(today[name].to_arrow()) for name in today)
    assert d.to_markdown().startswith("## [1.0.0]")
