"""How releases and records are cited."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

import policy_dataset as pds
from policy_dataset.release.dataset import Dataset
from release.edits import release


@pytest.fixture
def dated() -> Dataset:
    made = release(base_iri="https://example.org/id/")
    made.released = date(2026, 3, 1)
    return made


def test_apa(dated):
    assert dated.cite() == (
        "The curators. (2026). A tiny dataset (Version 1.0.0) [Data set]. https://example.org/id/tiny-2026@1.0.0"
    )


def test_a_release_of_no_known_day_has_no_year():
    assert release().cite("apa") == "The curators. (n.d.). A tiny dataset (Version 1.0.0) [Data set]."


def test_a_record_is_named_by_dataset_version_table_and_id(dated):
    assert (
        dated.measures["ferry"]
        .cite("apa")
        .endswith(
            "[Data record tiny-2026@1.0.0/measures/ferry]. In A tiny dataset (Version 1.0.0). "
            "https://example.org/id/tiny-2026@1.0.0/measures/ferry"
        )
    )


def test_bibtex(dated):
    assert dated.cite("bibtex") == (
        "@misc{tiny_2026_1_0_0,\n  author = {{The curators}},\n  title = {{A tiny dataset}},\n  year = {2026},\n"
        "  month = {3},\n  version = {1.0.0},\n  note = {Data set, version 1.0.0},\n"
        "  url = {https://example.org/id/tiny-2026@1.0.0},\n}"
    )


def test_bibtex_escapes_what_tex_would_read_as_a_command():
    cited = release(title=r"100 % of {A} & B_c \d").cite("bibtex")
    assert r"title = {{100 \% of \{A\} \& B\_c \textbackslash{}d}}" in cited


def test_csl_json(dated):
    (item,) = json.loads(dated.statistics["passengers"].cite("csl-json"))
    assert item == {
        "id": "tiny_2026_1_0_0_statistics_passengers",
        "type": "dataset",
        "title": "2.59亿人",
        "author": [{"literal": "The curators"}],
        "version": "1.0.0",
        "container-title": "A tiny dataset",
        "number": "tiny-2026@1.0.0/statistics/passengers",
        "issued": {"date-parts": [[2026, 3, 1]]},
        "URL": "https://example.org/id/tiny-2026@1.0.0/statistics/passengers",
    }


def test_an_unknown_style_is_misuse(dated):
    with pytest.raises(pds.UsageError, match="did you mean 'bibtex'"):
        dated.cite("bibtx")


def test_the_command_cites_a_release_and_a_record(published):
    def run(*arguments):
        command = [sys.executable, "-m", "policy_dataset", "cite", str(published.path), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout

    assert run() == "The curators. (n.d.). A tiny dataset (Version 1.0.0) [Data set].\n"
    assert run("ferry", "--style", "bibtex").startswith("@misc{tiny_2026_1_0_0_measures_ferry,\n")
