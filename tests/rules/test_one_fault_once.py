"""One fault is one problem: what follows from it is not reported beside it."""

from __future__ import annotations

import pytest

from policy_dataset.pipeline import check
from rules.fixtures import BASE, TEXTS, lay_out, write_lock

CASES = {
    "an anchor that is none keeps a relative date unread": (
        "measures.yaml",
        (
            "    record: bulletin#char=29,42;sha256=63030738aa7b1313\n"
            "    period: bulletin#char=27,29;sha256=3a7ddf6c862aa15c\n"
            "    announced: bulletin#char=8,18;sha256=faedfcd83a07bf9d\n"
        ),
        "    record: bulletin\n",
        {"bad_anchor"},
    ),
    "a source that is not there keeps a relative date unread": (
        "sources.yaml",
        "- id: bulletin",
        "- id: buletin",
        {"unknown_reference"},
    ),
    "a source without a date": ("sources.yaml", "  published: 2026-01-20\n", "", {"missing_field"}),
    "a source with an odd date": ("sources.yaml", "2026-01-20", "2026-13-20", {"period_unreadable"}),
    "spans that are none": ("sources.yaml", "spans: 0,133", "spans: all", {"bad_spans"}),
    "an indicator that is not there has no unit": (
        "indicators.yaml",
        "- id: clinic_investment",
        "- id: clinic_investments",
        {"unknown_reference"},
    ),
    "an indicator whose unit is not there": (
        "indicators.yaml",
        "unit: item",
        "unit: itme",
        {"unknown_reference"},
    ),
    "a figure that cannot be read has no value": (
        "statistics.yaml",
        "figure: 12个\n",
        "figure: 12个社区门诊\n",
        {"figure_not_at_anchor", "figure_unreadable"},
    ),
    "a measure without id": (
        "measures.yaml",
        "- id: home_services_older_people\n  ",
        "- ",
        {"missing_field"},
    ),
    "a place without kind": ("locations.yaml", "  kind: prefecture\n", "", {"missing_field"}),
    "evidence that says nothing": (
        "measures.yaml",
        "  evidence: bulletin#char=100,112;sha256=ae99d3ce620ecea1\n",
        "  evidence:\n",
        {"null_value"},
    ),
    "evidence in brackets is split at its comma": (
        "measures.yaml",
        "evidence: bulletin#char=100,112;sha256=ae99d3ce620ecea1",
        "evidence: [bulletin#char=100,112;sha256=ae99d3ce620ecea1]",
        {"bad_anchor"},
    ),
}


@pytest.mark.parametrize(("file", "right", "wrong", "codes"), CASES.values(), ids=list(CASES))
@pytest.mark.parametrize("texts", [TEXTS, None], ids=["with the texts", "by the lock"])
def test_one_fault_is_told_once(  # noqa: PLR0913 - one change, and what comes of it
    tmp_path, file, right, wrong, codes, texts
):
    assert codes_of(tmp_path, file, right, wrong, texts) == codes


def test_spans_beyond_the_file_are_seen_where_the_text_is_at_hand(tmp_path):
    assert codes_of(tmp_path, "sources.yaml", "spans: 0,133", "spans: 0,134", TEXTS) == {"bad_spans"}


def codes_of(tmp_path, file, right, wrong, texts) -> set[str]:
    """Change one thing in the right dataset and return the codes of what is wrong then, the lock aside."""
    dataset = lay_out(BASE, tmp_path / "dataset")
    write_lock(dataset, TEXTS)
    path = dataset / file
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    report = check(dataset, texts=texts).report
    assert report.faults == ()
    return {problem.code for problem in report} - {"lock_out_of_date"}
