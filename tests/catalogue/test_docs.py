"""The pages of the documentation say what is true: their code runs, their links lead somewhere, their commands exist."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import policy_dataset as pds
from policy_dataset.pipeline import build
from policy_dataset.rules.catalogue import all_rules

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
BY_OTHERS = ("coding-manual.md",)
PAGES = sorted(
    p for p in DOCS.rglob("*.md") if p.name not in BY_OTHERS and "reference" not in p.relative_to(DOCS).parts
)
NAMES = [p.relative_to(DOCS).as_posix() for p in PAGES]


@pytest.fixture(scope="session")
def workshop(tmp_path_factory):
    """A folder with the package that the pages speak of."""
    folder = tmp_path_factory.mktemp("workshop")
    build(ROOT / "datasets/livelihood-2026", folder / "dist")
    return folder


@pytest.mark.parametrize(
    "page",
    # Journeys are followed from their first command to their last, in `test_journey_pages.py`.
    [p for p in PAGES if ">>>" in p.read_text(encoding="utf-8") and p.parent.name != "journeys"],
    ids=lambda p: p.name,
)
def test_what_a_page_shows_is_what_python_says(page, workshop, monkeypatch):
    monkeypatch.chdir(workshop)
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried
    assert not failed


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_between_pages_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        if Path(target).name not in BY_OTHERS:
            assert (page.parent / target).is_file(), target


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_and_options_on_a_page_exist(page):
    verbs = _verbs()
    for line in re.findall(r"(?<!The )policy-dataset ([a-z][^`\n]*)", page.read_text(encoding="utf-8")):
        verb, *words = line.split("#")[0].split()
        assert verb in verbs, line
        assert {w for w in words if w.startswith("--")} <= verbs[verb], line


def test_every_command_is_listed_on_its_page():
    told = re.findall(
        r"^\| `policy-dataset ([a-z]+)", (DOCS / "command-line.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(told) == sorted(_verbs())


@cache
def _verbs() -> dict[str, set[str]]:
    # In a process of its own: the command line registers its verbs once.
    code = (
        "import json; from typer.main import get_command; from policy_dataset.cli import app;"
        "from importlib import import_module as i;"
        "[app.app.command(n)(i(f'policy_dataset.cli.{n.rstrip()}').command) for n in app.verbs()];"
        "print(json.dumps({n: [o for p in c.params for o in p.opts] for n, c in get_command(app.app).commands.items()}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name: set(options) for name, options in json.loads(told.stdout).items()}


def test_the_walk_through_tables_of_ones_own_works_as_printed(tmp_path):
    page = (DOCS / "extending.md").read_text(encoding="utf-8")
    files = dict(re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', page, re.DOTALL))
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    said = [_run(tmp_path, name) for name in ("use.py", "documents.py")]
    assert said == [files["output"], ""]
    assert (
        json.loads((tmp_path / "budget_lines.schema.json").read_text(encoding="utf-8"))["title"]
        == "Budget lines"
    )


def test_a_rule_of_ones_own_speaks(tmp_path):
    page = (DOCS / "extending.md").read_text(encoding="utf-8")
    files = dict(re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', page, re.DOTALL))
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("amount: 120.5", "amount: 0"), encoding="utf-8")
    (tmp_path / "judge.py").write_text(
        "import policy_dataset as pds\nfrom budget import library\n"
        "print(*[(p.rule, p.line, p.message) for p in pds.validate('data', library=library)])\n",
        encoding="utf-8",
    )
    assert _run(tmp_path, "judge.py") == "('empty_budget_line', 6, 'the amount is 0')\n"


def _run(folder: Path, script: str) -> str:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_the_rule_that_is_shown_as_an_example_is_one_of_ours():
    shown = re.search(
        r"## A rule\n.*?```python\n(.*?)```", (DOCS / "extending.md").read_text(encoding="utf-8"), re.DOTALL
    )
    name = re.search(r"`rules/(\w+)\.py` is", (DOCS / "extending.md").read_text(encoding="utf-8"))
    assert shown[1] == (ROOT / f"src/policy_dataset/rules/{name[1]}.py").read_text(encoding="utf-8")


def test_every_reason_to_refuse_a_text_is_explained():
    told = set(
        re.findall(
            r"^\| `(\w+)` \|",
            (DOCS / "figures.md").read_text(encoding="utf-8").partition("## Why")[2],
            re.MULTILINE,
        )
    )
    cases = [
        json.loads(line)
        for kind in ("figures", "dates")
        for line in (ROOT / f"tests/notation/{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {case["error"] for case in cases if "error" in case} <= told


def test_every_way_to_print_a_figure_on_its_page_means_what_it_says():
    page = (DOCS / "figures.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|`]+) \| refused \| `(\w+)`", page, re.MULTILINE)
    assert rows
    for text, code in rows:
        assert pds.parse_figure(text.strip()).code == code


def test_every_word_on_its_page_says_what_the_page_says():
    table = (
        (DOCS / "figures.md")
        .read_text(encoding="utf-8")
        .partition("## The words")[2]
        .partition("## Numbers")[0]
    )
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*) ?\| ([^|]*) ?\|", table, re.MULTILINE)
    assert len(rows) == 7
    for comparator, before, after in rows:
        for word in before.partition(",")[0].split():
            assert pds.parse_figure(f"{word}200人").comparator == comparator, word
        for word in after.split():
            read = [pds.parse_figure(text) for text in (f"200人{word}", f"200{word}人")]
            assert comparator in [getattr(r, "comparator", None) for r in read], word


def test_every_number_and_change_on_their_page_has_the_value_that_stands_there():
    page = (
        (DOCS / "figures.md").read_text(encoding="utf-8").partition("## Numbers")[2].partition("## Units")[0]
    )
    rows = re.findall(r"^\| ([^|]+) \| ([0-9][0-9.,/]*)[^|]* \|", page, re.MULTILINE)
    assert len(rows) > 10
    for text, value in rows:
        read = pds.parse_figure(text)
        assert (read.lower if read.value is None else read.value) == Fraction(value.replace(",", "")), text


def test_every_printed_date_on_its_page_means_what_it_says():
    table = (
        (DOCS / "figures.md").read_text(encoding="utf-8").partition("## Dates")[2].partition("## Try it")[0]
    )
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE)[2:]
    assert len(rows) > 8
    for texts, values in rows:
        wanted = [v.strip().strip("`") for v in values.split(",")]
        given = [t.strip() for t in texts.split(",")]
        for text, edtf in zip(
            given, wanted if len(wanted) == len(given) else wanted * len(given), strict=True
        ):
            read = pds.parse_period(text, reference=date(2026, 1, 26))
            assert read.edtf == (None if edtf == "none" else edtf), text


def test_every_decision_is_listed_and_has_its_four_parts():
    index = (DOCS / "decisions/index.md").read_text(encoding="utf-8")
    for page in sorted((DOCS / "decisions").glob("0*.md")):
        assert f"({page.name})" in index
        assert re.findall(r"^\*\*([^*]+)\.\*\*", page.read_text(encoding="utf-8"), re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
            "What would change our mind",
        ]


def test_rules_that_pages_name_exist():
    for page in PAGES:
        for rule in re.findall(r"reference/rules/(\w+)\.md", page.read_text(encoding="utf-8")):
            assert rule in all_rules(), page


def test_the_site_builds_without_a_warning_and_asks_for_nothing(tmp_path):
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    built = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    assert built.returncode == 0, built.stderr
    for page in ("index.html", "figures.html", "reference/codebook.html"):
        html = (tmp_path / "site" / page).read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*\bsrc="([^"]+)"', html) + re.findall(
            r'<link[^>]*\bhref="([^"]+)"', html
        )
        assert not [address for address in loaded if "//" in address]
