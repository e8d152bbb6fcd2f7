"""The journey of a contributor, command by command: from an empty directory to a change that CI takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from policy_dataset.sources.anchors import anchor_of

REPORT = """青禾市政府工作报告

青禾市民政局将为经济困难的失能老人发放养老服务补贴，标准为每人每月800元。

截至2025年底，全市社区托育机构达到86家。
"""
SOURCE = "gov_report_2026"


def anchor(quote: str) -> str:
    start = REPORT.index(quote)
    return anchor_of(SOURCE, REPORT, start, start + len(quote))


HEALTH = f"""# yaml-language-server: $schema=../schemas/measures.schema.json
#
# What the report says of care
#
# Section one
#
# One record a promise
#

- id: disability_care_subsidy
  title_zh: 失能老人养老补贴
  title_en: Care subsidy for older people with disabilities
  topic: elderly_care
  instrument: subsdy_grant
  status: announced
  commitment: firm
  period_basis: source_date
  actors:
    - actor: qinghe_civil_affairs_bureau
      role: lead
  locations:
    - qinghe
  target_groups:
    - older_people
  evidence: {anchor("将为经济困难的失能老人发放养老服务补贴")}
"""
JOBS = f"""# yaml-language-server: $schema=../schemas/statistics.schema.json

- id: care_subsidy_monthly
  indicator: care_subsidy_amount
  kind: parameter
  figure: 800元
  period_basis: source_date
  location: qinghe
  measure: disability_care_subsidy
  evidence:
    figure: {anchor("800元")}
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#

- id: childcare_bodies_2025
  indicator: childcare_bodies
  kind: observed
  figure: 68家
  period: 截至2025年底
  location: qinghe
  evidence:
    figure: {anchor("86家")}
    period: {anchor("截至2025年底")}
"""
INDICATORS = """
- id: care_subsidy_amount
  name_en: Care subsidy
  name_zh: 养老服务补贴标准
  definition_en: Money paid to one older person a month for care
  definition_zh: 每位老年人每月养老服务补贴金额
  unit: yuan

- id: childcare_bodies
  name_en: Bodies that offer childcare
  name_zh: 托育机构数
  definition_en: Bodies in communities that look after children under three
  definition_zh: 社区三岁以下婴幼儿照护机构数量
  unit: enterprise
"""


class Terminal:
    """A shell of the contributor, in a directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def type(self, command: str, *, leaves_with: int = 0, **env: str) -> str:
        words = command.split()
        assert words[0] == "policy-dataset"
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
        done = subprocess.run(
            [sys.executable, "-m", "policy_dataset", *words[1:]],
            cwd=self.folder,
            env={**clean, "PYTHONIOENCODING": "utf-8", **env},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == leaves_with, done.stdout + done.stderr
        return done.stdout

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def write(self, file: str, text: str, *, append: bool = False) -> None:
        path = self.folder / file
        before = path.read_text(encoding="utf-8") if append else ""
        path.write_text(before + text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def journey(tmp_path_factory) -> dict[str, str]:
    """The whole way once; what each step printed."""
    said: dict[str, str] = {}
    terminal = Terminal(tmp_path_factory.mktemp("work"))
    said["init"] = terminal.type("policy-dataset init my-province")
    terminal.folder /= "my-province"
    terminal.write("report.txt", REPORT)
    said["draft"] = terminal.type("policy-dataset draft report.txt --source gov_report_2026")
    said["left to do"] = terminal.type("policy-dataset validate --texts .", leaves_with=1)

    # $EDITOR: what the draft left open of the source, and records in files of one's own.
    terminal.edit("sources.yaml", "publisher: todo", "publisher: 青禾市政府")
    terminal.edit("sources.yaml", "published: todo", "published: 2026-01-26")
    terminal.write("indicators.yaml", INDICATORS, append=True)
    terminal.write("measures/health.yaml", HEALTH)
    terminal.write("statistics/jobs.yaml", JOBS)
    # What own records account for is drafted no more.
    said["draft again"] = terminal.type("policy-dataset draft report.txt --source gov_report_2026")
    # The other sentence announces nothing: its candidate goes.
    (terminal.folder / "measures" / f"{SOURCE}.draft.yaml").unlink()
    said["validate"] = terminal.type("policy-dataset validate --texts .", leaves_with=1)
    said["on the server"] = terminal.type(
        "policy-dataset validate --texts .",
        leaves_with=1,
        GITHUB_ACTIONS="true",
        GITHUB_WORKSPACE=str(terminal.folder),
    )
    terminal.edit("measures/health.yaml", "subsdy_grant", "subsidy_grant")
    terminal.edit("statistics/jobs.yaml", "figure: 68家", "figure: 86家")
    said["coverage"] = terminal.type("policy-dataset coverage --texts .")
    said["mended"] = terminal.type("policy-dataset validate --texts .", leaves_with=1)
    said["lock"] = terminal.type("policy-dataset lock . --texts .")
    (terminal.folder / "report.txt").unlink()
    said["without the page"] = terminal.type("policy-dataset validate --strict")
    return said


def test_a_directory_is_begun(journey):
    assert journey["init"].startswith("my-province/ holds a dataset")


def test_records_are_drafted_with_their_anchors(journey):
    assert "sources.yaml: gov_report_2026 declared\n" in journey["draft"]
    assert re.search(r"statistics/gov_report_2026\.draft\.yaml: \d candidates \(written\)", journey["draft"])


def test_what_a_person_must_decide_is_told(journey):
    assert "todo_left" in journey["left to do"]


def test_what_own_records_account_for_is_drafted_no_more(journey):
    before, after = (re.findall(r"(\d+) candidates", journey[step]) for step in ("draft", "draft again"))
    assert sum(map(int, after)) < sum(map(int, before))


def test_faults_stand_at_their_line_and_column_with_the_text_and_a_remedy(journey):
    lines = journey["validate"].splitlines()
    at = lines.index("measures/health.yaml:14:15  error  unknown_code")
    assert lines[at + 1] == "    14 │   instrument: subsdy_grant"
    assert lines[at + 2].startswith("       │               ^^^^^^^^^^^^ 'subsdy_grant' is not in ")
    assert lines[at + 3].startswith("    hint: ")
    assert "subsidy_grant" in lines[at + 3]
    assert any(line.startswith("statistics/jobs.yaml:31:11  error  figure_") for line in lines)
    assert re.fullmatch(r"\d errors, \d warnings? in \d+ records", lines[-1])


def test_the_same_problems_stand_at_the_same_lines_on_the_server(journey):
    assert (
        "::error file=measures/health.yaml,line=14,col=15,endColumn=27,title=unknown_code::"
        in journey["on the server"]
    )
    assert "::error file=statistics/jobs.yaml,line=31,col=11," in journey["on the server"]


def test_coverage_counts_numerals_and_sentences(journey):
    assert re.search(
        r"^gov_report_2026  numerals \d/\d .* sentences \d/\d", journey["coverage"], re.MULTILINE
    )
    assert "everything is accounted for" in journey["coverage"]


def test_the_lock_is_all_that_is_left_to_make(journey):
    assert set(re.findall(r"  error  (\w+)", journey["mended"])) == {"lock_out_of_date"}
    assert "sources.lock.json written" in journey["lock"]


def test_reviewers_need_no_page(journey):
    assert "0 errors, 0 warnings" in journey["without the page"]
