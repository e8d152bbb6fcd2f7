"""Tables of a loaded dataset: as mappings, as tables for other libraries, selected and labelled."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from policy_dataset.errors import MissingExtraError, NotFoundError, UsageError
from policy_dataset.model.measures import Measure


def _ids(records):
    return [r.measure_id for r in records]


def test_the_dataset_says_on_one_line_what_it_holds(ds, harbours):
    assert repr(ds) == "tiny-2026 1.0.0 · 2 measures · 3 statistics · 5 places · 1 source · coverage 50 %"
    assert repr(harbours) == "own 1.0.0 · 2 calls · 3 harbours"
    assert "<td>measures</td>" in ds._repr_html_()


def test_a_table_is_an_attribute_a_member_and_found_by_its_class(ds):
    assert ds.measures is ds["measures"] is ds[Measure]
    assert "measures" in ds.tables
    assert "measures" in ds
    assert list(ds) == list(ds.tables) == sorted(ds.tables)
    assert "measures" in dir(ds)


def test_an_unknown_table_is_not_found_with_a_hint(ds):
    with pytest.raises(NotFoundError, match="did you mean 'measures'"):
        _ = ds["mesures"]
    with pytest.raises(NotFoundError, match="did you mean 'measures'"):
        _ = ds.mesures
    assert not hasattr(ds, "mesures")


def test_a_table_is_a_mapping_of_records(ds):
    t = ds.measures
    assert len(t) == 2
    assert list(t) == list(t.keys()) == ["ferry", "ferry_line"]
    assert _ids(t.values()) == ["ferry", "ferry_line"]
    assert [(k, r.measure_id) for k, r in t.items()] == [("ferry", "ferry"), ("ferry_line", "ferry_line")]
    assert "ferry" in t
    assert "x" not in t
    assert t.get("x") is None
    assert t.get("ferry").title_en == "Ferry, subsidised"
    assert set(dict(t)) == {"ferry", "ferry_line"}
    assert t
    with pytest.raises(NotFoundError, match="did you mean 'ferry'"):
        _ = t["fery"]
    with pytest.raises(LookupError):
        _ = t["x"]


def test_every_data_library_takes_a_table_as_it_is(ds):
    t = ds.statistics
    w = t.where(kind="target")
    for table, rows in ((t, 3), (w, 2), (t.labelled(), 3)):
        assert pl.DataFrame(table).height == rows
        assert pa.table(table).num_rows == rows
        assert pa.schema(table).names == table.schema.names
    assert duckdb.sql("select value from t where kind = 'observed'").fetchall() == [
        (Decimal("259000000.000000000"),)
    ]
    assert duckdb.sql("select statistic_id from w order by 1").fetchall() == [("stations",), ("third",)]
    assert pl.DataFrame(t).schema["value"] == pl.Decimal(38, 9)


def test_polars_gets_exact_decimals_and_real_dates(ds):
    frame = ds.statistics.to_polars()
    assert frame["value"].to_list() == [Decimal(259000000), Decimal(12000), None]
    assert frame["period_start"].to_list() == [date(2025, 11, 30), None, None]


def test_pandas_gets_exact_decimals_real_dates_and_whole_numbers(ds, harbours):
    frame = ds.statistics.to_pandas()
    assert frame["value"][0] == Decimal(259000000)
    assert frame["value"].sum() == Decimal(259012000)
    assert frame["period_start"].dt.year[0] == 2025
    assert frame["period_start"][1] is pd.NA
    assert harbours.harbours.to_pandas()["berths"].tolist() == [3, pd.NA, 0]
    assert harbours.harbours.to_pandas()["depth"][2] == Decimal("12345678901234567890123456789.5")


def test_floats_are_given_to_who_asks_for_them(ds):
    frame = ds.statistics.to_pandas(floats=True)
    assert frame["value"].dtype == pd.ArrowDtype(pa.float64())
    assert frame["value"][0] == 259000000.0
    assert frame["period_start"].dt.year[0] == 2025


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_without_the_library_the_call_says_what_to_install(library, ds, monkeypatch):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=f"pip install {library}"):
        getattr(ds.statistics, f"to_{library}")()


def test_columns_have_descriptions(ds):
    assert ds.statistics.columns["figure"].startswith("The figure as printed")
    assert ds.statistics.where().columns == ds.statistics.columns
    assert ds.statistics.schema.field("value").type == pa.decimal128(38, 9)
    assert ds.measures.title == Measure.table_title


def test_tables_and_selections_print_short(ds):
    assert repr(ds.measures) == f"<measures: 2 rows, {len(ds.measures.columns)} columns>"
    assert repr(ds.measures.where(topic="health")).startswith("[<Measure ferry Ferry, subsidised>, ")
    assert "5 in all" in repr(ds.locations.values())
    assert "<caption>measures: 2 rows" in ds.measures._repr_html_()
    assert "with labels" in repr(ds.measures.labelled())


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, ["ferry", "ferry_line"]),
        ({"topic": "health_insurance"}, ["ferry"]),
        ({"topic": "health"}, ["ferry", "ferry_line"]),  # and the topics below it
        ({"topic": ["health_insurance", "housing_urban"]}, ["ferry"]),
        ({"status": "in_force"}, ["ferry_line"]),
        ({"part_of": "ferry"}, ["ferry_line"]),
        ({"part_of": None}, ["ferry"]),
        ({"location": "510100"}, ["ferry"]),
        ({"location": "510000"}, ["ferry"]),  # a place takes in what lies in it
        ({"location": "CN"}, ["ferry", "ferry_line"]),
        ({"location": "loc_cn_region_central"}, ["ferry_line"]),  # a region its members
        ({"location": "140000"}, ["ferry_line"]),
        ({"location_id": ("140000", "510000")}, ["ferry", "ferry_line"]),
        ({"location": "120000"}, []),
        ({"locations": "510100"}, ["ferry"]),
        ({"actor": "state_body"}, ["ferry"]),
        ({"actors": "nobody"}, []),
        ({"target_group": "flexible_workers"}, ["ferry"]),
        ({"also_instruments": "pilot"}, ["ferry"]),
        ({"instrument": "pilot"}, ["ferry_line"]),
        ({"source": "gazette", "status": "announced"}, ["ferry"]),
        ({"period_start": date(2026, 1, 1)}, ["ferry"]),
        ({"topic": "health_insurance", "location": "140000"}, []),
    ],
)
def test_records_are_selected_by_columns_and_by_what_their_lists_hold(conditions, found, ds):
    assert _ids(ds.measures.where(**conditions)) == found


def test_numbers_truth_values_and_cells_of_several_codes_are_selected(ds, harbours):
    assert [s.statistic_id for s in ds.statistics.where(value=12000)] == ["stations"]
    assert [s.statistic_id for s in ds.statistics.where(value=Decimal("12000.0"))] == ["stations"]
    assert [s.statistic_id for s in ds.statistics.where(lower_inclusive=False)] == ["stations"]
    assert [s.statistic_id for s in ds.statistics.where(assumptions="per_from_indicator")] == ["stations"]
    assert [s.statistic_id for s in ds.statistics.where(location="510000")] == ["stations"]
    assert [u.unit_id for u in ds.units.where(variants_zh="位")] == ["person"]
    assert [h.harbour_id for h in harbours.harbours.where(berths=0)] == ["west"]
    assert [h.harbour_id for h in harbours.harbours.where(berths=None)] == ["south"]
    assert [h.harbour_id for h in harbours.harbours.where(calls="Ann")] == ["north"]


def test_a_misspelt_condition_is_misuse_with_a_hint(ds):
    with pytest.raises(UsageError, match="did you mean 'topic'"):
        ds.measures.where(topc="health")
    with pytest.raises(UsageError, match="'helth' is not in codelist topics; did you mean 'health'"):
        ds.measures.where(topic="helth")
    with pytest.raises(UsageError, match="cannot be one of its values"):
        ds.measures.where(period_start="2026")


def test_a_selection_is_a_sequence_that_can_be_narrowed(ds):
    chosen = ds.measures.where(topic="health")
    assert len(chosen) == 2
    assert chosen[0].measure_id == "ferry"
    assert chosen[-1].measure_id == "ferry_line"
    assert _ids(chosen[1:]) == ["ferry_line"]
    assert _ids(chosen.where(status="announced")) == ["ferry"]
    assert list(chosen) == list(ds.measures.values())
    assert chosen.to_polars().height == 2
    assert chosen.labelled("zh").to_arrow()["status_label"].to_pylist() == ["已宣布", "实施中"]
    assert not ds.measures.where(topic="housing_urban")


def test_labels_stand_beside_codes_and_names_beside_references(ds):
    t = ds.measures.labelled("en").to_arrow()
    names = t.column_names
    assert names.index("topic_label") == names.index("topic") + 1
    assert t["part_of_label"].to_pylist() == [None, "Ferry, subsidised"]
    assert t["status_label"].to_pylist()[0] == "Announced"
    assert t["extent_label"].to_pylist()[1] is None
    zh = ds.statistics.labelled("zh").to_arrow()
    assert zh["location_id_label"].to_pylist() == ["中国", "成都市", "山西省"]
    assert zh["unit_label"].to_pylist() == ["人", "人", None]
    assert zh["assumptions_label"].to_pylist()[1] not in {None, "per_from_indicator"}
    assert zh.drop_columns([n for n in zh.column_names if n.endswith("_label")]).equals(
        ds.statistics.to_arrow()
    )


def test_labels_of_an_unknown_language_are_misuse(ds):
    with pytest.raises(UsageError, match="'en' or 'zh'"):
        ds.measures.labelled("fr")


def test_names_stay_null_where_the_target_has_none(harbours):
    t = harbours.harbours.labelled("en").to_arrow()
    assert t["near_label"].to_pylist() == [None, "North, upper", 'The "South"\r\nbasin']
    assert "near_label" not in harbours.harbours.labelled("zh").to_arrow().column_names
