"""`names.txt`: what may stand in it, and what it lets through."""

import shutil
from pathlib import Path

import pytest

from policy_dataset.pipeline import check
from policy_dataset.records.names import MAX_NAME, read_names
from rules.fixtures import BASE, TEXTS, lay_out, write_lock

TITLE = "全市已建成86个社区门诊，同比增长7.5%"


def test_without_the_file_there_are_no_names(tmp_path):
    assert read_names(tmp_path) == ((), [])


def test_names_stand_one_a_line_and_empty_lines_are_let_lie(tmp_path):
    (tmp_path / "names.txt").write_text("某市医疗保障局\n\n 某市民政局 \n", encoding="utf-8")
    assert read_names(tmp_path) == (("某市医疗保障局", "某市民政局"), [])


@pytest.mark.parametrize("line", ["局" * (MAX_NAME + 1), "今年，某市", "某市。", "某市；"])
def test_a_line_that_is_no_name_is_a_problem_and_lets_nothing_through(tmp_path, line):
    (tmp_path / "names.txt").write_text(f"某市民政局\n{line}\n", encoding="utf-8")
    names, problems = read_names(tmp_path)
    assert names == ("某市民政局",)
    assert [(p.code, p.file, p.line, p.value) for p in problems] == [("bad_name", "names.txt", 2, line)]


def test_a_name_as_long_as_allowed_is_one(tmp_path):
    (tmp_path / "names.txt").write_text("局" * MAX_NAME, encoding="utf-8")
    assert read_names(tmp_path) == (("局" * MAX_NAME,), [])


def test_a_file_in_another_encoding_is_a_problem(tmp_path):
    (tmp_path / "names.txt").write_bytes("某市民政局".encode("gb18030"))
    names, problems = read_names(tmp_path)
    assert names == ()
    assert [p.code for p in problems] == ["text_not_utf8"]


def copied(tmp_path: Path, title: str, names: str = "") -> list[str | None]:
    dataset = lay_out(BASE, tmp_path / "dataset")
    measures = dataset / "measures.yaml"
    text = measures.read_text(encoding="utf-8").replace("title_zh: 新建社区门诊", f"title_zh: {title}")
    measures.write_text(text, encoding="utf-8")
    if names:
        (dataset / "names.txt").write_text(names, encoding="utf-8")
    write_lock(dataset, TEXTS)
    report = check(dataset, texts=TEXTS).report
    assert {p.code for p in report} <= {"copied_text"}
    shutil.rmtree(dataset)
    return [p.message for p in report]


def test_sixteen_characters_of_a_source_are_a_copy_and_fifteen_are_none(tmp_path):
    assert copied(tmp_path, "今年将在全市新建12个社区门诊，") == [
        "title_zh shares 16 characters with a source"
    ]
    assert copied(tmp_path, "今年将在全市新建12个社区门诊") == []


def test_white_space_hides_no_copy(tmp_path):
    spaced = "今年将 在全市 新建12个 社区门诊，"
    assert copied(tmp_path, spaced) == ["title_zh shares 16 characters with a source"]


def test_a_listed_name_is_let_through(tmp_path):
    name = "探索为老年人提供上门服务"
    assert copied(tmp_path, f"某市民政局将{name}") == ["title_zh shares 18 characters with a source"]
    assert copied(tmp_path, f"某市民政局将{name}", names=f"{name}\n") == []
