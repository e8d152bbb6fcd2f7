"""What the verbs of downloads say in Chinese."""

from __future__ import annotations

import pytest

from policy_dataset.cli.app import MISUSE, VALID, run


@pytest.fixture(autouse=True)
def _chinese(monkeypatch, tmp_path):
    monkeypatch.setenv("POLICY_DATASET_LANG", "zh")
    monkeypatch.setenv("POLICY_DATASET_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("POLICY_DATASET_INDEX", raising=False)


@pytest.mark.parametrize(
    ("act", "said"),
    [("list", "中没有内容"), ("verify", "0 个完好，0 个损坏，0 个无所归属"), ("clear", "删除 0 字节")],
)
def test_the_cache_is_told_of_in_chinese(act, said, capsys):
    assert run(["cache", act]) == VALID
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["own"], "请说明由哪个索引列出"),
        (["http://data.invalid/own.zip"], "own.zip 未加密，传输途中任何人都可以改动内容；请给出 https 地址"),
        (["https://data.invalid/own.zip", "--offline"], "不在缓存中，而现在不得使用网络"),
        (["https:///own.zip"], "不是可以下载的地址"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_chinese(arguments, said, capsys):
    assert run(["fetch", *arguments]) == MISUSE
    assert said in capsys.readouterr().err
