"""Words that hint at a status, a commitment or an extent; told to the curator, who decides."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dataset.model.codelist import Codelist

FIELDS = {"status": "statuses", "commitment": "commitments", "extent": "extents"}

_OF_THE_MANUAL: Mapping[str, tuple[str, ...]] = {
    "aims_at": ("力争", "努力"),
    "explores": ("探索",),
    "studies": ("研究",),
    "full": ("全面", "全部", "均"),
    "largely": ("基本",),
    "pilot": ("试点",),
}
"""Cues of the coding manual, for lists without a column of cue words."""


def cues(field: str, codes: Codelist, words: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the codes that a sentence has cues for, each with its cues."""
    listed = any("cue_words_zh" in entry.more for entry in codes.values())
    found = []
    for code, entry in codes.items():
        of_list = tuple(w for w in entry.more.get("cue_words_zh", "").split("|") if w)
        known = of_list if listed else _OF_THE_MANUAL.get(code, ()) if field in FIELDS else ()
        standing = tuple(w for w in known if w in words)
        if standing:
            found.append((code, standing))
    return tuple(found)
