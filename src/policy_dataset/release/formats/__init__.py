"""Formats that tables are written in: one module a format, found by listing this folder.

A module has ``SUFFIX`` (of its files), ``MEDIATYPE`` and ``write(table, path)``.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import pyarrow as pa


class Format(Protocol):
    """What a module in this folder offers."""

    SUFFIX: str
    MEDIATYPE: str

    def write(self, table: pa.Table, path: Path) -> None:
        """Write one table as one file."""


def format_names() -> tuple[str, ...]:
    """Return the names of the formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def find_format(name: str) -> Format:
    """Return the format of that name; `format_names` says which there are."""
    return cast("Format", import_module(f"{__name__}.{name}"))
