from __future__ import annotations

import pytest

from policy_dataset.derivation.context import make_context
from policy_dataset.drafting.indicators import MOST, Indicators
from policy_dataset.model.reference import supplied_rows
from policy_dataset.notation import parse_figure
from policy_dataset.values import Figure

OWN = [
    {
        "indicator_id": "community_clinics",
        "name_zh": "社区门诊数",
        "variants_zh": "社区诊所|诊所",
        "unit": "item",
    }
]


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    supplied = supplied_rows()
    rows = [*supplied["indicators"], *OWN]
    return Indicators(rows, make_context(supplied["units"], rows, ()))


def figure(text: str) -> Figure:
    read = parse_figure(text)
    assert isinstance(read, Figure)
    return read


def first(indicators: Indicators, text: str, near: str) -> str | None:
    return next((i for i, _ in indicators.candidates(figure(text), near)), None)


def test_the_indicator_whose_name_stands_near_comes_first(indicators):
    assert first(indicators, "2.59亿人", "生育保险参保人数达2.59亿人") == "maternity_insurance_participants"
    assert first(indicators, "12个", "新建社区诊所12个") == "community_clinics"


def test_a_variant_of_the_name_counts_as_the_name(indicators):
    assert first(indicators, "12个", "又有诊所12个") == "community_clinics"


def test_an_indicator_of_another_dimension_is_none(indicators):
    found = indicators.candidates(figure("12元"), "生育保险参保人数，诊所12元")
    assert "maternity_insurance_participants" not in [i for i, _ in found]
    assert "community_clinics" not in [i for i, _ in found]


def test_a_change_may_be_of_whatever_is_counted(indicators):
    assert first(indicators, "增长5%", "生育保险参保人数增长5%") == "maternity_insurance_participants"


def test_a_figure_that_cannot_be_read_is_told_by_names_alone(indicators):
    assert indicators.candidates(None, "社区门诊数")[0] == ("community_clinics", "社区门诊数")


def test_few_candidates_are_told(indicators):
    assert len(indicators.candidates(figure("3万人"), "保险参保人数人口就业人数失业")) <= MOST


def test_a_counting_word_may_be_several_units_and_a_bare_number_none(indicators):
    assert {"item", "county"} <= set(indicators.units(figure("12个")))
    assert indicators.units(figure("12亿元")) == ("yuan",)
    assert indicators.units(figure("12")) == ()
