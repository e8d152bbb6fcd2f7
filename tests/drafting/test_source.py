from __future__ import annotations

import hashlib

import pytest

from policy_dataset.drafting.source import new_source, with_source
from policy_dataset.errors import UsageError
from policy_dataset.records.yaml_text import read_yaml
from policy_dataset.sources.texts import SourceText

RECORD = "- id: b\n  title_zh: 乙\n"


def text(words: str) -> SourceText:
    return SourceText("报告 1.txt", hashlib.sha256(words.encode()).hexdigest(), words)


def test_a_new_source_tells_what_its_text_tells():
    written = new_source("a", text("# 云岭市年度报告\n2026年2月3日，会议召开。"), None)
    document = read_yaml(written.encode(), file="sources.yaml")
    assert document.problems == ()
    (source,) = document.value
    assert source["title_zh"] == "云岭市年度报告"
    assert (source["publisher"], source["published"]) == ("todo", "todo")
    assert source["file"] == "报告 1.txt"
    assert "# published: 2026-02-03\n" in written


def test_a_text_without_a_headline_has_a_todo_for_one():
    assert "title_zh: todo\n" in new_source("a", text("会议召开。"), "2026")


@pytest.mark.parametrize(
    "before", ["- id: a\n", "- id: a", "# nothing yet\n", "", "- id: a\r\n", "- id: a\n\n# end\n"]
)
def test_what_stood_there_stays_to_the_byte(tmp_path, before):
    (tmp_path / "sources.yaml").write_bytes(before.encode())
    after = with_source(tmp_path, RECORD)
    assert after.startswith(before)
    assert read_yaml(after.encode(), file="sources.yaml").value[-1] == {"id": "b", "title_zh": "乙"}


@pytest.mark.parametrize("before", ["a: b\n", "[]\n", "- id: 'a\n", "text\n", "- id: a\n---\n- id: c\n"])
def test_a_file_that_a_record_cannot_be_put_after_is_refused(tmp_path, before):
    (tmp_path / "sources.yaml").write_bytes(before.encode())
    with pytest.raises(UsageError, match=r"sources\.yaml"):
        with_source(tmp_path, RECORD)
