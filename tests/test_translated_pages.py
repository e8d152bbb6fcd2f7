"""Pages in Chinese show what the English ones show, and what they show is what happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from policy_dataset.cli.app import INVALID, run

ROOT = Path(__file__).resolve().parent.parent
PAIRS = [("README.md", "README.zh.md"), ("docs/contributor.md", "docs/zh/contributor.md")]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_python_in_both_readmes_is_the_same():
    english, chinese = ("\n".join(blocks(read(name), "pycon")) for name in PAIRS[0])
    without = [re.sub(r"  # .*", "", text) for text in (english, chinese)]
    assert without[0] == without[1]


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_the_pages_of_a_pair_lead_to_each_other(english, chinese):
    for here, there in ((english, chinese), (chinese, english)):
        targets = re.findall(r"\]\(([^)#\s]+)\)", read(here).split("\n## ")[0])
        assert (ROOT / there) in [(ROOT / here).parent.joinpath(t).resolve() for t in targets]


@pytest.mark.parametrize("page", [chinese for _, chinese in PAIRS])
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", read(page), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_the_chinese_guide_names_the_commands_of_the_english_one():
    english, chinese = (set(re.findall(r"policy-dataset ([a-z]+)", read(name))) for name in PAIRS[1])
    # Servers are told about on one page alone.
    assert english - chinese <= {"review"}


def test_one_word_stands_for_the_owner_of_the_repository_everywhere():
    # A search for it finds every place to fill in; no page sends anybody to an address that is made up.
    pages = {p: p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]}
    named = {
        name: re.findall(r"(?:uses: |github\.com/)(\S+)/policy-dataset\b", text)
        for name, text in pages.items()
    }
    assert {owner for owners in named.values() for owner in owners} == {"OWNER"}
    assert "example.org/policy-dataset" not in "".join(pages.values())


def test_the_report_in_the_readme_is_what_is_said(tmp_path, monkeypatch, capsys):
    (shown,) = blocks(read("README.zh.md"), "text")
    run(["init", str(tmp_path / "town")])
    file = tmp_path / "town/measures/example.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("elderly_care", "eldery_care"), encoding="utf-8")
    monkeypatch.setenv("POLICY_DATASET_LANG", "zh")
    monkeypatch.chdir(tmp_path / "town")
    capsys.readouterr()
    assert run(["validate"]) == INVALID
    assert capsys.readouterr().out.startswith(shown)
    shutil.rmtree(tmp_path / "town")
