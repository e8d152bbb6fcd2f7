"""The words behind a row of evidence, where the reader has the text; and the row as a W3C Web Annotation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import AnchorError, path_given
from policy_dataset.release.evidence import EVIDENCE

if TYPE_CHECKING:
    from policy_dataset.coverage.quotes import Quote
    from policy_dataset.release.view import TableView
    from policy_dataset.sources.texts import SourceText

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXT = 32
"""Characters before and after a quote that an annotation shows, where the text is at hand."""


def quote_of(view: TableView[Any]) -> Callable[[Any], Callable[..., str]] | None:
    """Return how a row of evidence finds its words; None for other tables."""
    if view.name != EVIDENCE:
        return None
    return lambda record: lambda *, texts: _find(record, texts)[0].text


def annotation_of(view: TableView[Any]) -> Callable[[Any], Callable[..., dict[str, Any]]] | None:
    """Return how a row of evidence tells itself as a Web Annotation; None for other tables."""
    if view.name != EVIDENCE:
        return None
    return lambda record: lambda *, texts=None: _annotation(view, record, texts)


def _find(record: Any, texts: str | Path) -> tuple[Quote, SourceText]:
    """Find the words of a row of evidence, and the text that they were found in.

    Raises
    ------
    AnchorError
        They are not there, or may stand at several places; the text says what was tried.
    """
    from policy_dataset.coverage.quotes import find_quotes  # noqa: PLC0415 - records are made without the notation
    from policy_dataset.sources.texts import open_texts  # noqa: PLC0415 - as above

    source, row = record.source.to_dict(), record.to_dict()
    at_hand = open_texts(path_given(texts, "`texts`, where the text of the source is,"))
    found = find_quotes([source], [row], at_hand)
    only = at_hand.only()
    if found.absent and only is not None:
        raise AnchorError(f"the words do not stand in {only.file}, with what stands around them or without")
    if found.absent:
        raise AnchorError(
            f"no text of {source['source_id']} is at hand (looked for {source['file']} and its SHA-256)"
        )
    if row["evidence_id"] not in found.by_id:
        raise AnchorError("; ".join(p.message for p in found.problems))
    text = at_hand.find(source["file"], source["file_sha256"]) or only
    if text is None:
        raise AnchorError(f"no text of {source['source_id']} is at hand")
    return found.by_id[row["evidence_id"]], text


def _annotation(view: TableView[Any], record: Any, texts: str | Path | None) -> dict[str, Any]:
    """Return the annotation: its body is the record, its target the place in the source.

    References
    ----------
    W3C Web Annotation Data Model, 4.2.4 (Text Quote Selector) and 4.2.5 (Text Position Selector).
    """
    dataset = view.dataset
    start, end, digest = record.char_start, record.char_end, record.source.file_sha256
    selectors: list[dict[str, Any]] = []
    if texts is not None:
        quote, found = _find(record, texts)
        # The offsets are those of the text at hand, which may be a copy: so is the hash.
        start, end, digest, text = quote.start, quote.end, found.sha256, found.text
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": quote.text,
                "prefix": text[max(0, start - CONTEXT) : start],
                "suffix": text[end : end + CONTEXT],
            }
        )
    selectors.insert(0, {"type": "TextPositionSelector", "start": start, "end": end})
    name = f"{dataset.name}@{dataset.version}"
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": f"urn:policy-dataset:{name}:{record.evidence_id}",
        "type": "Annotation",
        "motivation": "linking",
        "body": f"urn:policy-dataset:{name}:{record.table}/{record.record_id}",
        "target": {
            "source": record.source.url or record.source.file,
            "state": {"type": "State", "value": f"sha256:{digest}"},
            "selector": selectors,
        },
    }
