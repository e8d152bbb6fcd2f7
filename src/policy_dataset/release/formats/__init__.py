"""Formats: one module a format, found by listing this folder.

A format of tables has ``SUFFIX`` (of its files), ``MEDIATYPE`` and ``write(table, path)``. A form of the whole package
has ``ENDING`` (what follows the name of the package), ``REPEATABLE`` (whether equal packages give equal bytes),
``check()`` (that its library is there) and ``write_whole(dataset, path, excel_bom=…)``.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from policy_dataset.errors import MissingExtraError

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.tables.long import Batches


class Format(Protocol):
    """What a module offers that writes tables."""

    SUFFIX: str
    MEDIATYPE: str

    def write(self, table: Batches, path: Path) -> None:
        """Write one table as one file."""


class Whole(Protocol):
    """What a module offers that writes a package as a whole."""

    ENDING: str
    REPEATABLE: bool

    def check(self) -> None:
        """Raise `MissingExtraError` where the library that it needs is not installed."""

    def write_whole(self, dataset: Dataset, path: Path, *, excel_bom: bool = False) -> None:
        """Write a package as one file or one folder that does not exist yet."""


def format_names() -> tuple[str, ...]:
    """Return the names of the formats of tables, sorted."""
    return _names("write")


def find_format(name: str) -> Format:
    """Return the format of that name; `format_names` says which there are."""
    return cast("Format", import_module(f"{__name__}.{name}"))


def whole_names() -> tuple[str, ...]:
    """Return the names of the forms of a whole package, sorted."""
    return _names("write_whole")


def find_whole(name: str) -> Whole:
    """Return the form of that name; `whole_names` says which there are."""
    return cast("Whole", import_module(f"{__name__}.{name}"))


def library(name: str, extra: str) -> Any:
    """Return a library that a form needs and that is no dependency.

    Raises
    ------
    MissingExtraError
        It is not installed; the message says how to install it.
    """
    try:
        return import_module(name)
    except ImportError as fault:
        raise MissingExtraError(
            f"{name} is not installed; run: pip install 'policy-dataset[{extra}]'"
        ) from fault


def _names(offer: str) -> tuple[str, ...]:
    found = (m.name for m in pkgutil.iter_modules(__path__))
    return tuple(sorted(n for n in found if hasattr(import_module(f"{__name__}.{n}"), offer)))
