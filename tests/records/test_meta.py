from __future__ import annotations

import pytest

from policy_dataset.records.meta import read_meta

GOOD = """id: town
title: Town
description: A town.
version: 1.0.0
licenses:
  - name: CC0-1.0
contributors:
  - title: Someone
"""


def read(tmp_path, text):
    (tmp_path / "dataset.yaml").write_text(text, encoding="utf-8")
    return read_meta(tmp_path)


def test_what_dataset_yaml_says_is_kept(tmp_path):
    meta, _, problems = read(tmp_path, GOOD)
    assert problems == []
    assert (meta.id, meta.version, meta.licenses[0].name) == ("town", "1.0.0", "CC0-1.0")


@pytest.mark.parametrize(
    ("wrong", "rule", "line"),
    [
        (GOOD.replace("version: 1.0.0", "version: 1.0"), "bad_version", 4),
        (GOOD.replace("id: town", "id: Town"), "bad_value", 1),
        (GOOD.replace("title: Town\n", ""), "missing_field", 1),
        (GOOD + "licence: x\n", "unknown_field", 9),
        (GOOD.replace("  - name: CC0-1.0", "  - nmae: CC0-1.0"), "unknown_field", 6),
    ],
)
def test_a_fault_is_told_at_its_line_with_a_hint(tmp_path, wrong, rule, line):
    meta, _, problems = read(tmp_path, wrong)
    assert meta is None
    assert (rule, line) in {(p.rule, p.line) for p in problems}
    assert all(p.hint for p in problems)


def test_a_directory_without_it_has_no_identity(tmp_path):
    _, _, (problem,) = read_meta(tmp_path)
    assert problem.rule == "missing_meta"


@pytest.mark.parametrize("text", ["", "- a\n", "a", "ignores: 3\n", "licenses: x\n", "ignores:\n  - a\n"])
def test_no_text_whatever_raises(tmp_path, text):
    meta, _, problems = read(tmp_path, text)
    assert meta is None
    assert problems


@pytest.mark.parametrize("day", ["1704067200", "2027-01-01T00:00:00", "2027-1-1", "soon"])
def test_the_day_of_an_ignore_is_written_in_one_way(tmp_path, day):
    ignore = f"ignores:\n  - rule: a\n    table: b\n    record: c\n    reason: d\n    expires: '{day}'\n"
    meta, _, problems = read(tmp_path, GOOD + ignore)
    assert meta is None
    assert [(p.rule, p.line) for p in problems] == [("bad_value", 14)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("- id: town\n", ["wrong_shape"]),
        (GOOD.replace("  - name: CC0-1.0", "  - CC0-1.0"), ["bad_value"]),
        (GOOD.replace("licenses:\n  - name: CC0-1.0", "licenses: CC0-1.0"), ["bad_value"]),
        (GOOD.replace("description: A town.", "description: [A town]"), ["bad_value"]),
        (GOOD.replace("description: A town.", "description:"), ["null_value"]),
        (GOOD + "origin: robot\n", ["bad_value"]),
    ],
)
def test_one_fault_is_told_once_and_in_words_of_the_file(tmp_path, wrong, told):
    _, _, problems = read(tmp_path, wrong)
    assert [p.rule for p in problems] == told
    words = " ".join(f"{p.message} {p.hint}" for p in problems)
    assert not any(
        python in words for python in ("DatasetMeta", "instance", "tuple", "dictionary", "{", "..")
    )


def test_an_empty_field_that_must_be_given_is_to_be_given(tmp_path):
    _, _, (problem,) = read(tmp_path, GOOD.replace("description: A town.", "description:"))
    assert (problem.field, problem.hint) == ("description", "Give it: `description: Measures and figures`.")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "example.org", "ftp://example.org", "https://a b"]
)
@pytest.mark.parametrize(
    "wrong",
    [
        GOOD + "homepage: '{}'\n",
        GOOD.replace("CC0-1.0", "CC0-1.0\n    path: '{}'"),
        GOOD.replace("Someone", "Someone\n    path: '{}'"),
    ],
    ids=["homepage", "licence", "contributor"],
)
def test_addresses_are_those_of_the_web(tmp_path, address, wrong):
    meta, _, (problem,) = read(tmp_path, wrong.format(address))
    assert meta is None
    assert (problem.rule, problem.value) == ("bad_value", address)
