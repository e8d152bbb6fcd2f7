"""The codes of a package: their labels, and which is below which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

CODES = "codes"


class CodeLabels:
    """The labels in the table of codes, and which code is below which."""

    def __init__(self, dataset: Dataset) -> None:
        rows = dataset[CODES].to_arrow().to_pylist() if CODES in dataset.tables else []
        self._labels = {(r["codelist"], r["code"]): (r["label_en"], r["label_zh"]) for r in rows}
        self._children: dict[tuple[str, str], list[str]] = {}
        self._lists: dict[str, list[str]] = {}
        for r in rows:
            self._lists.setdefault(r["codelist"], []).append(r["code"])
            if r["parent"] is not None:
                self._children.setdefault((r["codelist"], r["parent"]), []).append(r["code"])

    def of(self, codelist: str, code: str) -> tuple[str | None, str | None]:
        """Return the English and the Chinese label; None where the package does not say."""
        return self._labels.get((codelist, code), (None, None))

    def all_of(self, codelist: str) -> list[str]:
        """Return the codes of a list, as far as the package holds it."""
        return self._lists.get(codelist, [])

    def within(self, codelist: str, code: str) -> set[str]:
        """Return a code and all below it."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._children.get((codelist, one), ()))
        return found
