"""A text of a record shares sixteen or more characters with a source.

Records are in the curator's own words; the texts stay with those who hold the rights in them. Figures and periods are
printed facts, and official names in `names.txt` are let through. Judged where the text is at hand.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.model.vocabulary import Column, columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.sources.anchors import canonical

RUN = 16
"""Canonical characters that no text shares with a source by chance."""
_BREAK = "\n"
"""Stands where a name was taken out; no canonical text holds it."""


def _find(tables: Tables) -> Iterator[Finding]:
    grams = _grams(tables)
    if not grams:
        return
    for table in tables.schema:
        name = table.table_name
        texts = [
            c.name
            for c in columns(table).values()
            if _free_text(c) and (name, c.name) != ("sources", "title_zh")
        ]
        if table.table_derived or not tables.own_count(name):
            continue
        for column, rows in tables.failing(
            name, {c: nw.col(c).str.len_chars() >= RUN for c in texts}
        ).items():
            for row in rows:
                shared = _shared(canonical(tables.cells(name, row)[column]), grams)
                if shared is not None:
                    yield Finding(name, row, column, {"shared": shared, "length": len(shared)})


def _free_text(column: Column) -> bool:
    closed = column.codelist or column.pattern or column.references or column.notation
    return column.type is str and column.authored and not closed


def _grams(tables: Tables) -> frozenset[str]:
    headlines = tables.column("sources", "title_zh") if "sources" in tables else []
    facts = {canonical(text) for text in (*tables.page.names, *headlines) if text is not None} - {""}
    found: set[str] = set()
    for source in tables.page.texts:
        page = tables.page.article(source)
        for name in sorted(facts, key=len, reverse=True):
            page = page.replace(name, _BREAK)
        for piece in page.split(_BREAK):
            found.update(piece[i : i + RUN] for i in range(len(piece) - RUN + 1))
    return frozenset(found)


def _shared(text: str, grams: frozenset[str]) -> str | None:
    """Return the first run of a text that stands in a source."""
    starts = [i for i in range(len(text) - RUN + 1) if text[i : i + RUN] in grams]
    if not starts:
        return None
    end = starts[0]
    while end + 1 in starts:
        end += 1
    return text[starts[0] : end + RUN]


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="{column} shares {length} characters with a source",
    hint="Say it in your own words, or list the official name in names.txt if it is one.",
)
