"""Forms of a report: one module ``<form>_report.py`` a form, found by listing this folder.

A module has ``SUFFIXES`` (of the files that imply the form) and ``render(report, setting)``.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from policy_dataset import report as folder
from policy_dataset.errors import UsageError
from policy_dataset.report.characters import well_formed
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting

_ENDING = "_report"


class Form(Protocol):
    """What a module of a form offers."""

    SUFFIXES: tuple[str, ...]

    def render(self, report: Report, setting: Setting) -> str:
        """Return the report in this form."""
        ...


@cache
def form_names() -> tuple[str, ...]:
    """Return the names of the forms, sorted."""
    modules = (module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(name.removesuffix(_ENDING) for name in modules if name.endswith(_ENDING)))


def find_form(name: str) -> Form:
    """Return the form of that name.

    Raises
    ------
    UsageError
        When there is none.
    """
    if name not in form_names():
        raise UsageError(f"there is no form '{name}' of reports; forms are {', '.join(form_names())}")
    return cast("Form", import_module(f"{folder.__name__}.{name}{_ENDING}"))


def form_of_file(path: Path) -> str | None:
    """Return the form that the suffix of a file implies."""
    suffix = path.suffix.lower()
    return next((name for name in form_names() if suffix in find_form(name).SUFFIXES), None)


def render(name: str, report: Report, setting: Setting = PLAIN) -> str:
    """Return a report in the form of that name, as text that can be written as UTF-8."""
    return well_formed(find_form(name).render(report, setting))
