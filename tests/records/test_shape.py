from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.model.standard import standard_schema
from policy_dataset.records.shape import read_rows
from policy_dataset.records.yaml_text import read_yaml

SCHEMA = standard_schema()


def read(text: str, table: str = "measures"):
    return read_rows(read_yaml(text.encode(), file=f"{table}.yaml"), SCHEMA[table])


def test_nested_lists_become_rows_of_their_own_tables():
    rows, problems = read(
        "- id: a\n  locations: [CN, {location: '530400', role: origin}]\n  actors:\n    - {actor: b, role: lead}\n"
    )
    assert problems == []
    assert [(c.table.table_name, dict(c.cells)) for c in rows[0].children] == [
        ("measure_locations", {"location_id": "CN", "role": "applies"}),
        ("measure_locations", {"location_id": "530400", "role": "origin"}),
        ("measure_actors", {"actor_id": "b", "role": "lead"}),
    ]


def test_a_misspelt_field_is_named_with_the_field_that_is_meant():
    _, (problem,) = read("- id: a\n  titel_zh: b\n")
    assert (problem.rule, problem.line, problem.column) == ("unknown_field", 2, 3)
    assert "'title_zh'" in problem.hint


def test_a_derived_field_is_not_written_by_hand():
    _, (problem,) = read("- id: a\n  figure: 12个\n  value: 12\n", "statistics")
    assert "derived" in problem.message


def test_a_published_name_is_explained_by_the_authored_one():
    _, (problem,) = read("- measure_id: a\n")
    assert (problem.rule, problem.line) == ("unknown_field", 1)


ANCHOR = "page#char=1,5;sha256=0123456789abcdef"


@pytest.mark.parametrize(
    ("table", "block", "fields"),
    [
        ("measures", f" {ANCHOR}", [None]),
        ("statistics", f" {ANCHOR}", ["figure"]),
        ("measures", f"\n    - {ANCHOR}\n    - {ANCHOR}", [None, None]),
        ("measures", f"\n    record: {ANCHOR}\n    period: {ANCHOR}", [None, "period"]),
        ("measures", f"\n    actors:\n      - {ANCHOR}", ["actors"]),
    ],
)
def test_evidence_is_an_anchor_a_list_or_a_mapping_from_fields(table, block, fields):
    figure = "  figure: 12个\n" if table == "statistics" else ""
    rows, problems = read(f"- id: a\n{figure}  evidence:{block}\n", table)
    assert problems == []
    assert [item.field for item in rows[0].evidence] == fields


def test_evidence_of_a_field_that_is_none_is_a_problem_at_its_key():
    _, (problem,) = read(f"- id: a\n  evidence:\n    perid: {ANCHOR}\n")
    assert (problem.rule, problem.line, problem.column) == ("unknown_field", 3, 5)


def test_an_anchor_split_at_its_comma_by_brackets_is_told_how_to_be_written():
    _, problems = read(f"- id: a\n  evidence: [{ANCHOR}]\n")
    assert {p.rule for p in problems} == {"bad_anchor"}


@pytest.mark.parametrize(
    "text",
    [
        "id: a\n",
        "- a\n",
        "- [a]\n",
        "- id: [a]\n",
        "- id: a\n  actors: b\n",
        "- id: a\n  evidence:\n    - {a: b}\n",
    ],
)
def test_a_wrong_shape_is_one_problem_with_a_place(text):
    _, problems = read(text)
    assert [p.rule for p in problems] == ["wrong_shape"]
    assert problems[0].line is not None


def test_one_bad_record_does_not_hide_the_next():
    rows, problems = read("- id: [a]\n- id: b\n  titel: x\n- id: c\n")
    assert [r.cells.get("measure_id") for r in rows] == [None, "b", "c"]
    assert [p.line for p in problems] == [1, 3]


@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_reading_records_never_raises(value):
    import yaml  # noqa: PLC0415 - only to write what is read

    read(yaml.safe_dump(value, allow_unicode=True))


def test_an_empty_text_is_said_to_be_left_out():
    _, (problem,) = read('- id: a\n  title_en: ""\n')
    assert (problem.rule, problem.line, problem.column) == ("null_value", 2, 13)
