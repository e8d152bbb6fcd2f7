"""Values in Thrift's compact protocol, beside what pyarrow says of the same footers."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.tables.thrift_compact import CompactReader

numbers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.one_of(numbers, st.booleans(), st.binary(max_size=40), st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(st.binary(max_size=9), max_size=20),
        st.lists(numbers, max_size=20),
        st.lists(st.dictionaries(st.integers(1, 40), inner, max_size=4), max_size=20),
        st.dictionaries(st.integers(1, 40), inner, max_size=4),
    ),
    max_leaves=12,
)


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def integer(number: int) -> bytes:
    return varint(number << 1 ^ number >> 63 if number < 0 else number << 1)


def kind_of(value: Any) -> int:
    if isinstance(value, bool):
        return 1 if value else 2
    return {int: 6, float: 7, bytes: 8, list: 9, dict: 12}[type(value)]


def written(value: Any) -> bytes:
    """Write a value: the protocol once more, the other way round."""
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return struct.pack("<d", value)
    if isinstance(value, bytes):
        return varint(len(value)) + value
    if isinstance(value, list):
        kind = kind_of(value[0]) if value else 8
        head = (
            bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + varint(len(value))
        )
        return head + b"".join(map(written, value))
    out, before = b"", 0
    for number, one in sorted(value.items()):
        kind, step = kind_of(one), number - before
        out += bytes([step << 4 | kind]) if step < 16 else bytes([kind]) + integer(number)
        out += b"" if isinstance(one, bool) else written(one)
        before = number
    return out + b"\0"


@given(st.dictionaries(st.integers(1, 40), values, max_size=6))
def test_what_is_written_is_read(fields):
    assert CompactReader(written(fields)).read_struct() == fields


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    with suppress(ValueError):
        assert isinstance(CompactReader(data).read_struct(), dict)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x1c" * 500 + b"\0" * 501, "too deep"),
        (b"\x19\xf6\xff\xff\xff\xff\x0f", "fewer bytes"),
        (b"\x18\x7fabc", "fewer bytes"),
        (b"\x16" + b"\xff" * 11 + b"\0", "64 bits"),
        (b"\x15", "too early"),
        (b"\x1e\0", "no type 14"),
    ],
)
def test_what_cannot_be_is_refused(data, words):
    with pytest.raises(ValueError, match=words):
        CompactReader(data).read_struct()


def test_the_footer_of_parquet_is_what_pyarrow_says_of_it():
    table = pa.table({"id": [f"r{n}" for n in range(50)], "n": [None, *range(49)]})
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=20)
    data = out.getvalue()
    length = int.from_bytes(data[-8:-4], "little")
    footer = CompactReader(data[-8 - length : -8]).read_struct()
    known = pq.read_metadata(io.BytesIO(data))
    assert footer[3] == known.num_rows == 50
    assert [group[3] for group in footer[4]] == [20, 20, 10]
    assert [[column[3][5] for column in group[1]] for group in footer[4]] == [
        [known.row_group(number).column(n).num_values for n in range(2)] for number in range(3)
    ]
