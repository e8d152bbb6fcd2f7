"""The sources of a descriptor, from the table ``sources``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_dataset.tables.long import PublishedRows


SOURCES = "sources"


def package_sources(tables: Mapping[str, PublishedRows]) -> list[dict[str, str]]:
    """Return what the Data Package standard wants to know of each source; empty where there is no such table."""
    rows = tables[SOURCES].to_pylist() if SOURCES in tables else []
    found = []
    for row in rows:
        source = {
            "title": row.get("title_en") or row.get("title_zh"),
            "path": row.get("url"),
            "id": row.get("source_id"),
            "publisher": row.get("publisher"),
            "published": row.get("published"),
            "sha256": row.get("file_sha256"),
        }
        found.append({k: v for k, v in source.items() if v is not None})
    return found
