"""Parquet files in remote stores, as Spark's own file systems find them; credentials are theirs to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as sf

from policy_dataset.errors import UsageError
from policy_dataset.tables.engines.remote import cannot_open
from policy_dataset.tables.engines.spark_files import escaped, files_at, plain_address
from policy_dataset.tables.files import RemoteParquet

_CONNECTOR = (
    "Give Spark the connector of the store, as with spark.jars.packages=org.apache.hadoop:hadoop-aws:3.4.2."
)


def find_remote(session: SparkSession, address: str) -> Sequence[RemoteParquet]:
    """Return the Parquet files at an address, by name, with what is in them; rows are counted in one job.

    Raises
    ------
    UsageError
        The store or a file cannot be opened.
    """
    try:
        files = files_at(session, [address], "nothing int", names="*.{parquet,pq,PARQUET,PQ}")
        names = sorted(plain_address(file) for file in files.inputFiles())
        counted = files.groupBy(sf.col("_metadata.file_path").alias("file")).count().toArrow().to_pylist()
        rows = Counter({plain_address(one["file"]): one["count"] for one in counted})
        return [
            RemoteParquet(n, files_at(session, [escaped(n)]).limit(0).toArrow().schema, rows[n])
            for n in names
        ]
    except AnalysisException as fault:
        if "PATH_NOT_FOUND" in (fault.getCondition() or ""):
            return ()
        raise cannot_open("Spark", address, fault) from fault
    except PySparkException as fault:
        raise cannot_open("Spark", address, fault) from fault
    except Py4JJavaError as fault:
        raise _cannot_open(address, str(fault.java_exception.toString())) from fault


def _cannot_open(address: str, told: str) -> UsageError:
    do = _CONNECTOR if "ClassNotFound" in told or "UnsupportedFileSystem" in told else ""
    return cannot_open("Spark", address, OSError(told), do=do)
