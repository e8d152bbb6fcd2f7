"""The engines that there are: what each is called, which extra installs it, where it lives, and what it cannot do.

A new engine is one entry here and one file beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, cast

from policy_dataset.errors import MissingExtraError, UsageError
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.tables.engines import Engine
from policy_dataset.tables.files import RemoteParquet
from policy_dataset.tables.inputs import Input, kind_of, shown_address, store_of

DEFAULT = "polars"

_EVERYWHERE = {
    Input.COMPRESSED_CSV: "Unpack it: the structure of CSV is checked in its own bytes, which have lines.",
    Input.REMOTE_CSV: "Copy it to this machine, or give Parquet: the structure of CSV is checked byte by byte.",
}
"""What no engine can do, and what to do instead."""


_OBJECT_STORES = frozenset({"s3", "gs", "az", "abfss", "https", "http"})
_SPARK_STORES = frozenset({"file", "hdfs", "viewfs", "s3a", "gs", "abfss", "wasbs"})
"""File systems of Hadoop: Spark opens those of which it has the connector."""


@dataclass(frozen=True, slots=True)
class EngineDeclaration:
    """One engine.

    Attributes
    ----------
    name
        What ``--engine`` calls it.
    module, class_name
        Where it lives, in this package.
    library
        What it computes with, as it is imported.
    extra
        The extra that installs the library; None where it is a dependency.
    options
        Keywords that its class takes.
    stores
        Schemes of remote stores that its own file systems open; credentials are theirs to find.
    limits
        Kinds of input that it cannot open, and what to do instead.
    """

    name: str
    module: str
    class_name: str
    library: str
    extra: str | None = None
    options: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    limits: Mapping[Input, str] = field(default_factory=lambda: MappingProxyType(_EVERYWHERE))

    @property
    def installed(self) -> bool:
        """Whether its library can be imported."""
        return find_spec(self.library) is not None and find_spec(self.module) is not None


def _at(name: str) -> str:
    return f"{__name__.rpartition('.')[0]}.{name}"


ENGINES: Mapping[str, EngineDeclaration] = MappingProxyType(
    {
        e.name: e
        for e in (
            EngineDeclaration("polars", _at("polars"), "PolarsEngine", "polars", stores=_OBJECT_STORES),
            EngineDeclaration(
                "duckdb", _at("duckdb"), "DuckDBEngine", "duckdb", extra="duckdb", stores=_OBJECT_STORES
            ),
            EngineDeclaration(
                "spark",
                _at("spark"),
                "SparkEngine",
                "pyspark",
                extra="spark",
                options=frozenset({"master"}),
                stores=_SPARK_STORES,
            ),
        )
    }
)
"""Every engine, by name, the embedded one first."""


def declared_engine(name: str) -> EngineDeclaration:
    """Return what is declared of an engine.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    if name not in ENGINES:
        hint = did_you_mean(name, ENGINES, otherwise=f"Engines are: {', '.join(ENGINES)}.")
        raise UsageError(f"there is no engine {name!r}. {hint}")
    return ENGINES[name]


class ChosenEngine:
    """An engine that can be had, and starts when it is first asked for something: some take seconds to start.

    Attributes
    ----------
    name
        What ``--engine`` calls it.
    """

    def __init__(self, name: str, start: Callable[[], Engine]) -> None:
        self.name = name
        self._start = start
        self._started: Engine | None = None

    def open(self) -> Engine:
        """Return the engine, ready for tables; it is started once.

        Raises
        ------
        UsageError
            It cannot be started.
        """
        if self._started is None:
            self._started = self._start()
        return self._started

    def find_remote(self, address: str) -> Sequence[RemoteParquet]:
        """Ask the engine."""
        return self.open().find_remote(address)


def choose_engine(engine: str | Engine | ChosenEngine = DEFAULT, **options: Any) -> ChosenEngine:
    """Return an engine to be started when it is needed.

    Parameters
    ----------
    engine
        Its name, or an engine.
    options
        What its class takes, such as ``master`` of Spark; None is the same as not given.

    Raises
    ------
    UsageError
        No such engine, or an option that it does not have.
    MissingExtraError
        Its library is not installed; the message says how to install it.
    """
    if isinstance(engine, ChosenEngine):
        return engine
    if not isinstance(engine, str):
        return ChosenEngine(engine.name, lambda: engine)
    declared = declared_engine(engine)
    given = {name: value for name, value in options.items() if value is not None}
    for name in sorted(given.keys() - declared.options):
        meant = [e.name for e in ENGINES.values() if name in e.options]
        told = f"It goes with the engine {' or '.join(meant)}." if meant else ""
        raise UsageError(f"the engine {declared.name} takes no {name!r}. {told}".rstrip())
    if not declared.installed:
        raise _missing(declared, declared.library)
    return ChosenEngine(declared.name, partial(_start, declared, given))


def open_engine(engine: str | Engine = DEFAULT, **options: Any) -> Engine:
    """Return an engine that is ready for tables.

    Parameters
    ----------
    engine
        Its name, or an engine, which comes back as it is.
    options
        What its class takes, such as ``master`` of Spark; None is the same as not given.

    Raises
    ------
    UsageError
        No such engine, or an option that it does not have, or it cannot be started.
    MissingExtraError
        Its library is not installed; the message says how to install it.

    Examples
    --------
    >>> open_engine("polars").name
    'polars'
    """
    return choose_engine(engine, **options).open()


def _start(declared: EngineDeclaration, options: Mapping[str, Any]) -> Engine:
    try:
        module = import_module(declared.module)
    except ImportError as fault:
        # What its library needs may be missing, where that was installed in another way.
        if fault.name is None or fault.name.startswith("policy_dataset"):
            raise
        raise _missing(declared, fault.name) from fault
    return cast("Engine", getattr(module, declared.class_name)(**options))


def _missing(declared: EngineDeclaration, library: str) -> MissingExtraError:
    return MissingExtraError(
        f"the engine {declared.name} needs {library}, which is not installed; "
        f"run: pip install 'policy-dataset[{declared.extra}]'"
    )


def refuse_limits(engine: str, paths: Iterable[str]) -> None:
    """Refuse what an engine cannot open, by the names of files alone: nothing is opened.

    An engine that is not declared here is asked for nothing: it says itself what it cannot do.

    Raises
    ------
    UsageError
        At the first path that it cannot open; the message says what to do instead.
    """
    declared = ENGINES.get(engine)
    if declared is None:
        return
    for path in paths:
        kind, store = kind_of(path), store_of(path)
        if kind in declared.limits:
            raise UsageError(
                f"the engine {engine} cannot judge {shown_address(path)}, which is {kind}. {declared.limits[kind]}"
            )
        if store is not None and store not in declared.stores:
            others = [e.name for e in ENGINES.values() if store in e.stores]
            told = f"Take the engine {' or '.join(others)}." if others else "Copy it to this machine."
            raise UsageError(
                f"the engine {engine} cannot open {store}:// paths, as {shown_address(path)}. {told}"
            )
