"""A rehearsal: a dataset broken as contributors break theirs, told at the place, in every form, with the way out."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from policy_dataset.pipeline import check
from policy_dataset.problems import Problem
from policy_dataset.report.forms import form_names, render
from policy_dataset.report.report import Report
from policy_dataset.report.setting import Setting
from policy_dataset.report.source_files import SourceFiles
from policy_dataset.rules.catalogue import all_rules
from rules.fixtures import BASE, TEXTS, write_lock

MEASURES = (BASE / "measures.yaml").read_text(encoding="utf-8")
STATISTICS = (BASE / "statistics.yaml").read_text(encoding="utf-8")
NAMED = {"measures.yaml": MEASURES, "statistics.yaml": STATISTICS}


@dataclass(frozen=True)
class Slip:
    """One way in which a contributor breaks a file.

    Attributes
    ----------
    right, wrong
        A piece of the file, and what becomes of it. With `mended`, what the hint makes of it is not `right` again.
    rule, line, column
        What is to be told, and where.
    hint
        Words of the remedy.
    encode
        How the file is saved.
    """

    name: str
    file: str
    right: str
    wrong: str
    rule: str
    line: int | None
    column: int | None
    hint: str
    mended: str | None = None
    encode: Callable[[str], bytes] = str.encode


M, S = "measures.yaml", "statistics.yaml"
SLIPS = (
    Slip("a misspelt code", M, "topic: elderly_care", "topic: elderly_car", "unknown_code", 24, 10, "elderly_care"),
    Slip("a label for a code", M, "status: announced\n  commitment: firm", "status: announced\n  commitment: 坚决", "unknown_code", 7, 15, "firm"),
    Slip("an English label for a code", M, "topic: elderly_care", "topic: Elderly care", "unknown_code", 24, 10, "'elderly_care'"),
    Slip("a misspelt field", M, "commitment: explores", "comitment: explores", "unknown_field", 27, 3, "commitment"),
    Slip("a wrong indent", M, "  commitment: explores", "   commitment: explores", "yaml_syntax", 27, 14, "Indent this line"),
    Slip("a figure with another digit", S, "figure: 86个", "figure: 68个", "figure_not_at_anchor", 14, 11, "letter for letter"),
    Slip("a comma in a Chinese number", S, "figure: 3500万元", "figure: 3,500万元", "figure_not_at_anchor", 32, 11, "letter for letter"),
    Slip("a wrong unit", S, "figure: 86个", "figure: 86公里", "figure_not_at_anchor", 14, 11, "letter for letter"),
    Slip("a dead reference", M, "actor: town_civil_affairs_bureau", "actor: town_civil_affair_bureau", "unknown_reference", 30, 14, "'town_civil_affairs_bureau'"),
    Slip("a province that there is not", "locations.yaml", "parent: 510000", "parent: 910000", "unknown_reference", 5, 11, "Did you mean"),
    Slip("a bad date", "sources.yaml", "published: 2026-01-20", "published: 2026-02-30", "period_unreadable", 5, 14, "2025-06-15"),
    Slip("a tab", M, "  commitment: explores", "\tcommitment: explores", "yaml_syntax", 27, 1, "spaces"),
    Slip("a duplicate key", M, "  commitment: explores\n", "  commitment: explores\n  commitment: explores\n", "yaml_duplicate_key", 28, 3, "one"),
    Slip("Windows line ends", M, "", "", "line_ends", 1, 29, "LF", encode=lambda t: t.replace("\n", "\r\n").encode()),
    Slip("smart quotes", M, "topic: elderly_care", "topic: “elderly_care”", "unknown_code", 24, 10, "'elderly_care'"),
    Slip("the Norway problem", M, "commitment: explores", "commitment: no", "unknown_code", 27, 15, "firm"),
    Slip("a full-width colon", M, "commitment: explores", "commitment：explores", "yaml_syntax", 27, 3, "ASCII colon"),
    Slip("no space after a colon", M, "commitment: explores", "commitment:explores", "yaml_syntax", 27, 3, "space"),
    Slip("no space after a dash", M, "    - older_people", "    -older_people", "wrong_shape", 35, 5, "space"),
    Slip("a byte order mark", M, "", "", "text_bom", 1, 1, "without a byte order mark", encode=lambda t: t.encode("utf-8-sig")),
    Slip("a file saved as GB18030", "locations.yaml", "", "", "text_not_utf8", 2, 13, "UTF-8", encode=lambda t: t.encode("gb18030")),
    Slip("a colon in a text", M, "title_en: Build community clinics", "title_en: Clinics: build them", "yaml_syntax", 3, 20, "quotes", mended="title_en: 'Clinics: build them'"),
    Slip("a hash within a text", M, "title_en: Build community clinics", "title_en: Clinics #1 of the town", "yaml_comment_cuts_text", 3, 21, "quotes", mended="title_en: 'Clinics #1 of the town'"),
    Slip("an alias", M, "commitment: explores", "commitment: *firm", "yaml_alias", 27, 15, "out", mended="commitment: explores"),
    Slip("an empty value", M, "commitment: explores", "commitment:", "null_value", 27, 14, "commitment: firm"),
    Slip("a list for a text", M, "commitment: explores", "commitment: [explores]", "wrong_shape", 27, 15, "one text"),
    Slip("an id given twice", S, "- id: clinics_money_2026", "- id: clinics_planned_2026", "duplicate_id", 29, 7, "another key"),
    Slip("a quote not closed", M, "title_en: Build community clinics", "title_en: 'Build community clinics", "yaml_syntax", 3, 13, "quote"),
    Slip("a private character", M, "title_zh: 新建社区门诊", "title_zh: 新建\ue5d2社区门诊", "text_private_use", 2, 15, "character"),
    Slip("start and end swapped", S, "char=73,76", "char=76,73", "bad_anchor", 18, 13, "anchor"),
    Slip("an anchor in brackets", M, "evidence: bulletin#char=100,112;sha256=ae99d3ce620ecea1", "evidence: [bulletin#char=100,112;sha256=ae99d3ce620ecea1]", "bad_anchor", 36, 14, "bracket"),
    Slip("an end before the start", "sources.yaml", "spans: 0,133", "spans: 133,0", "bad_spans", 8, 10, "first to last"),
    Slip("a text left for later", M, "title_en: Build community clinics", "title_en: todo", "todo_left", 3, 13, "title_en"),
    Slip("an id with a capital", S, "- id: clinics_money_2026", "- id: Clinics_money_2026", "pattern_mismatch", 29, 7, "'clinics_money_2026'"),
    Slip("an equals sign for a colon", M, "commitment: explores", "commitment = explores", "yaml_syntax", 27, 3, "`commitment: ` with a colon"),
    Slip("a full-width space after a colon", M, "commitment: explores", "commitment:\u3000explores", "yaml_syntax", 27, 3, "ASCII space"),
    Slip("a bullet for a dash", M, "    - older_people", "    * older_people", "yaml_syntax", 35, 6, "ASCII hyphen"),
    Slip("a bracket not closed", M, "locations:\n    - town", "locations: [town", "yaml_syntax", 13, 14, "Close the list", mended="locations: [town]"),
    Slip("an apostrophe within single quotes", M, "title_en: Build community clinics", "title_en: 'The town's clinics'", "yaml_syntax", 3, 23, "twice", mended="title_en: 'The town''s clinics'"),
    Slip("quotes around a part of a text", M, "title_en: Build community clinics", 'title_en: "Community" clinics', "yaml_syntax", 3, 25, "single quotes around the whole", mended="title_en: '\"Community\" clinics'"),
    Slip("a text in brackets", M, "title_en: Build community clinics", "title_en: [Build] community clinics", "yaml_syntax", 3, 21, "quotes", mended="title_en: '[Build] community clinics'"),
    Slip("a text that goes on at the indent of its key", M, "title_en: Build community clinics", "title_en: Build community\n  clinics", "yaml_syntax", 4, 3, "indent it deeper", mended="title_en: Build community\n    clinics"),
    Slip("typographic quotes above a wrong indent", M, "title_zh: 新建社区门诊\n  title_en", "title_zh: “新建”社区门诊\n   title_en", "yaml_syntax", 3, 12, "Indent this line", mended="title_zh: “新建”社区门诊\n  title_en"),
    Slip("a record at the indent of another's keys", M, "- id: home_services", "  - id: home_services", "yaml_syntax", 21, 3, "like the other items"),
    Slip("an item that is empty", M, "care\n  instrument: service_provision", "care\n  instrument: service_provision\n  also_instruments:\n    -", "null_value", 27, 6, "leave the `-` out"),
    Slip("two codes in one item", M, "    - older_people", "    - older_people，residents_community", "unknown_code", 35, 7, "one code an item"),
    Slip("the letter O for a digit", S, "figure: 3500万元", "figure: 35O0万元", "figure_unreadable", 32, 13, "digit 0"),
    Slip("an anchor with a hyphen", S, "char=73,76", "char=73-76", "bad_anchor", 18, 13, "policy-dataset anchor"),
    Slip("the end of a document", M, "- id: home_services", "...\n- id: home_services", "yaml_syntax", 22, 1, "the line `...`"),
    Slip("full-width digits in a version", "dataset.yaml", "version: 1.0.0", "version: １.0.0", "bad_version", 4, 10, "1.0.0"),
)  # fmt: skip
FOLDERS = (
    ("a file name in the singular", "measure.yaml", b"[]\n", "unknown_file", "measures"),
    ("a file with the other ending", "waivers.yml", b"[]\n", "unknown_file", "waivers.yaml"),
    ("a misspelt column", "waivers.csv", b"waiver_id,anchr,reason\n", "csv_header", "anchor"),
)


@pytest.fixture(scope="session")
def right(tmp_path_factory) -> Path:
    """The right dataset, locked."""
    folder = tmp_path_factory.mktemp("rehearsal") / "town"
    shutil.copytree(BASE, folder)
    write_lock(folder, TEXTS)
    assert list(check(folder, texts=TEXTS).report) == []
    return folder


def with_file(right: Path, into: Path, name: str, data: bytes) -> Path:
    shutil.copytree(right, into)
    (into / name).write_bytes(data)
    return into


def judged(folder: Path) -> Report:
    report = check(folder, texts=TEXTS).report
    assert report.faults == ()
    return report


@pytest.mark.parametrize("slip", SLIPS, ids=[s.name for s in SLIPS])
def test_a_slip_is_told_at_its_place_with_its_remedy_in_every_form(slip: Slip, right: Path, tmp_path: Path):
    content = (BASE / slip.file).read_text(encoding="utf-8")
    assert slip.right in content
    folder = with_file(
        right, tmp_path / "wrong", slip.file, slip.encode(content.replace(slip.right, slip.wrong, 1))
    )
    report = judged(folder)
    told = [p for p in report if p.rule == slip.rule and p.file == slip.file]
    assert [(p.line, p.column) for p in told][:1] == [(slip.line, slip.column)], list(report)
    assert slip.hint.lower() in told[0].hint.lower(), told[0].hint
    found_in_every_form(report, told[0], folder)
    if slip.mended is not None:
        mended = content.replace(slip.right, slip.mended, 1).encode()
        assert list(judged(with_file(right, tmp_path / "mended", slip.file, mended))) == []


@pytest.mark.parametrize(("name", "file", "data", "rule", "hint"), FOLDERS, ids=[f[0] for f in FOLDERS])
def test_a_file_that_does_not_belong_is_told(name, file, data, rule, hint, right, tmp_path):  # noqa: ARG001, PLR0913 - name is the id
    folder = with_file(right, tmp_path / "wrong", file, data)
    told = [p for p in judged(folder) if p.rule == rule and p.file == file and hint in p.hint]
    column = data.index(b"anchr") + 1 if b"anchr" in data else 1
    assert [(p.line, p.column) for p in told][:1] == [(1, column)]
    found_in_every_form(judged(folder), told[0], folder)


def test_a_file_cut_off_is_told_where_it_ends(right: Path, tmp_path: Path):
    data = (BASE / M).read_bytes()
    cut = data[: data.index(b"evidence: bulletin#char=100") + 30]
    report = judged(with_file(right, tmp_path / "wrong", M, cut))
    told = [p for p in report if p.rule == "bad_anchor"]
    assert [(p.file, p.line, p.column) for p in told] == [(M, 36, 13)]
    assert "whole" in told[0].hint
    found_in_every_form(report, told[0], tmp_path / "wrong")


def test_a_wrong_province_of_a_place_on_the_page_is_told(right: Path, tmp_path: Path):
    wrong = MEASURES.replace("locations:\n    - town", "locations:\n    - 530000", 1)
    report = judged(with_file(right, tmp_path / "wrong", M, wrong.encode()))
    told = [p for p in report if p.rule == "place_not_named"]
    assert [(p.line, p.column) for p in told] == [(14, 7)]
    assert "云南" in told[0].message
    found_in_every_form(report, told[0], tmp_path / "wrong")


def test_the_rehearsal_is_long_enough():
    assert len({s.name for s in SLIPS}) == len(SLIPS)
    assert len(SLIPS) + len(FOLDERS) >= 25


# Every form, parsed.


def found_in_every_form(report: Report, problem: Problem, folder: Path) -> None:
    """Render a report in every form, parse it, and find the problem's place and hint there."""
    pages = "https://example.org/rules"
    setting = Setting(source_line=SourceFiles(folder), rules=all_rules(), rule_pages=pages)
    readers: dict[str, Callable[[str, Problem], bool]] = {
        "text": in_text,
        "json": in_json,
        "junit": in_junit,
        "sarif": in_sarif,
        "github": in_github,
        "html": in_html,
        "markdown": in_markdown,
    }
    assert readers.keys() == set(form_names())
    for name, reader in readers.items():
        rendered = render(name, report, setting)
        assert "Traceback" not in rendered
        assert reader(rendered, problem), (name, rendered[:2000])


