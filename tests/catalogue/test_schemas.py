from __future__ import annotations

import json
import shutil

import pytest
from jsonschema import Draft202012Validator

from catalogue.declared import railway
from policy_dataset.catalogue import schemas
from policy_dataset.model.standard import standard_schema
from policy_dataset.problems import Problem
from policy_dataset.report.report import Report
from policy_dataset.rules.catalogue import all_rules


@pytest.fixture
def checkout(tmp_path):
    schemas.write(tmp_path)
    return tmp_path


def test_what_is_committed_is_what_the_declarations_say(root):
    # When this fails: run `policy-dataset schemas` and commit what it writes.
    assert [p.message for p in schemas.check(root)] == []


def test_what_was_written_is_up_to_date_and_not_written_again(checkout):
    assert schemas.check(checkout) == []
    assert schemas.write(checkout) == []


def test_a_file_that_is_missing_is_found_and_put_back(checkout):
    (checkout / "schemas/report.schema.json").unlink()
    assert [(p.file, p.message) for p in schemas.check(checkout)] == [
        ("schemas/report.schema.json", "schemas/report.schema.json is missing")
    ]
    assert schemas.write(checkout) == ["schemas/report.schema.json"]


def test_a_file_that_was_edited_is_found_at_its_line(checkout):
    path = checkout / "schemas/tables/actors.json"
    lines = path.read_bytes().split(b"\n")
    lines[3] += b" "
    path.write_bytes(b"\n".join(lines))
    (problem,) = schemas.check(checkout)
    assert (problem.file, problem.line) == ("schemas/tables/actors.json", 4)
    assert "policy-dataset schemas" in problem.hint


def test_other_line_ends_are_a_difference(checkout):
    path = checkout / "schemas/tables/actors.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [p.line for p in schemas.check(checkout)] == [1]


def test_a_file_that_is_cut_short_is_a_difference(checkout):
    path = checkout / "schemas/codebook.md"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert len(schemas.check(checkout)) == 1


def test_a_file_that_is_generated_no_more_is_found_and_removed(checkout):
    shutil.copy(checkout / "schemas/tables/actors.json", checkout / "schemas/tables/actresses.json")
    assert [p.message for p in schemas.check(checkout)] == [
        "schemas/tables/actresses.json is no longer generated"
    ]
    assert schemas.write(checkout) == ["schemas/tables/actresses.json"]
    assert not (checkout / "schemas/tables/actresses.json").exists()


def test_what_people_wrote_beside_generated_files_is_let_lie(checkout):
    for name in ("schemas/README.md", "docs/reference/notes.md", "schemas/tables/own.json"):
        (checkout / name).write_text("own\n", encoding="utf-8")
    assert schemas.check(checkout) == []
    assert schemas.write(checkout) == []


def test_drift_is_reported_like_any_problem(tmp_path):
    report = Report.of(schemas.check(tmp_path))
    assert not report.valid
    assert all(isinstance(p, Problem) for p in report)


def test_files_are_utf8_text_that_ends_with_one_line_end():
    for name, text in schemas.generated_files(standard_schema(), all_rules()).items():
        assert text.endswith("\n"), name
        assert not text.endswith("\n\n"), name
        assert "\r" not in text, name


def test_every_json_schema_among_them_passes_the_meta_schema():
    files = schemas.generated_files(standard_schema(), all_rules())
    for name, text in files.items():
        if name.endswith(".schema.json"):
            Draft202012Validator.check_schema(json.loads(text))


def test_there_is_a_schema_for_every_authored_and_every_published_table():
    schema = standard_schema()
    files = schemas.generated_files(schema, all_rules())
    authored = {t.table_name for t in schema.authored} | {"dataset"}
    assert {n for n in files if n.startswith("schemas/authored/")} == {
        f"schemas/authored/{t}.schema.json" for t in authored
    }
    for kind in ("tables", "arrow"):
        assert {n for n in files if n.startswith(f"schemas/{kind}/")} == {
            f"schemas/{kind}/{t.table_name}.json" for t in schema.published
        }


def test_a_set_of_tables_of_ones_own_has_files_of_its_own(tmp_path):
    schemas.write(tmp_path, schema=railway(), rules={})
    assert (tmp_path / "schemas/authored/stations.schema.json").is_file()
    assert not (tmp_path / "schemas/authored/measures.schema.json").exists()
    assert schemas.check(tmp_path, schema=railway(), rules={}) == []


def test_types_of_arrow_are_told_in_words():
    files = schemas.generated_files(standard_schema(), {})
    fields = {f["name"]: f for f in json.loads(files["schemas/arrow/statistics.json"])["fields"]}
    assert fields["value"]["type"] == "decimal128(38, 9)"
    assert fields["period_start"]["type"] == "date32[day]"
    assert fields["indicator"]["nullable"] is False
