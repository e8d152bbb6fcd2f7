from __future__ import annotations

import re

import pytest

from policy_dataset.errors import UsageError
from policy_dataset.model.standard import standard_schema
from policy_dataset.records.template_files import dataset_name, lay_out, repository_files


def test_no_word_in_braces_is_left():
    for name, data in repository_files("my-town").items():
        # What a workflow itself puts in braces begins with a dollar sign.
        assert not re.search(rb"(?<!\$)\{\{", data), name


def test_points_stand_where_the_templates_have_none():
    names = list(repository_files("my-town"))
    assert ".github/workflows/data.yml" in names
    assert ".gitignore" in names
    assert not [n for n in names if "dot-" in n]


def test_there_is_an_example_of_each_table_that_people_write():
    names = repository_files("my-town")
    written = {n.split("/")[0].removesuffix(".yaml") for n in names if n.endswith(".yaml")}
    assert {t.table_name for t in standard_schema().authored} <= written


def test_files_end_with_one_line_end_of_unix():
    for name, data in repository_files("my-town").items():
        assert data.endswith(b"\n"), name
        assert not data.endswith(b"\n\n"), name
        assert b"\r" not in data, name


@pytest.mark.parametrize(
    ("folder", "name"),
    [("my-town", "my-town"), ("My Town_2026", "my-town-2026"), ("..a..", "a"), ("x" * 99, "x" * 80)],
)
def test_a_folder_gives_the_dataset_its_name(folder, name):
    assert dataset_name(folder) == name


def test_a_folder_without_a_latin_letter_asks_for_a_name():
    with pytest.raises(UsageError, match="--name"):
        dataset_name("云岭市")


def test_nothing_of_anybodys_is_written_over(tmp_path):
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes\.md"):
        lay_out(tmp_path, {"notes.md": b"ours"})
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "mine"


def test_an_empty_repository_may_be_there(tmp_path):
    (tmp_path / ".git").mkdir()
    lay_out(tmp_path, {"a/b.txt": b"x\n"})
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"x\n"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        lay_out(tmp_path / "file", {})
