from __future__ import annotations

import os
import sys

import pytest

from policy_dataset.errors import UsageError
from policy_dataset.model.standard import standard_schema
from policy_dataset.records.curation import read_curation
from policy_dataset.records.directory import list_directory


def listed(root):
    directory = list_directory(root, standard_schema())
    return [(f.table, f.name) for f in directory.files], [p.rule for p in directory.problems]


def test_files_and_folders_are_named_after_tables(tmp_path):
    (tmp_path / "measures").mkdir()
    for name in (
        "measures/childbirth.yaml",
        "statistics.csv",
        "actors.yaml",
        "dataset.yaml",
        "README.md",
        "page.txt",
    ):
        (tmp_path / name).write_text("")
    files, problems = listed(tmp_path)
    assert files == [
        ("actors", "actors.yaml"),
        ("measures", "measures/childbirth.yaml"),
        ("statistics", "statistics.csv"),
    ]
    assert problems == []


def test_a_file_of_no_table_is_named_with_the_table_that_is_meant(tmp_path):
    (tmp_path / "mesures.yaml").write_text("")
    (problem,) = list_directory(tmp_path, standard_schema()).problems
    assert (problem.rule, problem.hint) == ("unknown_file", "Did you mean 'measures'?")


def test_a_folder_that_is_called_like_a_file_is_told_and_its_table_is_not_known(tmp_path):
    (tmp_path / "actors.yaml").mkdir()
    (tmp_path / "actors.yaml" / "more.yaml").write_text("- id: a\n")
    found = list_directory(tmp_path, standard_schema())
    assert [(p.code, p.file, p.hint) for p in found.problems] == [
        ("unknown_file", "actors.yaml", "Call the folder `actors`, or put a file in its place.")
    ]
    assert found.unread == {"actors"}
    assert found.files == ()


def test_other_peoples_codings_and_hidden_files_are_let_lie(tmp_path):
    (tmp_path / "codings" / "coder_b").mkdir(parents=True)
    (tmp_path / "codings" / "coder_b" / "anything.yaml").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.yaml").write_text("")
    assert listed(tmp_path) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_refused_and_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "measures.yaml").write_text("- id: secret\n")
    root = tmp_path / "dataset"
    root.mkdir()
    (root / "measures").symlink_to(outside)
    (root / "actors.yaml").symlink_to(outside / "measures.yaml")
    files, problems = listed(root)
    assert files == []
    assert problems == ["symbolic_link", "symbolic_link"]


def test_a_directory_that_is_not_there_is_misuse(tmp_path):
    with pytest.raises(UsageError, match="no directory"):
        read_curation(tmp_path / "nothing", standard_schema())


def test_a_package_built_inside_the_dataset_is_let_lie(tmp_path):
    (tmp_path / "dist" / "town" / "data").mkdir(parents=True)
    (tmp_path / "dist" / "town" / "datapackage.json").write_text("{}")
    (tmp_path / "dist" / "town" / "data" / "actors.csv").write_text("")
    assert listed(tmp_path) == ([], [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "measures.yaml")
    assert listed(tmp_path) == ([], ["symbolic_link"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("statistics.csv.gz", "Unpack it: `statistics.csv`."),
        ("statistics/2026.csv.zip", "Unpack it: `statistics/2026.csv`."),
        ("statistics.xlsx", "Save it as `statistics.csv` in UTF-8, or as Parquet."),
        ("statistics.tsv", "Save it as `statistics.csv` in UTF-8, or as Parquet."),
    ],
)
def test_rows_in_a_form_that_is_not_read_are_not_passed_over(tmp_path, name, hint):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    directory = list_directory(tmp_path, standard_schema())
    assert [(p.rule, p.file, p.hint) for p in directory.problems] == [("unknown_file", name, hint)]
    assert directory.unread == {"statistics"}


def test_a_workbook_beside_the_file_that_was_made_from_it_is_let_lie(tmp_path):
    for name in ("statistics.xlsx", "statistics.csv", "actors.pq", "notes.xlsx", "measures.docx"):
        (tmp_path / name).write_bytes(b"")
    files, problems = listed(tmp_path)
    assert (files, problems) == ([("actors", "actors.pq"), ("statistics", "statistics.csv")], [])
