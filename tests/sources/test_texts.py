from __future__ import annotations

import pytest

from policy_dataset.errors import UsageError
from policy_dataset.sources.texts import open_texts


def test_a_text_is_found_by_its_hash_whatever_it_is_called(tmp_path):
    (tmp_path / "renamed.txt").write_text("参保", encoding="utf-8")
    text = open_texts(tmp_path).by_name["renamed.txt"]
    assert open_texts(tmp_path).find("page.txt", text.sha256) == text
    assert open_texts(tmp_path).find("renamed.txt", "0" * 64) == text
    assert open_texts(tmp_path).find("page.txt", "0" * 64) is None


def test_line_ends_and_marks_are_kept_as_stored(tmp_path):
    (tmp_path / "page.txt").write_bytes("\ufeff一\r\n二".encode())
    assert open_texts(tmp_path / "page.txt").by_name["page.txt"].text == "\ufeff一\r\n二"


def test_a_text_that_is_not_utf8_is_a_problem_with_its_line(tmp_path):
    (tmp_path / "page.txt").write_bytes("一\n".encode() + b"\xff\xfe")
    (problem,) = open_texts(tmp_path).problems
    assert (problem.rule, problem.line) == ("text_not_utf8", 2)


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        ("云岭镇\n新建120个".encode("gb18030"), "text_not_utf8", "looks like GB18030"),
        ("云岭镇".encode("utf-16"), "text_utf16", "is UTF-16"),
        (b"PK\x03\x04\x14\x00", "text_not_utf8", "no text: it is a zip"),
        (b"%PDF-1.7\n%abc", "text_not_utf8", "no text: it is a PDF"),
    ],
)
def test_what_a_text_was_saved_as_is_told(tmp_path, data, rule, words):
    (tmp_path / "page.txt").write_bytes(data)
    (problem,) = open_texts(tmp_path).problems
    assert (problem.rule, problem.file) == (rule, "page.txt")
    assert words in problem.message
    assert "UTF-8" in problem.hint


def test_a_path_where_nothing_is_is_misuse(tmp_path):
    with pytest.raises(UsageError, match="no texts"):
        open_texts(tmp_path / "nothing")


def test_without_a_path_there_are_no_texts():
    assert open_texts(None).by_name == {}