def place(problem: Problem) -> str:
    return ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)


def in_text(rendered: str, problem: Problem) -> bool:
    blocks = re.split(r"\n(?=\S)", rendered)
    head = f"{place(problem)}  {problem.severity}  {problem.rule}"
    return any(block.startswith(head) and "hint:" in block for block in blocks)


def in_json(rendered: str, problem: Problem) -> bool:
    wanted = (problem.rule, problem.file, problem.line, problem.column, problem.hint)
    return any(
        tuple(p.get(k) for k in ("rule", "file", "line", "column", "hint")) == wanted
        for p in json.loads(rendered)["problems"]
    )


def in_junit(rendered: str, problem: Problem) -> bool:
    cases = ET.fromstring(rendered).iter("testcase")  # noqa: S314 - our own words
    return any(
        case.get("file") == problem.file
        and case.get("name") == problem.rule
        and any(f"{place(problem)}  " in (child.text or "") for child in case)
        for case in cases
    )


def in_sarif(rendered: str, problem: Problem) -> bool:
    for result in json.loads(rendered)["runs"][0]["results"]:
        where = result["locations"][0]["physicalLocation"]
        region = where["region"]
        if (
            result["ruleId"] == problem.rule
            and where["artifactLocation"]["uri"] == problem.file
            and (region["startLine"], region.get("startColumn", 1)) == (problem.line, problem.column or 1)
            and result["properties"]["hint"] == problem.hint
        ):
            return True
    return False


def in_github(rendered: str, problem: Problem) -> bool:
    found = re.findall(r"^::(?:error|warning) ([^:]*)::(.*)$", rendered, re.MULTILINE)
    wanted = {
        "file": problem.file,
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.rule,
    }
    return any(
        wanted.items() <= dict(p.split("=", 1) for p in properties.split(",")).items()
        for properties, _ in found
    )


class Rows(HTMLParser):
    """The problems of a page: rule, place and hint of each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._into: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr" and given.get("class") == "problem":
            self.rows.append({"rule": given.get("data-rule") or "", "place": "", "hint": ""})
        elif self.rows and given.get("class") in ("place", "hint"):
            self._into = given["class"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "div"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self.rows[-1][self._into] += data


def in_html(rendered: str, problem: Problem) -> bool:
    rows = Rows()
    rows.feed(rendered)
    return any(r["rule"] == problem.rule and r["place"] == place(problem) and r["hint"] for r in rows.rows)


def in_markdown(rendered: str, problem: Problem) -> bool:
    rows = [line for line in rendered.splitlines() if line.startswith("| ")]
    return any(
        place(problem) in row and f"[{problem.rule}](https://example.org/rules/" in row for row in rows
    )
