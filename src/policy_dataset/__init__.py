"""Structured public-policy data: typed records, provable figures, Parquet and CSV data packages.

Everything public is here. Names are looked up on first use, so that ``import policy_dataset`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import (
    AnchorError,
    DeclarationError,
    MissingExtraError,
    NotFoundError,
    PolicyDatasetError,
    UsageError,
)
from policy_dataset.version import __version__

if TYPE_CHECKING:
    from policy_dataset.loading import load
    from policy_dataset.model.codelist import Codelist
    from policy_dataset.model.schema import Schema
    from policy_dataset.model.standard import standard_schema
    from policy_dataset.model.vocabulary import Code, Table, column, derived, links
    from policy_dataset.notation import Mention, parse_figure, parse_period, scan
    from policy_dataset.pipeline import BuildError, Library, build, lock, validate
    from policy_dataset.problems import Problem, Severity
    from policy_dataset.releasing import diff
    from policy_dataset.report.report import InvalidDataError, Report
    from policy_dataset.sources.canonical_text import find_anchor
    from policy_dataset.values import EDTF, Figure, Period

_HOMES = {
    "BuildError": "pipeline",
    "Library": "pipeline",
    "build": "pipeline",
    "diff": "releasing",
    "load": "loading",
    "lock": "pipeline",
    "validate": "pipeline",
    "Codelist": "model.codelist",
    "Schema": "model.schema",
    "standard_schema": "model.standard",
    "Code": "model.vocabulary",
    "Table": "model.vocabulary",
    "column": "model.vocabulary",
    "derived": "model.vocabulary",
    "links": "model.vocabulary",
    "Mention": "notation",
    "parse_figure": "notation",
    "parse_period": "notation",
    "scan": "notation",
    "Problem": "problems",
    "Severity": "problems",
    "InvalidDataError": "report.report",
    "Report": "report.report",
    "find_anchor": "sources.canonical_text",
    "EDTF": "values",
    "Figure": "values",
    "Period": "values",
}

__all__ = [
    "EDTF",
    "AnchorError",
    "BuildError",
    "Code",
    "Codelist",
    "DeclarationError",
    "Figure",
    "InvalidDataError",
    "Library",
    "Mention",
    "MissingExtraError",
    "NotFoundError",
    "Period",
    "PolicyDatasetError",
    "Problem",
    "Report",
    "Schema",
    "Severity",
    "Table",
    "UsageError",
    "__version__",
    "build",
    "column",
    "derived",
    "diff",
    "find_anchor",
    "links",
    "load",
    "lock",
    "parse_figure",
    "parse_period",
    "scan",
    "standard_schema",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Bring in a public name when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
