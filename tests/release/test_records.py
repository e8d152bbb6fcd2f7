"""Typed records: their values, their links, their evidence."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal

import pytest

from policy_dataset.errors import NotFoundError, UsageError
from policy_dataset.model.measures import Measure, MeasureActor
from policy_dataset.model.statistics import Statistic
from policy_dataset.model.vocabulary import Code
from policy_dataset.release.load import load_package
from release.samples import Call, Harbour


def test_a_record_is_an_instance_of_its_declared_model(ds):
    m = ds.measures["ferry"]
    assert isinstance(m, Measure)
    assert type(m).__name__ == "Measure"
    assert isinstance(m.actors[0], MeasureActor)
    assert isinstance(ds.statistics["passengers"], Statistic)


def test_values_are_exact_numbers_without_trailing_zeros(ds):
    s = ds.statistics["passengers"]
    assert repr(s.value) == "Decimal('259000000')"
    assert repr(s.resolution) == "Decimal('1000000')"
    assert repr(ds.locations["510100"].latitude) == "Decimal('30.66667')"
    assert ds.statistics["third"].value is None


def test_all_38_digits_are_kept(harbours):
    assert repr(harbours.harbours["west"].depth) == "Decimal('12345678901234567890123456789.5')"
    assert harbours.harbours["north"].depth.as_tuple() == (0, (1,), -9)


def test_dates_truth_values_and_integers_have_their_types(ds, harbours):
    assert ds.statistics["passengers"].period_end == date(2025, 11, 30)
    north, south, west = harbours.harbours.values()
    assert (north.open, south.open, west.open) == (True, False, None)
    assert (north.berths, south.berths, west.berths) == (3, None, 0)


def test_codes_know_their_labels(ds):
    m = ds.measures["ferry"]
    assert m.status == "announced"
    assert isinstance(m.status, Code)
    assert (m.status.label_en, m.status.label_zh) == ("Announced", "已宣布")
    assert m.actors[0].role == "lead"


def test_several_codes_in_one_cell_stay_text(ds):
    value = ds.statistics["stations"].assumptions
    assert type(value) is str


def test_nested_lists_hold_the_rows_of_their_tables(ds):
    m = ds.measures["ferry"]
    assert [a.name_en for a in m.actors] == ["Office", "State body"]
    assert [x.location_id for x in m.locations] == ["510100"]
    assert [x.target_group for x in m.target_groups] == ["flexible_workers"]
    assert [x.instrument for x in m.also_instruments] == ["pilot"]
    assert [x.status for x in m.history] == ["announced"]
    assert m.links == ()
    assert [x.to.title_en for x in ds.measures["ferry_line"].links] == ["Ferry, subsidised"]
    assert [x.member.name_en for x in ds.locations["loc_cn_region_central"].members] == ["Shanxi"]


def test_references_are_text_and_lead_to_their_record(ds):
    s = ds.statistics["passengers"]
    assert s.unit == "person"
    assert repr(s.unit) == "Unit('person')"
    assert s.unit.record.name_zh == "人"
    assert s.unit.name_zh == "人"
    assert s.location_id == "CN"
    assert s.location.name_en == "China"
    assert s.measure == ds.measures["ferry"]
    assert s.source.publisher == "官方"
    assert ds.statistics["third"].unit is None
    assert ds.statistics["stations"].measure is None


def test_a_reference_is_plain_text_for_everybody_else(ds):
    unit = ds.statistics["passengers"].unit
    assert json.dumps({unit: unit}) == '{"person": "person"}'
    assert type(pickle.loads(pickle.dumps(unit))) is str  # noqa: S301 - of this test
    assert type(copy.deepcopy(unit)) is str
    assert f"{unit}" == "person"
    with pytest.raises(AttributeError):
        _ = unit.no_such


def test_a_part_knows_its_whole_and_the_whole_its_parts(ds):
    line = ds.measures["ferry_line"]
    assert line.part_of == "ferry"
    assert line.part_of.record == ds.measures["ferry"]
    assert line.part_of.title_en == "Ferry, subsidised"
    assert [p.measure_id for p in ds.measures["ferry"].parts] == ["ferry_line"]
    assert ds.measures["ferry"].part_of is None
    assert line.parts == ()
    assert [c.name_en for c in ds.locations["CN"].children] == ["Shanxi", "Sichuan"]
    assert ds.locations["510100"].parent.name_en == "Sichuan"


def test_what_refers_to_a_record_is_under_the_name_of_its_table(ds):
    assert [s.statistic_id for s in ds.measures["ferry"].statistics] == ["passengers"]
    assert [m.measure_id for m in ds.actors["its_office"].measure_actors] == ["ferry"]
    assert [s.statistic_id for s in ds.indicators["passengers"].statistics] == [
        "passengers",
        "stations",
        "third",
    ]
    assert [x.measure_id for x in ds.measures["ferry"].referring("measure_links", "to_id")] == ["ferry_line"]
    with pytest.raises(UsageError, match="does not refer to measures"):
        ds.measures["ferry"].referring("actors")


def test_a_row_of_a_table_of_links_answers_for_the_record_it_points_at(ds):
    link = ds.measures["ferry"].actors[0]
    assert (link.role, link.name_zh, link.actor.kind, link.actor_id) == (
        "lead",
        "办公室",
        "ministry",
        "its_office",
    )
    assert ds["measure_actors"]["ferry/its_office/lead"] == link


def test_evidence_is_found_by_position_and_by_field(ds):
    m = ds.measures["ferry"]
    assert len(m.evidence) == 2
    assert m.evidence[0].anchor == "gazette#char=3,8;sha256=abababababababab"
    assert m.evidence["period"].char_start == 30
    assert m.evidence["record"] == m.evidence[0]
    assert m.evidence.of("record") == m.evidence[:1]
    assert m.evidence.fields == ("record", "period")
    assert ds.statistics["passengers"].evidence["figure"].source.publisher == "官方"
    assert ds.statistics["third"].evidence == ()
    with pytest.raises(NotFoundError, match="did you mean 'period'"):
        _ = m.evidence["perod"]
    with pytest.raises(NotFoundError, match="none at all"):
        _ = ds.statistics["third"].evidence["figure"]


def test_bounds_are_printed_as_an_interval(ds):
    assert repr(ds.statistics["stations"].bounds) == "(12000, ..]"
    assert ds.statistics["stations"].bounds.lower == Decimal(12000)
    assert repr(ds.statistics["passengers"].bounds) == "[..]"


def test_an_unknown_name_is_an_attribute_error_with_a_hint(ds):
    with pytest.raises(AttributeError, match="did you mean 'title_en'"):
        _ = ds.measures["ferry"].titel_en
    with pytest.raises(AttributeError, match="did you mean 'name_en'"):
        _ = ds.measures["ferry"].actors[0].nme_en
    assert not hasattr(ds.measures["ferry"], "_private")


def test_records_print_short_and_show_in_notebooks(ds):
    assert repr(ds.measures["ferry"]) == "<Measure ferry Ferry, subsidised>"
    assert repr(ds.statistics["passengers"]) == "<Statistic passengers 2.59亿人>"
    html = ds.sources["gazette"]._repr_html_()
    assert "The &quot;Gazette&quot;, daily" in html
    assert "<td>None" not in html


def test_records_are_equal_by_content_and_can_be_kept_in_sets(ds, published):
    again = load_package(published.path)
    assert ds.measures["ferry"] == again.measures["ferry"]
    assert ds.measures["ferry"] != ds.measures["ferry_line"]
    assert ds.measures["ferry"] != "ferry"
    assert len({*ds.measures.values(), *again.measures.values()}) == 2


def test_a_record_turns_into_plain_values(ds, harbours):
    values = ds.statistics["passengers"].to_dict()
    assert (values["value"], values["unit"], values["location_id"]) == (Decimal(259000000), "person", "CN")
    assert {type(v) for v in values.values()} <= {str, Decimal, date, bool, type(None)}
    assert harbours.harbours["north"].model_dump()["name_en"] == "North, upper"


def test_records_are_frozen(ds):
    with pytest.raises(Exception, match="frozen"):
        ds.measures["ferry"].title_en = "x"


def test_dir_names_columns_and_links(ds):
    names = dir(ds.measures["ferry"])
    assert {"title_en", "statistics", "parts", "actors", "evidence", "source"} <= set(names)


def test_a_schema_of_a_user_has_the_same_links(harbours):
    south = harbours.harbours["south"]
    assert isinstance(south, Harbour)
    assert south.near.name_en == "North, upper"
    assert all(isinstance(c, Call) for c in harbours.harbours["north"].calls)
    assert harbours.calls["north/Ann"].harbour.berths == 3


def test_tables_that_no_schema_declares_are_loaded_all_the_same(own):
    ds = load_package(own.path)
    south = ds.harbours["south"]
    assert south.near.record.name_en == "North, upper"
    assert repr(ds.harbours["west"]).startswith("<HarboursRow west")
    assert [c.ship for c in ds.harbours["north"].calls] == ["Ann", "Bob"]
    assert not hasattr(south, "evidence")


def test_a_code_looks_up_its_labels_when_they_are_asked_for_and_takes_them_along(ds):
    status = ds.measures["ferry"].status
    for other in (copy.deepcopy(status), pickle.loads(pickle.dumps(status))):  # noqa: S301 - our own bytes
        assert (other, other.label_en, other.label_zh) == ("announced", "Announced", "已宣布")


def test_a_record_is_validated_as_its_model_is(ds):
    record = ds.statistics["passengers"]
    assert type(record).model_fields.keys() == Statistic.model_fields.keys()
    assert record.model_dump(include={"statistic_id", "value"}) == {
        "statistic_id": "passengers",
        "value": record.value,
    }
