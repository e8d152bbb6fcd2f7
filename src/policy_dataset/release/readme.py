"""The README of a package where its curator gives none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.release.bump import BEFORE_ONE, RULE
from policy_dataset.release.cite import STYLES, cited_meta, record_name
from policy_dataset.release.credits import credits_of

if TYPE_CHECKING:
    from policy_dataset.tables.long import PublishedRows

COVERAGE = "coverage"


def default_readme(
    schema: Schema,
    meta: DatasetMeta,
    tables: Mapping[str, PublishedRows],
    *,
    released: date | None = None,
) -> str:
    """Return a README in Markdown: what the package is and holds, how complete it is, its terms, how to cite it."""
    held = [
        f"| `{t.table_name}` | {t.table_title} | {tables[t.table_name].num_rows} |"
        for t in schema.published
        if t.table_name in tables
    ]
    licenses = [
        f"- {part.title or part.name}" + (f" <{part.path}>" if part.path else "") for part in meta.licenses
    ]
    contributors = [f"- {part.title}" for part in meta.contributors]
    parts = [
        f"# {meta.title}",
        *([meta.title_zh] if meta.title_zh else []),
        f"`{meta.id}`, version {meta.version}" + (f", released on {released}." if released else "."),
        meta.description,
        "## Tables",
        "Each is in `data/` as CSV (UTF-8) and as Parquet; `datapackage.json` describes every column.",
        "\n".join(["| table | content | rows |", "|---|---|---:|", *held]),
        *_coverage(tables),
        "## Terms",
        "\n".join(licenses),
        *_credits(tables),
        "## Contributors",
        "\n".join(contributors),
        *_citing(meta, tables, released),
        *_versions(),
        "`sha256sum --check SHA256SUMS` tells whether the files are as they were published.",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _coverage(tables: Mapping[str, PublishedRows]) -> Iterator[str]:
    rows = tables[COVERAGE].to_pylist() if COVERAGE in tables else []
    if not rows or "disposition" not in rows[0]:
        return
    yield "## Coverage"
    yield (
        "What of each source is accounted for: by a record, or by a waiver that gives a reason. What is waived is among "
        "the accounted; `coverage` lists every numeral and sentence."
    )
    lines = ["| source | numerals | sentences | waived |", "|---|---:|---:|---:|"]
    for source in sorted({row["source_id"] for row in rows}):
        own = [row for row in rows if row["source_id"] == source]
        waived = sum(row["disposition"] == "waived" for row in own)
        lines.append(f"| `{source}` | {_share(own, 'numeral')} | {_share(own, 'sentence')} | {waived} |")
    yield "\n".join(lines)


def _share(rows: list[dict[str, Any]], kind: str) -> str:
    of_kind = [row for row in rows if row["kind"] == kind]
    return f"{sum(row['disposition'] != 'open' for row in of_kind)}/{len(of_kind)}"


def _credits(tables: Mapping[str, PublishedRows]) -> Iterator[str]:
    owed = [
        f"- {c['used_for'].capitalize()}: {c['title']} <{c['path']}>, {c['license']} <{c['license_path']}>"
        for c in credits_of(tables)
    ]
    if owed:
        yield "Held under terms of others, who must be named with it:"
        yield "\n".join(owed)


def _citing(meta: DatasetMeta, tables: Mapping[str, PublishedRows], released: date | None) -> Iterator[str]:
    yield "## How to cite"
    yield STYLES["apa"](cited_meta(meta, released))
    yield (
        f"A single record is cited as `{record_name(meta.id, meta.version, '<table>', '<id>')}`"
        + (f", under <{meta.base_iri}>" if meta.base_iri else "")
        + ". For a figure, name the publisher of its source too"
        + ("; `data/sources.csv` has it." if "sources" in tables else ".")
    )


def _versions() -> Iterator[str]:
    yield "## What a version says"
    yield "\n".join(f"- **{step}**: {what}." for step, what in RULE.items())
    yield BEFORE_ONE
