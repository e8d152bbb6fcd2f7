from __future__ import annotations

import pytest

from policy_dataset.drafting.names import Names, is_area, role_of_place
from policy_dataset.model.reference import supplied_rows

ACTORS = [
    {"actor_id": "bureau", "name_zh": "江苏省医疗保障局", "variants_zh": "省医保局|医保局"},
    {"actor_id": "office", "name_zh": "医保局办公室", "variants_zh": None},
]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(supplied_rows()["locations"], ACTORS)


def found(names: Names, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(n.name, n.ids) for n in names.find(text)]


def test_the_longest_name_is_taken(names):
    assert found(names, "江苏省医疗保障局在江苏省") == [
        ("江苏省医疗保障局", ("bureau",)),
        ("江苏省", ("320000",)),
    ]
    assert found(names, "医保局办公室") == [("医保局办公室", ("office",))]


def test_a_variant_names_the_same_record(names):
    assert found(names, "省医保局") == [("省医保局", ("bureau",))]
    assert found(names, "苏州") == [("苏州", ("320500",))]


def test_a_short_name_means_the_higher_of_two_divisions(names):
    assert found(names, "吉林") == [("吉林", ("220000",))]
    assert found(names, "吉林市") == [("吉林市", ("220200",))]


def test_a_short_name_of_a_district_that_is_a_word_too_means_nothing(names):
    assert found(names, "新华社记者看朝阳产业") == [("朝阳", ("211300",))]


def test_the_state_itself_says_nothing_of_where(names):
    assert found(names, "中国式道路") == []


def test_a_name_of_many_places_is_narrowed_by_those_beside_it(names):
    (district,) = list(names.find("鼓楼区"))
    assert len(district.ids) > 1
    assert names.narrowed(district, ["320100"]) == ("320106",)
    assert names.narrowed(district, ["110000"]) == district.ids


def test_the_spans_of_names_are_those_of_the_text(names):
    text = "沿中老铁路，到苏州市。"
    for named in names.find(text):
        assert text[named.start : named.end] == named.name


def test_without_names_nothing_is_found():
    assert list(Names([], []).find("江苏省")) == []


def test_a_line_is_a_route_and_a_total_no_area():
    assert role_of_place("railway_line") == "route"
    assert role_of_place("railway_station") == "origin"
    assert role_of_place("county") is None
    assert not is_area("aggregate")
    assert is_area("county")
