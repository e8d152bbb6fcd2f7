"""CSV files as Spark reads them: by stretches that begin at rows, as the check of their structure has found them.

Spark's own reader takes a file whose cells hold line breaks as a whole, and does not tell the numbers of its rows. Here
workers read stretches of it with the reader that records are read with, each knowing the number of its first row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyarrow import csv as pa_csv
from pyspark.errors import PySparkException

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Column
from policy_dataset.tables.engines import ROW
from policy_dataset.tables.engines.spark_session import without_words_on_pandas, workers_like_us
from policy_dataset.tables.forms import form_of
from policy_dataset.tables.texts import typed_texts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from policy_dataset.tables.files import BulkFile

STRETCH = 16 << 20
"""Bytes of a file that one task reads at once."""
MISFIT = "__misfit__"
_PIECE = 1 << 14
_NO_READER = re.compile(
    r"ModuleNotFoundError: [^\n]*|Cannot run program [^\n,]*|Python in worker has different version[^\n]*",
    re.ASCII,
)
"""What is said where workers have another Python than this."""

_STRETCHES = pa.schema(
    [
        ("path", pa.string()),
        ("row", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("header", pa.list_(pa.string())),
        ("names", pa.list_(pa.string())),
        ("texts", pa.list_(pa.string())),
    ]
)
"""What a task is told of a stretch; `texts` are those that the names of folders give to columns, `names`."""


def read_csv(
    session: SparkSession, files: Sequence[tuple[BulkFile, int]], columns: Sequence[Column], schema: str
) -> DataFrame:
    """Return columns of CSV files, typed, with row numbers, and of each that has a form the texts that do not fit.

    Parameters
    ----------
    files
        Files with the number of their first row.
    schema
        Types of the row number, `columns` and texts beside them, as Spark writes them.
    """
    stretches = [s for file, first in files for s in _stretches(file, first)]
    tasks = session.createDataFrame(pa.Table.from_pylist(stretches, schema=_STRETCHES))
    wanted = tuple(columns)

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for task in batch.to_pylist():
                yield from _read(task, wanted)

    with workers_like_us(session), without_words_on_pandas():
        return tasks.repartition(len(stretches)).mapInArrow(read, schema)


@contextmanager
def told_of_workers(kept: DataFrame) -> Iterator[None]:
    """Make misuse of it where workers have no Python that can read, and keep nothing: they run another than the driver.

    Raises
    ------
    UsageError
        They cannot; the message says what to do.
    """
    try:
        yield
    except (PySparkException, Py4JJavaError) as fault:
        kept.unpersist()
        found = _NO_READER.search(str(fault))
        if found is None:
            raise
        raise UsageError(
            f"the workers of Spark cannot read CSV ({found[0].strip()}). They need a Python with this library, at the same "
            "version as here: name it in PYSPARK_PYTHON before Spark starts, or give Parquet, which needs none."
        ) from fault


def _stretches(file: BulkFile, first: int) -> Iterator[dict[str, Any]]:
    assert file.structure is not None  # noqa: S101 - files without it are not CSV
    places = [(0, 0), *file.structure.stretches(STRETCH)]
    ends = [offset for _, offset in places[1:]] + [file.path.stat().st_size]
    for (row, start), end in zip(places, ends, strict=True):
        yield {
            "path": str(file.path.resolve()),
            "row": first + row,
            "start": start,
            "end": end,
            "header": list(file.header),
            "names": list(file.partition),
            "texts": list(file.partition.values()),
        }


def _read(task: dict[str, Any], columns: Sequence[Column]) -> Iterator[pa.RecordBatch]:
    texts = _texts(task, [c.name for c in columns if c.name in task["header"]])
    given = dict(zip(task["names"], task["texts"], strict=True))
    fields: dict[str, pa.ChunkedArray | pa.Array] = {
        ROW: pa.array(range(task["row"], task["row"] + texts.num_rows), type=pa.int64())
    }
    beside: dict[str, pa.Array] = {}
    for column in columns:
        if column.name in task["header"]:
            cells = texts[column.name]
        else:
            constant = pa.scalar(given.get(column.name), pa.string())
            cells = pa.chunked_array([pa.repeat(constant, texts.num_rows)])
        fields[column.name], bad = typed_texts(cells, column)
        if form_of(column) is not None:
            beside[MISFIT + column.name] = _kept(cells, bad)
    yield from pa.table({**fields, **beside}).to_batches(max_chunksize=_PIECE)


def _kept(cells: pa.ChunkedArray, rows: Iterable[int]) -> pa.Array:
    found: list[str | None] = [None] * len(cells)
    for row in rows:
        found[row] = cells[row].as_py()
    return pa.array(found, type=pa.string())


def _texts(task: dict[str, Any], names: Sequence[str]) -> pa.Table:
    with open(task["path"], "rb") as stream:  # noqa: PTH123 - workers know the path as a text
        stream.seek(task["start"])
        data = stream.read(task["end"] - task["start"])
    return pa_csv.read_csv(
        pa.BufferReader(data),
        # One block: a row of any length is whole, and the other processors have stretches of their own.
        read_options=pa_csv.ReadOptions(
            use_threads=False,
            block_size=len(data) + 1,
            column_names=task["header"] if task["start"] else None,
        ),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in task["header"]},
            include_columns=names or task["header"][:1],
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )
