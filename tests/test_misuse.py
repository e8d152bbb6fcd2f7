"""An argument of a kind that cannot be meant is told so in our own words, never by a bare TypeError."""

from __future__ import annotations

import pytest

import policy_dataset as pds


@pytest.fixture(scope="module")
def ds():
    return pds.load("livelihood-2026")


@pytest.fixture(scope="module")
def record(ds):
    return ds.statistics["maternity_insurance_participants_2025_11"]


CALLS = {
    "a figure": (lambda _: pds.parse_figure(None), "a figure is text"),
    "a date": (lambda _: pds.parse_period(2025), "a date is text"),
    "a text to scan": (lambda _: list(pds.scan(None)), "what is scanned is text"),
    "a text": (lambda _: pds.find_anchor(None, "2.59亿人"), "a text is text"),
    "a quote": (lambda _: pds.find_anchor("2.59亿人", None), "a quote is text"),
    "texts of a quote": (lambda r: r.evidence[0].quote(texts=None), "`texts`.*is a path.*not None"),
    "texts of an annotation": (
        lambda r: r.evidence[0].to_web_annotation(texts=3),
        "`texts`.*not 3, which is int",
    ),
    "texts to verify with": (lambda _: pds.load("livelihood-2026").verify(texts=None), "`texts`.*is a path"),
    "texts to validate with": (lambda _: pds.validate("town", texts=3), "`texts`.*is a path"),
    "a key": (
        lambda _: pds.load("livelihood-2026").statistics[["a"]],
        r"key of a record of statistics.*`values\(\)\[n\]`",
    ),
    "a number for a key": (
        lambda _: pds.load("livelihood-2026").statistics.get(3),
        "key of a record of statistics",
    ),
    "a table": (lambda _: pds.load("livelihood-2026")[["a"]], "by name or by the class of its records"),
    "a dataset to load": (lambda _: pds.load(None), "what is loaded is a path"),
    "a version": (lambda _: pds.load("livelihood-2026", version=1), "a version is text"),
    "a dataset to validate": (lambda _: pds.validate(None), "the directory of a dataset is a path"),
    "a dataset to build": (lambda _: pds.build(None, "dist"), "the directory of a dataset is a path"),
    "a dataset to lock": (lambda _: pds.lock(None, texts="pages"), "the directory of a dataset is a path"),
    "a dataset to compare": (lambda _: pds.diff(None, "town"), "what is loaded is a path"),
    "a day": (lambda _: pds.load("livelihood-2026").as_of(3), "3 is no day"),
    "a style": (lambda r: r.cite(None), "there is no style None"),
}


@pytest.mark.parametrize("what", CALLS)
def test_what_cannot_be_meant_is_told(what, record):
    call, told = CALLS[what]
    with pytest.raises(pds.UsageError, match=told):
        call(record)


def test_asking_whether_something_is_there_never_fails(ds):
    assert ["a"] not in ds
    assert 3 not in ds.statistics


def test_an_annotation_from_a_copy_has_the_offsets_and_the_hash_of_the_copy(record, page, tmp_path):
    (file,) = (f for f in page.iterdir() if f.suffix == ".txt")
    copy = tmp_path / "page.txt"
    copy.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8", newline="")
    evidence = record.evidence["figure"]
    told, coded = (evidence.to_web_annotation(texts=texts)["target"] for texts in (copy, page))
    assert told["state"]["value"] != coded["state"]["value"] == f"sha256:{evidence.source.file_sha256}"
    assert told["selector"][0]["start"] == coded["selector"][0]["start"] + 2
