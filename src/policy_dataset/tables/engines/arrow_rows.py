"""Row numbers out of Arrow columns, for engines that answer in Arrow."""

from __future__ import annotations

from array import array

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.tables.engines import NO_ROWS, Rows


def rows_of(numbers: pa.ChunkedArray) -> Rows:
    """Return a column of row numbers, none of them null, in ascending order."""
    if not len(numbers):
        # To combine no chunk at all, Arrow would load pandas.
        return NO_ROWS
    whole = numbers.combine_chunks()
    if len(whole) > 1 and not pc.all(pc.less_equal(whole[:-1], whole[1:])).as_py():
        whole = whole.take(pc.array_sort_indices(whole))
    return as_they_stand(whole)


def as_they_stand(numbers: pa.ChunkedArray | pa.Array) -> Rows:
    """Return a column of row numbers, none of them null, in the order in which they stand."""
    if not len(numbers):
        return NO_ROWS
    whole = numbers.cast(pa.int64())
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    rows = array("q")
    first = whole.offset * rows.itemsize
    rows.frombytes(whole.buffers()[1][first : first + len(whole) * rows.itemsize])
    return Rows(rows)
