"""The table in one Parquet file of a package, read from memory.

`pyarrow.parquet` does the same, and to import it costs a tenth of all that happens between a fresh start and the first
record, for file systems and writers that no reader of a package needs. So the reader that it stands on is opened directly.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

_LARGE = 1 << 22
"""Bytes of a file that threads are worth starting for; a smaller one is read before they would have started."""


class ParquetBytes:
    """A Parquet file in memory: its footer is read, its rows are not yet.

    Attributes
    ----------
    schema
        The Arrow schema, with what the file says of itself in its metadata.
    rows
        Number of rows.

    Raises
    ------
    pyarrow.ArrowException, OSError, UnicodeDecodeError
        It is no Parquet file, or a damaged one; `read` raises them too.
    """

    def __init__(self, content: bytes) -> None:
        self._reader = _open(content)
        self._threads = len(content) > _LARGE
        self.schema: pa.Schema = self._reader.schema_arrow
        self.rows: int = self._reader.metadata.num_rows

    def read(self) -> pa.Table:
        """Return the table.

        Notes
        -----
        No thread is started for a small table: Arrow's that are still there when a short program ends can make it end in
        ``std::terminate`` (apache/arrow, issue 34314).
        """
        return self._reader.read_all(use_threads=self._threads)


def _open(content: bytes) -> Any:
    try:
        from pyarrow._parquet import ParquetReader  # noqa: PLC0415 - see above
    except ImportError:  # a pyarrow that keeps it elsewhere
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - as above

        return ParquetFile(pa.BufferReader(content), pre_buffer=False).reader
    reader = ParquetReader()
    reader.open(pa.BufferReader(content), pre_buffer=False)
    return reader
