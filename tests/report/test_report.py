from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policy_dataset import InvalidDataError, UsageError
from policy_dataset.problems import Problem, Severity
from policy_dataset.report.forms import find_form, form_names, form_of_file, render
from policy_dataset.report.json_report import report_schema
from policy_dataset.report.report import Report
from report.samples import report, unknown_code

FORMS = ("github", "html", "json", "junit", "markdown", "sarif", "text")


def test_the_forms_are_the_modules_of_the_folder():
    assert form_names() == FORMS


def test_no_two_forms_claim_a_suffix():
    claimed = [suffix for name in FORMS for suffix in find_form(name).SUFFIXES]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("r.json", "json"),
        ("r.xml", "junit"),
        ("r.sarif", "sarif"),
        ("r.HTML", "html"),
        ("r.md", "markdown"),
        ("r.txt", "text"),
        ("r.csv", None),
    ],
)
def test_a_suffix_implies_a_form(tmp_path, name, form):
    assert form_of_file(tmp_path / name) == form


def test_a_form_that_is_none_is_misuse():
    with pytest.raises(UsageError, match="forms are github, html"):
        Report.of([]).render("pdf")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_method_of_its_name(form):
    assert getattr(report(), f"to_{form}")() == report().render(form)


ANY_TEXT = st.text(st.characters())
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from(["unknown_code", "text_full_width", "of_a_user"]),
    message=ANY_TEXT,
    hint=ANY_TEXT,
    severity=st.sampled_from(Severity),
    file=st.none() | ANY_TEXT,
    line=st.none() | st.integers(1, 10**9),
    column=st.none() | st.integers(1, 10**9),
    end_column=st.none() | st.integers(1, 10**9),
    table=st.none() | ANY_TEXT,
    row=st.none() | st.integers(0, 10**9),
    record=st.none() | ANY_TEXT,
    field=st.none() | ANY_TEXT,
    value=st.none() | ANY_TEXT,
)


@pytest.mark.parametrize("form", FORMS)
@given(st.lists(PROBLEMS, max_size=4))
def test_no_problem_breaks_a_form_and_the_same_report_is_the_same_bytes(form, problems):
    made = Report.of(problems)
    text = render(form, made)
    assert text.encode() == render(form, made).encode()
    assert text.endswith("\n")


@given(st.lists(PROBLEMS, max_size=4))
def test_json_keeps_its_schema(problems):
    Draft202012Validator(report_schema()).validate(json.loads(Report.of(problems).to_json()))


def test_errors_raise_and_warnings_do_not():
    Report.of([unknown_code().at(severity=Severity.WARNING)]).raise_for_errors()
    with pytest.raises(InvalidDataError, match=r"1 errors?, the first at measures/health.yaml:14") as raised:
        Report.of([unknown_code()]).raise_for_errors()
    assert len(raised.value.report) == 1


def test_a_report_that_knows_its_directory_shows_its_lines(tmp_path):
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures/health.yaml").write_text("\n" * 13 + "  instrument: subsdy_grant\n")
    text = Report.of([unknown_code()], root=tmp_path).to_text()
    assert "    14 │   instrument: subsdy_grant\n" in text
    assert Report.of([unknown_code()], root=tmp_path) == Report.of([unknown_code()])


def test_a_notebook_shows_the_first_problems_escaped():
    told = report()._repr_html_()
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_a_report_renders_without_readers_of_yaml_and_tables():
    code = (
        "import sys\n"
        "from policy_dataset.report.report import Report\n"
        "from policy_dataset.report.text_report import render\n"
        "render(Report.of([]))\n"
        "sys.exit(bool({'yaml', 'polars', 'pyarrow', 'narwhals'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("form", ["text", "markdown", "html", "github", "sarif", "junit", "json"])
def test_every_form_tells_how_many_problems_there_are_beyond_those_that_are_told(form):
    told = [
        Problem(code="unknown_code", message="m", hint="h", file="rows.csv", line=n) for n in range(2, 102)
    ]
    report = Report.of(told, records={"statistics": 200_000}, untold={"unknown_code": 41_900})
    text = report.render(form)
    # Of 42,000 problems GitHub annotates ten, Markdown tells twenty-five.
    left = {"github": "41990 more errors than are annotated", "markdown": "And 41975 more problems."}
    assert "42000" in text
    assert left.get(form, "42000") in text


def test_a_row_of_a_file_without_lines_is_told_to_programs():
    problem = Problem(code="c", message="m", file="rows.parquet", table="statistics", row=0)
    report = Report.of([problem])
    assert json.loads(report.to_json())["problems"][0]["row"] == 0
    assert json.loads(report.to_sarif())["runs"][0]["results"][0]["properties"]["row"] == 0
