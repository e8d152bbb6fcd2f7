from __future__ import annotations

import re

import pytest

from policy_dataset.model.codelist import codelist, codelist_names, read_rows
from policy_dataset.model.reference import retired_locations, supplied_rows
from policy_dataset.model.vocabulary import ID_PATTERN

OURS = [name for name in codelist_names() if name != "cofog"]


@pytest.mark.parametrize("name", codelist_names())
def test_codes_are_unique_and_labelled_in_both_languages(name):
    rows = read_rows(f"codelists/{name}.csv")
    assert len({r["code"] for r in rows}) == len(rows)
    assert all(r["name_en"] and r["name_zh"] for r in rows)


@pytest.mark.parametrize("name", OURS)
def test_codes_that_we_coin_are_snake_case_and_sorted(name):
    codes = list(codelist(name))
    assert all(re.fullmatch(ID_PATTERN, code) for code in codes)
    assert codes == sorted(codes)


@pytest.mark.parametrize("name", codelist_names())
def test_parents_and_replacements_are_codes_of_the_same_list(name):
    codes = codelist(name)
    for entry in codes.values():
        assert entry.parent is None or entry.parent in codes
        assert set(entry.replaced_by) <= set(codes)
        assert entry.status in ("active", "deprecated")


def test_a_group_holds_everything_below_it():
    within = codelist("topics").within("health")
    assert {"health", "health_insurance", "health_services"} <= within
    assert "employment" not in within


def test_states_that_may_follow_are_states():
    statuses = codelist("statuses")
    for entry in statuses.values():
        follow = entry.more.get("allowed_next", "")
        assert {s for s in follow.split(";") if s} <= set(statuses)


def test_topics_point_to_classes_of_cofog_that_exist():
    for entry in codelist("topics").values():
        assert {c for c in entry.more.get("cofog", "").split(";") if c} <= set(codelist("cofog"))


def test_every_unit_converts_to_a_base_unit_of_its_dimension_by_an_exact_fraction():
    units = {r["unit_id"]: r for r in supplied_rows()["units"]}
    for unit in units.values():
        base = units[unit["base_unit"]]
        assert base["dimension"] == unit["dimension"]
        assert base["factor_to_base"] == "1/1"


def test_every_indicator_has_a_unit_that_exists():
    units = {r["unit_id"] for r in supplied_rows()["units"]}
    assert {r["unit"] for r in supplied_rows()["indicators"]} <= units


def test_every_place_lies_in_a_place_that_exists():
    places = {r["location_id"]: r for r in supplied_rows()["locations"]}
    for place in places.values():
        assert place.get("parent_id") is None or place["parent_id"] in places
    assert places["510104"]["parent_id"] == "510100"
    assert places["510000"]["parent_id"] == "CN"


def test_members_of_regions_are_places():
    places = {r["location_id"] for r in supplied_rows()["locations"]}
    assert {r["member_id"] for r in supplied_rows()["location_members"]} <= places


def test_a_retired_code_tells_what_took_its_place():
    assert retired_locations()["110103"] == ("110101",)
