"""Spark sessions for the engine: one that is there already, or one of our own; settled so that verdicts are exact."""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from threading import Lock

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.pandas.utils import require_minimum_pandas_version, require_minimum_pyarrow_version

from policy_dataset.errors import MissingExtraError, UsageError

_ONE_AT_A_TIME = Lock()
_SETTLED = {
    # A cell that does not fit is null, as on the other engines, and not the end of the job.
    "spark.sql.ansi.enabled": "false",
    # Nine decimals stay nine decimals when numbers are added.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    # A file that cannot be read is an error and never a file without rows.
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.mergeSchema": "false",
    # Workers answer in pieces that hold few rows of long texts.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "16384",
    # What is small is sent to those who need it: never told by a guess about a file that was packed.
    "spark.sql.autoBroadcastJoinThreshold": str(32 << 20),
}
"""What verdicts depend on. It is set in a session of our own beside the user's, which keeps its own settings."""

_MASTER = re.compile(r"local(\[.+\])?$|yarn$|(spark|k8s)://.+", re.ASCII)
_MASTERS = "Write it as local[4], spark://host:7077, yarn or k8s://host."
_JAVA = "Install Java 17 or newer, or say where it is in JAVA_HOME."


@dataclass(frozen=True, slots=True)
class Home:
    """Where an engine works.

    Attributes
    ----------
    session
        Shares the user's cluster and files, and has settings of its own.
    started
        The session that was started for it, to be stopped with it; None where one was running.
    """

    session: SparkSession
    started: SparkSession | None


def open_home(master: str | None) -> Home:
    """Return a session beside the one that is running, or beside one that is started.

    Raises
    ------
    UsageError
        Spark runs on another master, is of a kind that is not supported, or cannot be started.
    MissingExtraError
        A library that PySpark needs is not there, or too old.
    """
    _check_libraries()
    running = SparkSession.getActiveSession() or SparkSession._instantiatedSession  # noqa: SLF001 - of other threads
    if running is not None and _is_stopped(running):
        running = None
    if running is not None:
        _check_running(running, master)
        return Home(_beside(running), None)
    started = _start(master)
    return Home(_beside(started), started)


def _check_libraries() -> None:
    """Refuse a PySpark that was installed without what it needs to take tables of Arrow; its own words say what is missing."""
    try:
        with without_words_on_pandas():
            require_minimum_pandas_version()
            require_minimum_pyarrow_version()
    except ImportError as fault:
        told = str(fault).partition("] ")[2] or str(fault)
        raise MissingExtraError(
            f"the engine spark needs more than pyspark: {told} Run: pip install 'policy-dataset[spark]'"
        ) from fault


def _is_stopped(session: SparkSession) -> bool:
    context = getattr(session, "_sc", None)
    return context is not None and context._jsc is None  # noqa: SLF001 - PySpark's own way to ask


def _check_running(session: SparkSession, master: str | None) -> None:
    if not hasattr(session, "_jsparkSession"):
        raise UsageError(
            "the engine spark does not work through Spark Connect. Run it where Spark's driver runs."
        )
    there = str(session.sparkContext.master)
    if master is not None and master != there:
        raise UsageError(f"a Spark session is running on {there}, not on {master}. Leave the master out.")


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if home:
        # Spark looks there and nowhere else.
        java = Path(home) / "bin" / "java"
        if not java.is_file() and not java.with_suffix(".exe").is_file():
            raise UsageError(f"the engine spark needs Java, and there is none in JAVA_HOME, {home}. {_JAVA}")
    elif shutil.which("java") is None:
        raise UsageError(f"the engine spark needs Java, and there is none. {_JAVA}")


def _start(master: str | None) -> SparkSession:
    if master is not None and not _MASTER.match(master):
        raise UsageError(f"{master!r} is no place where Spark runs. {_MASTERS}")
    _check_java()
    builder = SparkSession.builder.appName("policy-dataset")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    chosen = master or (None if submitted else "local[*]")
    if chosen is not None:
        builder = builder.master(chosen)
    for name, value in _options(chosen, submitted=submitted).items():
        builder = builder.config(name, value)
    try:
        with without_words_on_pandas():
            session = builder.getOrCreate()
    except (PySparkException, OSError) as fault:
        where = f" on {chosen}" if chosen else ""
        first = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        raise UsageError(f"Spark cannot be started{where}: {first} {_JAVA}") from fault
    except Exception as fault:
        told = _told_by_java(fault)
        if told is None:
            raise
        raise UsageError(f"Spark cannot be started on {chosen}: {told}") from fault
    return session


@contextmanager
def workers_like_us(session: SparkSession) -> Iterator[None]:
    """Let what is planned meanwhile be run by this Python, where workers run on this machine and nobody chose another.

    They need what is installed beside us; the first `python3` of the path may be another. The context is the user's, and
    is changed for one at a time: several tables may be opened at once.
    """
    context = session.sparkContext
    with _ONE_AT_A_TIME:
        before = context.pythonExec
        if (context.master or "").startswith("local") and "PYSPARK_PYTHON" not in os.environ:
            context.pythonExec = sys.executable
        try:
            yield
        finally:
            context.pythonExec = before


@contextmanager
def without_words_on_pandas() -> Iterator[None]:
    """Let PySpark not warn of new versions of pandas: it asks for it, and we hand it nothing but Arrow."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _told_by_java(fault: Exception) -> str | None:
    told = getattr(fault, "java_exception", None)
    return str(told.toString()).splitlines()[0] if told is not None else None


def _options(master: str | None, *, submitted: bool) -> dict[str, str]:
    options = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if submitted:
        return options
    quiet = files(__package__).joinpath("spark_log4j2.properties")
    options["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={Path(str(quiet)).as_uri()}"
    if master is not None and master.startswith("local"):
        # Nobody else is to be talked to, whatever this machine is called.
        options |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return options


def _beside(session: SparkSession) -> SparkSession:
    """Return a session with the settings of another, and with ours; it has the same files, cache and executors."""
    context = session.sparkContext
    ours = SparkSession(context, session._jsparkSession.cloneSession())  # noqa: SLF001 - newSession() would forget the user's settings, those of file systems among them
    for name, value in _SETTLED.items():
        ours.conf.set(name, value)
    if (context.master or "").startswith("local"):
        ours.conf.set("spark.sql.shuffle.partitions", str(context.defaultParallelism))
    return ours
