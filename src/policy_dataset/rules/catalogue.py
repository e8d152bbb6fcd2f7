"""Every rule, found by listing this folder: a module that holds a `RULE` is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from inspect import cleandoc
from types import MappingProxyType

from policy_dataset import rules
from policy_dataset.rules.rule import Rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return the rules by id, sorted."""
    found: dict[str, Rule] = {}
    for module in sorted(pkgutil.iter_modules(rules.__path__), key=lambda m: m.name):
        loaded = import_module(f"{rules.__name__}.{module.name}")
        rule = getattr(loaded, "RULE", None)
        if isinstance(rule, Rule):
            found[module.name] = replace(rule, id=module.name, explanation=cleandoc(loaded.__doc__ or ""))
    return MappingProxyType(found)


def severity_of(code: str) -> str:
    """Return the severity that the catalogue gives a code."""
    return str(all_rules()[code].severity)
