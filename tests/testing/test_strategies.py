"""Records and datasets made from declarations are right; writing them again in order or mended changes no value."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.declared import railway
from catalogue.verdicts import reader_finds
from policy_dataset.errors import MissingExtraError, UsageError
from policy_dataset.model.standard import standard_schema
from policy_dataset.pipeline import Library, check
from policy_dataset.records.field_order import order_of_table
from policy_dataset.records.yaml_fix import fix_yaml
from policy_dataset.records.yaml_format import format_yaml
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.testing import datasets, example_dataset, records, write_dataset

STANDARD, RAILWAY = standard_schema(), railway()
AUTHORED = [(schema, t.table_name) for schema in (STANDARD, RAILWAY) for t in schema.authored]
IDS = [f"{'standard' if schema is STANDARD else 'railway'}.{name}" for schema, name in AUTHORED]

FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
"""Each example judges a whole dataset by every rule, with its texts and by its lock."""


@pytest.mark.parametrize(("schema", "table"), AUTHORED, ids=IDS)
@FEW
@given(data=st.data())
def test_the_reader_and_the_declared_rules_accept_generated_records(schema, table, data):
    made = data.draw(st.lists(records(table, schema), max_size=2))
    assert reader_finds(json.dumps(made, ensure_ascii=False) + "\n", schema[table], schema) == []


@pytest.mark.parametrize(("schema", "table"), AUTHORED, ids=IDS)
@FEW
@given(data=st.data())
def test_format_and_fix_change_no_value_of_generated_records_and_a_second_time_nothing(schema, table, data):
    made = data.draw(st.lists(records(table, schema), min_size=1, max_size=3))
    written = (
        json.dumps(made, ensure_ascii=False, indent=data.draw(st.sampled_from((None, 2)))) + "\n"
    ).encode()
    order = order_of_table(schema[table])
    value = read_yaml(written, file="r.yaml").value
    formatted = format_yaml(written, file="r.yaml", order=order)
    assert formatted.text is not None
    assert read_yaml(formatted.text.encode(), file="r.yaml").value == value
    assert format_yaml(formatted.text.encode(), file="r.yaml", order=order).text == formatted.text
    for text in (written.decode(), formatted.text):
        fixed = fix_yaml(text.encode(), file="r.yaml", schema=schema, table=schema[table])
        assert fixed.text == text, fixed.repairs


@pytest.mark.parametrize("schema", [STANDARD, RAILWAY], ids=["standard", "railway"])
@FEWER
@given(data=st.data())
def test_nothing_is_wrong_with_a_generated_dataset(schema, data):
    library = replace(Library.standard(), schema=schema)
    files = data.draw(datasets(schema))
    with tempfile.TemporaryDirectory() as folder:
        root = write_dataset(files, folder)
        texts = root / "texts"
        for hand in (texts if texts.exists() else None, None):
            report = check(root, texts=hand, library=library).report
            assert list(report) == []
            assert report.faults == ()
        for name, content in files.items():
            table = name.removesuffix(".yaml")
            if table in schema and isinstance(content, str):
                fixed = fix_yaml(content.encode(), file=name, schema=schema, table=schema[table])
                assert fixed.text == content


def test_a_table_that_there_is_not_is_refused():
    with pytest.raises(UsageError, match="there is no table 'measure'"):
        records("measure")


def test_a_schema_without_the_standard_tables_has_no_example():
    with pytest.raises(UsageError, match="needs the tables"):
        example_dataset(schema=RAILWAY)


def test_nothing_is_written_outside_of_the_directory(tmp_path: Path):
    with pytest.raises(UsageError, match="would lead out"):
        write_dataset({"../outside.yaml": "[]\n"}, tmp_path / "dataset")


def test_without_hypothesis_strategies_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    for ask in (lambda: records("measures"), datasets):
        with pytest.raises(MissingExtraError, match=r"pip install 'policy-dataset\[testing\]'"):
            ask()
    assert example_dataset()
