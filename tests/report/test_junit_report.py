from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.problems import Problem
from policy_dataset.report.junit_report import render
from policy_dataset.report.report import Report
from report.samples import FILE, report, setting, unknown_code

ALLOWED = {
    "testsuites": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"properties", "testcase"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"classname", "name", "file", "line", "time"}, {"failure", "error", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "error": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}


def check(element: ET.Element) -> None:
    attributes, children = ALLOWED[element.tag]
    assert set(element.keys()) <= attributes
    assert {child.tag for child in element} <= children
    assert [c.tag for c in element] == sorted((c.tag for c in element), key=lambda t: t != "properties")
    for child in element:
        check(child)


def parse(text: str) -> ET.Element:
    root = ET.fromstring(text)  # noqa: S314 - our own text
    check(root)
    return root


def test_every_report_has_the_shape_that_servers_read():
    root = parse(render(report(), setting()))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "3", "1")
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))


def test_a_file_is_a_suite_and_a_rule_in_it_a_case():
    root = parse(render(Report.of([unknown_code(line=n) for n in (14, 30)]), setting()))
    (suite,) = root
    (case,) = suite.findall("testcase")
    assert (suite.get("name"), case.get("classname"), case.get("name")) == (FILE, FILE, "unknown_code")
    assert (case.get("file"), case.get("line")) == (FILE, "14")
    (failure,) = case
    assert failure.get("message") == (
        f"{FILE}:14:15: 'subsdy_grant' is not in codelist instruments (and 1 more problem)"
    )
    assert f"{FILE}:30:15  error" in failure.text
    assert "hint: did you mean 'subsidy_grant'?" in failure.text


def test_a_warning_fails_nothing_and_is_told():
    suite = parse(render(report(), setting())).find(f"testsuite[@name='{FILE}']")
    case = suite.find("testcase[@name='text_full_width']")
    assert [child.tag for child in case] == ["system-out"]
    values = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert values == {"errors": "1", "warnings": "1"}


def test_a_valid_dataset_is_one_case_that_passes():
    (suite,) = parse(render(Report.of([])))
    (case,) = suite
    assert len(case) == 0


@given(st.text(st.characters()), st.text(st.characters()))
def test_whatever_a_value_holds_the_xml_is_well_formed(message, hint):
    problem = Problem(code="c", message=message, hint=hint, file=message or None, line=1)
    parse(Report.of([problem]).to_junit())
