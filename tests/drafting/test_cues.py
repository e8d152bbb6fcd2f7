from __future__ import annotations

import pytest

from policy_dataset.drafting.cues import FIELDS, cues
from policy_dataset.model.codelist import codelist


@pytest.mark.parametrize(
    ("field", "words", "codes"),
    [
        ("status", "将推进改革", {"announced": ("将", "推进")}),
        ("commitment", "力争建成", {"aims_at": ("力争",)}),
        ("commitment", "研究制定办法", {"studies": ("研究",)}),
        ("extent", "基本建成，全面推开", {"full": ("全面",), "largely": ("基本",)}),
        ("extent", "建成诊所", {}),
    ],
)
def test_codes_are_hinted_at_by_their_cue_words(field, words, codes):
    assert dict(cues(field, codelist(FIELDS[field]), words)) == codes
