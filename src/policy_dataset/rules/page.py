"""What the texts of sources say, where they are at hand: some rules compare records with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policy_dataset.sources.anchors import canonical
from policy_dataset.sources.canonical_text import CanonicalText, canonical_text
from policy_dataset.sources.lock import CodedText


@dataclass(frozen=True)
class Page:
    """The texts that are at hand.

    Attributes
    ----------
    texts
        The coded text of each source that is at hand.
    names
        Long official names that records may share with the texts.
    """

    texts: Mapping[str, CodedText] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def article(self, source: str) -> str:
        """Return the canonical text of a source that is at hand."""
        coded = self.texts[source]
        return canonical("".join(coded.text[a:b] for a, b in coded.spans.spans))

    def quote(self, evidence: Mapping[str, Any]) -> str | None:
        """Return the words that a row of evidence points to; None where they are not at hand or not proven."""
        coded = self.texts.get(evidence["source_id"])
        if coded is None or evidence["quote_sha256"] is None:
            return None
        return coded.text[evidence["char_start"] : evidence["char_end"]]

    def read_to(self, source: str, end: int) -> str:
        """Return the canonical text of a source that is at hand, to the end of the paragraph of a character."""
        text = self.texts[source].text
        line_end = text.find("\n", end)
        stop = line_end if line_end >= 0 else len(text)
        return "".join(
            read.characters[: read.index_of(stop - start)]
            for start, read in self._read[source]
            if start < stop
        )

    @cached_property
    def _read(self) -> Mapping[str, list[tuple[int, CanonicalText]]]:
        """The canonical text of each span of each source, made once: records ask for the beginning of it."""
        return {
            source: [(a, canonical_text(coded.text[a:b])) for a, b in coded.spans.spans]
            for source, coded in self.texts.items()
        }


NO_PAGE = Page()
