"""What catalogues and citation tools read: one module a vocabulary, found by listing this folder.

A module has ``FILE`` (its name in a package) and ``text(descriptor)``: everything follows from ``datapackage.json``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Any


def package_metadata(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """Return the metadata files of a package, by name.

    Parameters
    ----------
    descriptor
        Content of its ``datapackage.json``.
    """
    found: dict[str, str] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        vocabulary = import_module(f"{__name__}.{name}")
        if hasattr(vocabulary, "FILE"):
            found[vocabulary.FILE] = vocabulary.text(descriptor)
    return found
