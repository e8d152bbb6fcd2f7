"""Small Arrow arrays from Python values, without what `pyarrow.array` costs: it imports pandas where that is installed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa


def row_numbers(rows: Iterable[int]) -> pa.Array[Any]:
    """Return row numbers as an array to take rows with."""
    numbers = array("q", rows)
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers.tobytes())])


def texts(values: Sequence[str | None]) -> pa.Array[Any]:
    """Return texts as an array; None is null."""
    encoded = [b"" if value is None else value.encode() for value in values]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    valid = bytearray((len(values) + 7) // 8)
    for at, value in enumerate(values):
        valid[at >> 3] |= (value is not None) << (at & 7)
    buffers: list[pa.Buffer | None] = [
        pa.py_buffer(bytes(valid)),
        pa.py_buffer(offsets.tobytes()),
        pa.py_buffer(b"".join(encoded)),
    ]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)
