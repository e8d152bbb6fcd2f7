from __future__ import annotations

import pytest

from policy_dataset.model.standard import STANDARD_TABLES, standard_schema, standard_table


@pytest.mark.parametrize("name", STANDARD_TABLES)
def test_a_table_is_found_under_its_own_name(name):
    table = standard_table(name)
    assert table is standard_schema()[name]
    assert table.table_name == name


def test_every_table_of_the_schema_is_listed_in_its_order():
    assert [t.table_name for t in standard_schema()] == list(STANDARD_TABLES)


def test_a_table_that_is_not_ours_has_no_class():
    assert standard_table("weather") is None
