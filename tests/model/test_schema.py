from __future__ import annotations

import pytest

from policy_dataset.errors import DeclarationError
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table, column, columns


class Town(Table, table="towns", title="Towns"):
    town_id: str = column("Id.", key=True)
    twin_id: str | None = column("Twin town.", references="towns")


class Bridge(Table, table="bridges", title="Bridges"):
    bridge_id: str = column("Id.", key=True)
    town: str = column("Where.", references="towns")
    style: str | None = column("Style.", codelist="styles")


def test_tables_are_found_by_name():
    schema = Schema((Town,))
    assert schema["towns"] is Town
    assert "towns" in schema
    assert "bridges" not in schema


def test_a_reference_to_a_table_that_is_not_there_is_refused():
    class Road(Table, table="roads"):
        road_id: str = column("Id.", key=True)
        town: str = column("Where.", references="towns")

    with pytest.raises(DeclarationError, match="no table here"):
        Schema((Road,))


def test_a_codelist_that_is_not_there_is_refused():
    with pytest.raises(DeclarationError, match="styles"):
        Schema((Town, Bridge))


def test_a_table_without_a_key_is_refused():
    class Keyless(Table, table="keyless"):
        name: str = column("Name.")

    with pytest.raises(DeclarationError, match="no key"):
        Schema((Keyless,))


def test_two_tables_of_one_name_are_refused():
    with pytest.raises(DeclarationError, match="share a name"):
        Schema((Town, Town))


def test_every_field_of_the_standard_tables_says_what_it_is():
    for table in standard_schema():
        assert table.__doc__
        for declared in columns(table).values():
            assert declared.description[0].isupper() or declared.description[0] == "`", declared.name
            assert declared.description.endswith((".", "”", "`")), (table.table_name, declared.name)
            if declared.authored and not declared.parent:
                assert declared.examples, (table.table_name, declared.name)


def test_examples_of_closed_lists_are_codes_of_them():
    schema = standard_schema()
    for table in schema:
        for declared in columns(table).values():
            if declared.codelist is not None and declared.separator is None:
                assert set(declared.examples) <= set(schema.codelists[declared.codelist]), declared.name


def test_no_published_integer_may_be_null():
    # frictionless reads a missing integer of a Parquet file as nan.
    for table in standard_schema().published:
        for declared in columns(table).values():
            assert declared.required or declared.type is not int, (table.table_name, declared.name)


def test_every_column_of_closed_codes_has_its_list():
    for name in (
        "statuses",
        "location_kinds",
        "change_directions",
        "change_bases",
        "assumptions",
        "dispositions",
    ):
        assert standard_schema().codelists[name]
