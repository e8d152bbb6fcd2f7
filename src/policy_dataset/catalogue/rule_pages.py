"""The catalogue of rules as pages, and one rule as plain text for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_dataset.catalogue.page import (
    Block,
    Bullets,
    Grid,
    GridRow,
    Heading,
    Listing,
    Paragraph,
    to_markdown,
)
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

INDEX = "rules.md"
SILENCE = "silence"
"""Anchor of the one place that says how a rule is silenced."""

_EXAMPLE_OF_SILENCE = """
ignores:
  - rule: place_not_named
    table: measures
    record: trade_in_programme_2026
    reason: The page names the place by a nickname
    expires: 2027-01-01
"""


def rule_pages(rules: Iterable[Rule]) -> Mapping[str, str]:
    """Return the pages of the catalogue.

    Returns
    -------
    Mapping
        Markdown by path: ``rules.md``, and ``rules/<id>.md`` for each rule.
    """
    listed = sorted(rules, key=lambda r: r.id)
    pages = {INDEX: _index(listed)}
    return pages | {f"rules/{rule.id}.md": _page(rule) for rule in listed}


def explain(rule: Rule) -> str:
    """Return what there is to say about one rule, as plain text; the last line has no line end."""
    facts = f"{rule.id} · {rule.severity} · since {rule.since}"
    told = [facts, rule.explanation.strip(), f"Looked for {_where(rule)}."]
    if rule.hint:
        told.append(f"What to do: {rule.hint}")
    return "\n\n".join(told).replace("``", "`")


def first_sentence(rule: Rule) -> str:
    """Return the first paragraph of a rule's explanation on one line."""
    return " ".join(rule.explanation.split("\n\n")[0].split())


def _index(rules: list[Rule]) -> str:
    errors = sum(rule.severity is Severity.ERROR for rule in rules)
    rows = [
        GridRow((f"[{r.id}](rules/{r.id}.md)", str(r.severity), r.since, first_sentence(r)), r.id)
        for r in rules
    ]
    blocks: list[Block] = [
        Heading(1, "Rules"),
        Paragraph(
            f"{len(rules)} rules, of which {errors} are errors and {len(rules) - errors} warnings. An error must be mended"
            " before a dataset can be published; a warning should be. `policy-dataset explain RULE` prints one of these"
            " pages."
        ),
        Grid(("rule", "severity", "since", "the fault"), tuple(rows)),
        Heading(2, "Silence a rule", SILENCE),
        Paragraph(
            "A rule can be wrong about one record. It is silenced for that record alone, in `dataset.yaml`, with a reason"
            " and the day from which it speaks again. The reason is published with the dataset, so a reader can judge it."
        ),
        Listing(_EXAMPLE_OF_SILENCE.strip(), "yaml"),
        Paragraph(
            "There is no way to silence a rule for a table or a whole dataset: a rule that is wrong that often is a fault"
            " of the rule, and worth a report."
        ),
    ]
    return to_markdown(blocks)


def _page(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity}", f"Since: {rule.since}", f"Looked for {_where(rule)}"]
    blocks: list[Block] = [Heading(1, rule.id), Bullets(tuple(facts))]
    explanation = [f"{rule.explanation.strip()}"]
    told = to_markdown(blocks).rstrip("\n") + "\n\n" + "\n\n".join(explanation)
    more: list[Block] = []
    if rule.message or rule.hint:
        more.append(Heading(2, "What it says"))
        more.append(
            Listing(
                "\n".join(line for line in (rule.message, f"hint: {rule.hint}" if rule.hint else "") if line)
            )
        )
    if "{" in rule.message + rule.hint:
        more.append(
            Paragraph(
                "Words in braces stand for cells of the record; `{column}` for the field, `{value}` for what is written."
            )
        )
    more.append(Paragraph(f"[All rules](../{INDEX}) · [Silence a rule](../{INDEX}#{SILENCE})"))
    return f"{told}\n\n{to_markdown(more)}"


def _where(rule: Rule) -> str:
    if rule.table is not None:
        return f"in the table {rule.table}" + (f", field {rule.column}" if rule.column is not None else "")
    if rule.declared is not None:
        return "in every column for which it is declared"
    if rule.found_by is not None:
        return _ROOMS.get(rule.found_by, f"by the room {rule.found_by}")
    return "across the tables of a dataset"


_ROOMS = {
    "records": "while the files of a dataset are read",
    "tables": "while bulk files are read",
    "sources": "where evidence is compared with the texts or the lock",
    "coverage": "where sources are accounted for, and packages verified",
    "release": "where packages are published and loaded",
    "derivation": "where values are derived from what is printed",
    "catalogue": "where committed schemas are compared with the declarations",
}
