"""Tables as CSV: UTF-8 without a signature, LF, a header, quotes only where RFC 4180 asks for them.

Null is an empty cell. An empty text cannot be told from null here, so no table that is published holds one
(`publish` refuses it).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.tables.long import Batches

SUFFIX = "csv"
MEDIATYPE = "text/csv"

BATCH_ROWS = 65_536
"""Rows that are text in memory at once: what writing costs beside the table itself."""

# The csv module of Python 3.13 quotes a lone CR and that of 3.11 does not; these bytes must not depend on it.
_MUST_BE_QUOTED = '[",\r\n]'


def write(table: Batches, path: Path) -> None:
    """Write a table as one CSV file, batch by batch.

    Numbers are written without an exponent and without trailing zeros, truth values as ``true`` and ``false``, dates
    as ISO 8601.
    """
    with path.open("wb") as file:
        for lines in _lines(table):
            file.write(lines.encode())


def _lines(table: Batches) -> Iterator[str]:
    yield ",".join(_quoted(pa.array(table.schema.names, type=pa.string())).to_pylist()) + "\n"
    for batch in table.to_batches(max_chunksize=BATCH_ROWS):
        if batch.num_rows:
            cells: list[Any] = [pc.fill_null(_text(column), "") for column in batch.columns]
            rows: Any = pc.binary_join_element_wise(*cells, ",")
            yield "\n".join(rows.to_pylist()) + "\n"


def _text(column: pa.Array[Any]) -> Any:
    if pa.types.is_decimal(column.type):
        return _decimal(column)
    text = pc.cast(column, pa.string())
    return _quoted(text) if pa.types.is_string(column.type) else text


def _quoted(column: Any) -> Any:
    marked = pc.match_substring_regex(column, _MUST_BE_QUOTED)
    if not pc.any(marked, min_count=0).as_py():
        return column
    doubled: Any = pc.replace_substring(column, '"', '""')
    quoted: Any = pc.binary_join_element_wise('"', doubled, '"', "")
    return pc.if_else(marked, quoted, column)


def _decimal(column: pa.Array[Any]) -> Any:
    text: Any = pc.cast(column, pa.string())
    # Arrow writes zero and small numbers with an exponent ("1E-9"), which many readers take for a float.
    exponent = pc.match_substring(text, "E")
    if pc.any(exponent, min_count=0).as_py():
        plain = pa.array(
            [format(number, "f") for number in column.filter(exponent).to_pylist()], type=pa.string()
        )
        text = pc.replace_with_mask(text, exponent, plain)
    if column.type.scale <= 0:
        return text
    return pc.replace_substring_regex(pc.replace_substring_regex(text, "0+$", ""), r"\.$", "")
