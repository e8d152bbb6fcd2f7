"""Tests that run on every engine: which there are, and how many examples of a property each of them bears."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings

from effort import FULL, effort
from policy_dataset.tables.engines.registry import DEFAULT, ENGINES, open_engine

EXAMPLES: Mapping[str, tuple[int, int]] = {"polars": (30, 300), "duckdb": (10, 300), "spark": (2, 20)}
"""Examples of a property on each engine, and all of them."""


PHASES = [phase for phase in Phase if FULL or phase not in (Phase.shrink, Phase.explain)]
"""To make a failing example smaller takes minutes, too."""


def engine_params() -> list[Any]:
    """Return the name of every engine; those that are not installed are skipped, and say so."""
    return [pytest.param(name, marks=marks_of(name)) for name in ENGINES]


def marks_of(engine: str) -> list[Any]:
    """Return the marks of a test on an engine: it is skipped where it cannot run, and Spark can be left out."""
    why = why_not(engine)
    skipped = [pytest.mark.skip(reason=why)] if why is not None else []
    return [*skipped, *([pytest.mark.spark] if engine == "spark" else [])]


def why_not(engine: str) -> str | None:
    """Return why tests cannot run on an engine here."""
    if not ENGINES[engine].installed:
        return f"the extra [{ENGINES[engine].extra}] is not installed"
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    return "there is no Java, which Spark needs" if engine == "spark" and not java else None


def anew(engine: Any) -> Any:
    """Return an engine of the same kind that has opened nothing yet: one keeps what it opened as long as it lives."""
    return engine if engine.name == "spark" else open_engine(engine.name)


def examples_of(engine: str) -> int:
    """Return how many examples of a property are tried on an engine."""
    return effort(*EXAMPLES.get(engine, (2, 20)))


def on_other_engines(
    argument: str, cases: Sequence[Any], ids: Sequence[str], share: Mapping[str, int]
) -> pytest.MarkDecorator:
    """Run a test on every engine but the embedded one, with the cases of a long list that are tried on it.

    Every so-manieth case is; on an engine that has no share, all of them when the tests are run in full, and else none.
    """
    params = [
        pytest.param(engine, case, id=f"{engine}-{name}", marks=marks_of(engine))
        for engine in ENGINES
        if engine != DEFAULT and (FULL or engine in share)
        for case, name in list(zip(cases, ids, strict=True))[:: 1 if FULL else share[engine]]
    ]
    return pytest.mark.parametrize(("engine", argument), params, indirect=["engine"], scope="session")


def on_engines(*examples: Mapping[str, Any], **strategies: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a property, a function of an engine and what is drawn, a test that runs on every engine."""

    def decorate(holds_for: Callable[..., None]) -> Any:
        def test(engine):
            @settings(max_examples=examples_of(engine.name), database=None, phases=PHASES)
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
