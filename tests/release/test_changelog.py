"""The changelog of a dataset: sections come on top, and nothing that a curator wrote is lost."""

from __future__ import annotations

from datetime import date

import pytest

import policy_dataset as pds
from policy_dataset.release.changelog import (
    causes_of,
    day_of,
    first_section,
    has_version,
    new_changelog,
    with_causes,
    with_day,
    with_section,
)

NEW = "## [1.1.0] - 2026-03-01\n\nOne measure added.\n\n### Added\n\n- measure `x`\n"
HELD = "# Changelog\n\n## [1.0.0] - 2025-03-01\n\nFirst release.\n"


def test_a_section_comes_before_the_earlier_ones():
    text = with_section(HELD, NEW)
    assert text == f"# Changelog\n\n{NEW}\n## [1.0.0] - 2025-03-01\n\nFirst release.\n"
    assert day_of(text, "1.1.0") == date(2026, 3, 1)


def test_the_first_section_comes_after_the_heading():
    text = with_section(new_changelog("tiny"), first_section("0.1.0", "3 measures", date(2026, 1, 1)))
    assert text.startswith("# Changelog of tiny\n\n")
    assert text.endswith("\n\n## [0.1.0] - 2026-01-01\n\nFirst release.\n\n### Added\n\n- 3 measures\n")


def test_what_waits_under_unreleased_moves_into_the_section():
    waiting = HELD.replace("## [1.0.0]", "## [Unreleased]\n\nOur own words.\n\n## [1.0.0]")
    text = with_section(waiting, NEW)
    assert text == (
        "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-03-01\n\nOur own words.\n\nOne measure added.\n\n"
        "### Added\n\n- measure `x`\n\n## [1.0.0] - 2025-03-01\n\nFirst release.\n"
    )


def test_a_version_without_a_day_gets_one_and_keeps_it():
    text = with_section(HELD, NEW.replace(" - 2026-03-01", ""))
    assert has_version(text, "1.1.0")
    assert day_of(text, "1.1.0") is None
    dated = with_day(text, "1.1.0", date(2026, 3, 1))
    assert dated == with_section(HELD, NEW)
    assert with_day(dated, "1.1.0", date(2026, 3, 1)) == dated
    with pytest.raises(pds.UsageError, match="is of 2026-03-01"):
        with_day(dated, "1.1.0", date(2026, 3, 2))


@pytest.mark.parametrize(
    "heading",
    [
        "## [1.1.0] - 2026-03-01 [YANKED]",
        "## 1.1.0 - 2026-03-01",
        "## v1.1.0 — 2026-03-01",
        "## [1.1.0](https://example.org/1.1.0) - 2026-03-01",
        "## [1.1.0]\t-\t2026-03-01",
    ],
)
def test_headings_are_read_as_people_write_them(heading):
    text = with_section("# Changelog\n\n## How to read this\n\nFrom above.\n", NEW.replace("1.1.0", "1.0.0"))
    assert text.index("How to read") < text.index("[1.0.0]")
    text = text.replace("## [1.0.0]", f"{heading}\n\nWords.\n\n## [1.0.0]")
    assert has_version(text, "1.1.0")
    assert day_of(text, "1.0.0") == day_of(text, "1.1.0") == date(2026, 3, 1)
    assert "Words" not in with_section(text, NEW.replace("1.1.0", "1.2.0")).partition(heading)[0]
    assert causes_of(with_causes(text, "1.1.0", ["new_source"]), "1.0.0") == ()


def test_words_after_a_heading_stay():
    text = with_day("## [1.1.0] [YANKED]\n", "1.1.0", date(2026, 3, 1))
    assert text == "## [1.1.0] - 2026-03-01 [YANKED]\n"
    assert with_day(text, "1.1.0", date(2026, 3, 1)) == text


def test_a_day_that_is_none_is_misuse():
    with pytest.raises(pds.UsageError, match="a day is written 2026-02-01"):
        day_of("## [1.0.0] - yesterday\n", "1.0.0")
    with pytest.raises(pds.UsageError, match="gives 'Feb' as the day"):
        day_of("## [1.0.0] - Feb 12\n", "1.0.0")


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_causes_are_noted_once_in_the_section_of_their_version(version):
    held = with_section(HELD, NEW)
    text = with_causes(held, version, ["actors/x=new_source"])
    assert causes_of(text, version) == ("actors/x=new_source",)
    assert causes_of(text, "1.0.0" if version == "1.1.0" else "1.1.0") == ()
    assert with_causes(text, version, ["actors/x=new_source"]) == text
    other = with_causes(text, version, ["coding_corrected", "actors/x=new_source"])
    assert causes_of(other, version) == ("coding_corrected", "actors/x=new_source")
    assert other.count("<!--") == 1
    assert with_causes(held, version, []) == held
    assert with_causes(held, "9.9.9", ["new_source"]) == held
