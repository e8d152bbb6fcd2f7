"""The sentences of a source: everything between sentence marks and line ends, headings and bylines too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_dataset.sources.spans import Spans

# A closing quote or bracket belongs to the sentence whose mark it follows.
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)》]*|(?=\n)|\Z)")
_MARKUP = re.compile(r"[\s#*>—–\-]*")


def sentences(text: str, spans: Spans) -> Iterator[tuple[int, int]]:
    r"""Go through the sentences of a source, without the white space and heading marks around them.

    A sentence that a line break cuts in two is two: the damage is declared, never repaired.

    Examples
    --------
    >>> list(sentences("# 标题\\n\\n第一句。第二句", Spans(((0, 13),))))
    [(2, 4), (6, 10), (10, 13)]
    """
    for first, last in spans.spans:
        at = first
        while at < last:
            found = _SENTENCE.match(text, at, last)
            end = max(found.end() if found is not None else last, at + 1)
            start = min(_MARKUP.match(text, at, end).end(), end)  # type: ignore[union-attr]  # it matches nothing too
            stripped = text[start:end].rstrip()
            if stripped:
                yield start, start + len(stripped)
            at = end
