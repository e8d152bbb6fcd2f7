"""The README of a package where its curator gives none."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema


def default_readme(schema: Schema, meta: DatasetMeta, tables: Mapping[str, pa.Table]) -> str:
    """Return a README in Markdown: what the package is, what it holds, how to read it and under which terms."""
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
        f"`{meta.id}`, version {meta.version}.",
        meta.description,
        "## Tables",
        "Each is in `data/` as CSV (UTF-8) and as Parquet; `datapackage.json` describes every column.",
        "\n".join(["| table | content | rows |", "|---|---|---:|", *held]),
        "## Terms",
        "\n".join(licenses),
        "## Contributors",
        "\n".join(contributors),
        "`sha256sum --check SHA256SUMS` tells whether the files are as they were published.",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"
