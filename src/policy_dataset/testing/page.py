"""A page while it is written: what is said on it and where, so that records can point there."""

from __future__ import annotations

from policy_dataset.sources.anchors import anchor_of


class Page:
    """The text of one source; marks are the places that records will cite."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._parts: list[str] = []
        self._marks: dict[str, tuple[int, int]] = {}

    @property
    def text(self) -> str:
        """What the page says so far."""
        return "".join(self._parts)

    def say(self, text: str, mark: str | None = None) -> None:
        """Write a text on; `mark` is the name by which it is cited."""
        start = len(self.text)
        self._parts.append(text)
        if mark is not None:
            self._marks[mark] = (start, start + len(text))

    def quote(self, mark: str) -> str:
        """Return the words of a mark."""
        return self.text[slice(*self._marks[mark])]

    def anchor(self, first: str, last: str | None = None) -> str:
        """Return the anchor of a mark, or of all from one to another."""
        start, end = self._marks[first][0], self._marks[last or first][1]
        return str(anchor_of(self.source, self.text, start, end))
