from __future__ import annotations

from policy_dataset.model.standard import standard_schema
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.closure import publishable
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.supplied import supplied_tables

SCHEMA = standard_schema()


def published(**rows):
    own = {t.table_name: Frame(table_of_rows(t, rows.get(t.table_name, []), nullable=True)) for t in SCHEMA}
    return publishable(Frames(SCHEMA, own, supplied_tables(SCHEMA)))


ACTOR = {"actor_id": "a", "name_zh": "甲", "name_en": "A", "kind": "ministry"}


def test_nothing_of_the_library_comes_in_unasked():
    tables = published()
    assert tables["locations"].num_rows == tables["units"].num_rows == tables["indicators"].num_rows == 0
    assert tables["codes"].num_rows > 100


def test_a_place_comes_with_all_its_ancestors():
    tables = published(actors=[ACTOR | {"location_id": "510104"}])
    assert tables["locations"]["location_id"].to_pylist() == ["510000", "510100", "510104", "CN"]


def test_a_region_comes_with_its_members():
    tables = published(actors=[ACTOR | {"location_id": "loc_cn_region_northeastern"}])
    assert tables["location_members"]["member_id"].to_pylist() == ["210000", "220000", "230000"]
    assert {"210000", "CN"} <= set(tables["locations"]["location_id"].to_pylist())


def test_rows_are_sorted_by_key_whatever_order_they_came_in():
    rows = [ACTOR | {"actor_id": name} for name in ("b", "a", "c")]
    assert published(actors=rows)["actors"].equals(published(actors=rows[::-1])["actors"])


def test_every_reference_of_what_is_published_holds():
    tables = published(actors=[ACTOR | {"location_id": "loc_cn_subdistrict_zhonghe_chengdu"}])
    for reference in SCHEMA.references():
        if reference.table in tables and reference.target in tables:
            keys = set(tables[reference.target][reference.target_column].to_pylist())
            assert set(tables[reference.table][reference.column].drop_null().to_pylist()) <= keys, reference
