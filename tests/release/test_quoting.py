from __future__ import annotations

import pytest

import policy_dataset as pds


@pytest.fixture(scope="module")
def statistic(root):
    return pds.load(root / "datasets" / "livelihood-2026").statistics[
        "maternity_insurance_participants_2025_11"
    ]


def test_the_words_are_shown_to_whoever_has_the_page(statistic, page):
    assert statistic.evidence["figure"].quote(texts=page) == statistic.figure


def test_the_words_are_found_in_another_copy_of_the_page(statistic, page, tmp_path):
    text = next(page.iterdir()).read_text(encoding="utf-8")
    (tmp_path / "copy.txt").write_text("抬头\n" + text.replace("\n\n", "\n \n"), encoding="utf-8")
    assert statistic.evidence["figure"].quote(texts=tmp_path / "copy.txt") == statistic.figure


def test_a_text_that_does_not_hold_the_words_is_said_so(statistic, tmp_path):
    (tmp_path / "other.txt").write_text("别的文章。", encoding="utf-8")
    with pytest.raises(pds.AnchorError, match="do not stand in"):
        statistic.evidence["figure"].quote(texts=tmp_path / "other.txt")


def test_without_a_text_it_is_said_what_was_looked_for(statistic, tmp_path):
    with pytest.raises(pds.AnchorError, match="SHA-256"):
        statistic.evidence["figure"].quote(texts=tmp_path)


def test_an_annotation_shows_the_words_only_where_the_text_is_given(statistic, page):
    bare = statistic.evidence["figure"].to_web_annotation()
    assert [s["type"] for s in bare["target"]["selector"]] == ["TextPositionSelector"]
    full = statistic.evidence["figure"].to_web_annotation(texts=page)
    assert full["target"]["selector"][1]["exact"] == statistic.figure
    assert full["@context"] == "http://www.w3.org/ns/anno.jsonld"
