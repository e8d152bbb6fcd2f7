"""What differs between two releases, and what it is called."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Code, Table, column
from policy_dataset.release.changes import CellChange
from policy_dataset.release.diff import compare_datasets
from policy_dataset.release.load import dataset_of
from policy_dataset.tables.arrow import table_of_rows
from release.edits import edited, release, row
from release.samples import OWN_META, Harbour


def compare(edit, **meta):
    return compare_datasets(release(), edited(edit, **meta))


def set_cell(table, key, **cells):
    return lambda rows: row(rows, table, key).update(cells)


def test_equal_releases_do_not_differ():
    d = compare_datasets(release(), release())
    assert not d
    assert (d.added, d.removed, d.changed, d.required_bump) == ((), (), (), None)
    assert d.summary() == "nothing differs"


def test_a_changed_cell_has_its_record_its_values_and_its_cause():
    d = compare(set_cell("statistics", "passengers", figure="2.6亿人", value=Decimal(260000000)))
    assert d.changed == (
        CellChange("statistics", "passengers", "figure", "2.59亿人", "2.6亿人", "coding_corrected"),
        CellChange(
            "statistics", "passengers", "value", Decimal(259000000), Decimal(260000000), "coding_corrected"
        ),
    )
    assert d.summary() == "1 value corrected (evidence unchanged)"
    assert d.required_bump == "patch"


def test_a_value_derived_otherwise_from_the_same_words_is_reinterpreted():
    d = compare(set_cell("statistics", "passengers", value=Decimal(260000000)))
    assert [c.cause for c in d.changed] == ["reinterpreted"]
    assert d.summary() == "1 value read otherwise"


def test_a_period_read_otherwise_from_the_same_words_is_reinterpreted():
    d = compare_datasets(
        edited(set_cell("statistics", "passengers", period_printed="11月底")),
        edited(set_cell("statistics", "passengers", period_printed="11月底", period="2025-11")),
    )
    assert [(c.field, c.cause) for c in d.changed] == [("period", "reinterpreted")]


def test_a_wording_mended_does_not_make_a_derived_value_a_correction():
    d = compare(set_cell("statistics", "passengers", population_en="riders", value=Decimal(1)))
    assert {c.field: c.cause for c in d.changed} == {
        "population_en": "coding_corrected",
        "value": "reinterpreted",
    }


def test_a_change_of_the_file_of_a_source_is_the_cause_of_what_rests_on_it():
    def edit(rows):
        row(rows, "sources", "gazette")["file_sha256"] = "cd" * 32
        row(rows, "statistics", "passengers")["figure"] = "2.6亿人"

    d = compare(edit)
    assert {(c.table, c.cause) for c in d.changed} == {
        ("sources", "source_changed"),
        ("statistics", "source_changed"),
    }
    assert d.required_bump == "minor"


def test_a_record_that_rests_on_another_source_says_so():
    def edit(rows):
        rows["sources"].append(row(rows, "sources", "gazette") | {"source_id": "other"})
        row(rows, "statistics", "passengers").update(source_id="other", figure="2.6亿人")

    d = compare(edit)
    assert {c.cause for c in d.changed} == {"new_source"}


def test_of_what_has_no_evidence_nobody_says_that_it_is_unchanged():
    after = edited(set_cell("actors", "state_body", name_en="The state body"))
    d = compare_datasets(release(), after, causes={"*": "coding_corrected"})
    assert d.summary() == "1 actor corrected"
    assert "evidence" not in d.to_markdown()


def test_what_has_no_evidence_has_no_cause_of_itself():
    d = compare(set_cell("actors", "state_body", name_en="The state body"))
    assert [c.cause for c in d.changed] == [None]


def test_the_same_quote_at_another_place_has_moved():
    def edit(rows):
        found = next(r for r in rows["evidence"] if r["record_id"] == "passengers" and r["field"] == "figure")
        found.update(char_start=52, char_end=57, evidence_id="statistics/passengers/figure/52,57")

    d = compare(edit)
    (moved,) = d.moved
    assert (moved.table, moved.record_id, moved.field) == ("statistics", "passengers", "figure")
    assert (moved.old, moved.new) == ("gazette#char=50,55", "gazette#char=52,57")
    assert (d.added, d.removed, d.required_bump) == ((), (), "patch")


def test_another_quote_has_not_moved():
    def edit(rows):
        found = next(r for r in rows["evidence"] if r["record_id"] == "passengers" and r["field"] == "figure")
        found.update(evidence_id="statistics/passengers/figure/52,57", quote_sha256="cd" * 32)

    d = compare(edit)
    assert d.moved == ()
    assert (len(d.added), len(d.removed)) == (1, 1)


def test_codes_and_labels_stand_apart():
    def edit(rows):
        code = next(r for r in rows["codes"] if (r["codelist"], r["code"]) == ("statuses", "announced"))
        code["label_en"] = "Promised"

    d = compare(edit)
    assert [(c.id, c.field, c.new) for c in d.codes] == [("statuses/announced", "label_en", "Promised")]
    assert d.codes[0].cause == "reference_changed"


def test_a_state_that_cannot_follow_is_flagged():
    before = edited(set_cell("measures", "ferry", status="completed"))
    after = edited(set_cell("measures", "ferry", status="announced"))
    (odd,) = compare_datasets(before, after).transitions
    assert (odd.table, odd.id, odd.old, odd.new, odd.allowed) == (
        "measures",
        "ferry",
        "completed",
        "announced",
        ("superseded",),
    )
    assert compare_datasets(after, edited(set_cell("measures", "ferry", status="in_force"))).transitions == ()


@pytest.mark.parametrize(
    ("edit", "bump"),
    [
        (lambda rows: rows["measures"].append(row(rows, "measures", "ferry") | {"measure_id": "x"}), "minor"),
        (lambda rows: rows["statistics"].remove(row(rows, "statistics", "third")), "major"),
        (lambda rows: rows["measure_target_groups"].clear(), "patch"),
        (lambda rows: rows["codes"].pop(), "major"),
        (lambda rows: rows["coverage"].pop(), "patch"),
        (set_cell("units", "person", factor_to_base="2/1"), "major"),
        (set_cell("measures", "ferry", title_en="A ferry, renamed"), "patch"),
        (set_cell("statistics", "passengers", source_id="other"), "minor"),
        (
            lambda rows: rows["locations"].append(row(rows, "locations", "CN") | {"location_id": "FR"}),
            "minor",
        ),
    ],
)
def test_each_change_asks_for_its_step(edit, bump):
    assert compare(edit).required_bump == bump


@pytest.mark.parametrize(
    ("meta", "bump"),
    [
        ({"base_iri": "https://example.org/id/"}, "major"),
        ({"title": "Other"}, "patch"),
        ({"version": "2.0.0"}, None),
    ],
)
def test_each_property_asks_for_its_step(meta, bump):
    assert compare(lambda _: None, **meta).required_bump == bump


def test_what_asks_is_said():
    d = compare(lambda rows: rows["statistics"].remove(row(rows, "statistics", "third")))
    assert "major (2.0.0 or later): 1 statistic removed" in d.to_text()


def test_a_table_for_every_change():
    d = compare(set_cell("measures", "ferry", source_id=None, title_en="Renamed"))
    table = d.to_arrow()
    assert table.column_names == ["change", "table", "id", "field", "authored_field", "old", "new", "cause"]
    found = {r["field"]: r["authored_field"] for r in table.to_pylist()}
    assert found == {"title_en": "title_en", "source_id": None}


def test_markdown_is_a_section_of_a_changelog():
    def edit(rows):
        rows["measures"].append(
            row(rows, "measures", "ferry") | {"measure_id": "bridge", "title_en": "A bridge"}
        )
        row(rows, "statistics", "passengers")["figure"] = "2.6亿人"

    text = compare(edit, version="1.1.0").to_markdown(date="2026-03-01")
    assert text == (
        "## [1.1.0] - 2026-03-01\n\n1 measure added, 1 value corrected (evidence unchanged).\n\n"
        "### Added\n\n- measure `bridge`: A bridge\n\n"
        "### Fixed\n\n- statistic `passengers`: figure `2.59亿人` → `2.6亿人` (corrected, evidence unchanged)\n"
    )


def test_json_writes_numbers_as_text():
    d = compare(set_cell("statistics", "passengers", value=Decimal("0.1")))
    (changed,) = json.loads(d.to_json())["changed"]
    assert (changed["old"], changed["new"], changed["authored_field"]) == ("259000000", "0.1", None)


def test_members_of_lists_are_told_with_their_record():
    d = compare(lambda rows: rows["measure_target_groups"].clear())
    assert "measure_target_groups of" in d.to_markdown()
    assert d.summary() == "lists of 1 record changed"


def test_the_other_way_round_what_was_added_is_removed():
    one, other = release(), edited(lambda rows: rows["statistics"].remove(row(rows, "statistics", "third")))
    forth, back = compare_datasets(one, other), compare_datasets(other, one)
    assert [r.id for r in forth.removed] == [r.id for r in back.added] == ["third"]
    assert (forth.required_bump, back.required_bump) == ("major", "minor")


def test_a_column_that_may_now_be_empty_is_a_change_of_the_schema():
    old, new = release(), release()
    for resource in new._manifest.descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if (resource["name"], field["name"]) == ("statistics_parquet", "indicator"):
                field["constraints"].pop("required")
    d, back = compare_datasets(old, new), compare_datasets(new, old)
    assert [(s.kind, s.table, s.column) for s in d.schema] == [("column_optional", "statistics", "indicator")]
    assert d.summary() == "column statistics.indicator may be empty"
    assert (d.required_bump, back.required_bump) == ("minor", "patch")


def declared(**cell):
    """A release of one table whose column ``cell`` is declared so, and whose rows are always the same."""
    members = {
        "line_id": column("Its id.", key=True, examples=("a",)),
        "cell": column("What it says.", **cell),
        "__annotations__": {"line_id": str, "cell": (Code if "codelist" in cell else str) | None},
        "__doc__": "A line.",
        "__module__": __name__,
    }
    line = type(Table)("Line", (Table,), members, table="lines", title="Lines")
    codelists = standard_schema().codelists
    kinds = {name: codelists[name] for name in ("location_kinds", "actor_kinds")}
    schema = Schema(tables=(line, Harbour), codelists=kinds)
    rows = {"lines": [{"line_id": "a"}], "harbours": []}
    return dataset_of(schema, OWN_META, {t: table_of_rows(schema[t], rows[t]) for t in rows})


@pytest.mark.parametrize(
    ("old", "new", "kind", "bump", "words"),
    [
        ({"unit": "million yuan"}, {"unit": "yuan"}, "unit_changed", "major", "unit changed"),
        ({"unit": "yuan"}, {}, "unit_changed", "major", "unit changed"),
        (
            {"codelist": "location_kinds"},
            {"codelist": "actor_kinds"},
            "codelist_changed",
            "major",
            "codelist changed",
        ),
        (
            {"references": "harbours"},
            {"references": "lines"},
            "reference_changed",
            "major",
            "reference changed",
        ),
        ({"references": "harbours"}, {}, "reference_changed", "major", "reference changed"),
        ({}, {"references": "harbours"}, "reference_added", "minor", "reference added"),
    ],
)
def test_a_column_whose_cells_mean_something_else_is_a_change(old, new, kind, bump, words):
    d = compare_datasets(declared(**old), declared(**new))
    assert [(s.kind, s.table, s.column) for s in d.schema] == [(kind, "lines", "cell")]
    assert (d.required_bump, d.summary()) == (bump, f"column lines.cell {words}")
    assert f"column `lines.cell` {words}" in d.to_markdown()
    assert "lines.cell" in d.to_text()


def test_a_column_is_told_with_the_name_that_its_author_knows():
    d = compare(set_cell("statistics", "passengers", figure_qualifier="日均", location_id="510100"))
    text = d.to_text()
    assert "figure_qualifier (qualifier) nothing → 日均" in text
    assert "location_id (location) CN → 510100" in text
