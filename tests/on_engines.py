"""Tests that run on every engine: which there are, and how many examples of a property each of them bears."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings

from policy_dataset.tables.engines.registry import ENGINES

FULL = os.environ.get("POLICY_DATASET_ENGINES") == "all"
"""All examples of every property take minutes: without it, few are tried."""

EXAMPLES: Mapping[str, tuple[int, int]] = {"polars": (60, 300), "duckdb": (20, 300), "spark": (2, 20)}
"""Examples of a property on each engine, and all of them."""


def engine_params() -> list[Any]:
    """Return the name of every engine; those that are not installed are skipped, and say so."""
    return [
        pytest.param(
            name,
            marks=pytest.mark.skipif(not e.installed, reason=f"the extra [{e.extra}] is not installed"),
        )
        for name, e in ENGINES.items()
    ]


def examples_of(engine: str) -> int:
    """Return how many examples of a property are tried on an engine."""
    some, many = EXAMPLES.get(engine, (2, 20))
    return many if FULL else some


def on_engines(*examples: Mapping[str, Any], **strategies: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a property, a function of an engine and what is drawn, a test that runs on every engine."""

    def decorate(holds_for: Callable[..., None]) -> Any:
        def test(engine):
            @settings(max_examples=examples_of(engine.name), database=None)
            @given(**strategies)
            def holds(**drawn):
                holds_for(engine, **drawn)

            for one in examples:
                holds = example(**one)(holds)
            holds()

        test.__name__, test.__doc__, test.__module__ = (
            holds_for.__name__,
            holds_for.__doc__,
            holds_for.__module__,
        )
        return test

    return decorate
