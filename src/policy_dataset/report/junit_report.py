"""A report as JUnit XML: a suite for each file, a case for each rule in it; errors fail, warnings are told.

References
----------
The format has no standard; the attributes are those that Jenkins, GitLab and GitHub actions read: `tests`, `failures`,
`errors`, `skipped` and `time` of a suite, `classname`, `name`, `file`, `line` and `time` of a case, `message` and
`type` of a failure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from policy_dataset.problems import Problem, Severity
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting
from policy_dataset.report.text_report import counted, hint, place

SUFFIXES = (".xml",)

WHOLE = "dataset"
"""The suite of problems that belong to no file, and of a report without any."""
_LIBRARY = "policy-dataset"


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as XML that ends with a newline."""
    root = Element("testsuites", name=_LIBRARY)
    by_file: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in report:
        by_file[_file(problem, setting)].append(problem)
    for file, problems in by_file.items():
        _add_suite(root, file, problems, report, setting)
    if report.faults:
        suite = SubElement(root, "testsuite", name=_LIBRARY)
        for rule, error in report.faults:
            told = {"message": on_one_line(error), "type": "fault of the library"}
            SubElement(_add_case(suite, _LIBRARY, rule), "error", told)
    if not len(root):
        # A file without any case counts as a run that was lost.
        _add_case(SubElement(root, "testsuite", name=WHOLE), WHOLE, "valid")
    for counted_element in (root, *root):
        _count(counted_element)
    indent(root)
    # Escapes of line ends and tabs stay in attributes: readers would make spaces of them.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _file(problem: Problem, setting: Setting) -> str:
    return on_one_line(setting.path(problem.file)) if problem.file is not None else WHOLE


def _add_suite(root: Element, file: str, problems: list[Problem], report: Report, setting: Setting) -> None:
    suite = SubElement(root, "testsuite", name=file)
    properties = SubElement(suite, "properties")
    for severity in Severity:
        number = sum(p.severity is severity for p in problems)
        SubElement(properties, "property", name=f"{severity}s", value=str(number))
    by_rule: defaultdict[tuple[str, Severity], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_rule[problem.code, problem.severity].append(problem)
    for (rule, severity), found in sorted(by_rule.items()):
        case = _add_case(suite, file, rule, file=file, line=found[0].line)
        if severity is Severity.ERROR:
            more = f" (and {counted(len(found) - 1, 'more problem')})" if len(found) > 1 else ""
            if rule in report.untold:
                more = f" (the first of {report.counts['rule'][rule]} problems in all)"
            message = on_one_line(f"{place(found[0], setting)}: {found[0].message}{more}")
            body = SubElement(case, "failure", message=message, type=rule)
        else:
            body = SubElement(case, "system-out")
        body.text = "\n".join(_lines(found, setting))
        if rule in report.untold:
            body.text += (
                f"\n{report.counts['rule'][rule]} problems in all: of rows in bulk, the first are told"
            )


def _add_case(
    suite: Element, of: str, name: str, *, file: str | None = None, line: int | None = None
) -> Element:
    where = {"file": file, "line": str(line) if line is not None else None}
    known = {key: value for key, value in where.items() if value is not None}
    return SubElement(suite, "testcase", {"classname": of, "name": name, **known, "time": "0"})


def _lines(problems: Iterable[Problem], setting: Setting) -> Iterator[str]:
    for problem in problems:
        yield f"{place(problem, setting)}  {problem.severity}  {on_one_line(problem.message)}"
        if problem.hint:
            yield f"    hint: {hint(problem)}"


def _count(element: Element) -> None:
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("skipped", "0")
    element.set("time", "0")
