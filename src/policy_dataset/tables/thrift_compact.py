"""Thrift's compact protocol, in which Parquet writes its footers: values as they stand, without names.

pyarrow has no word for some of what a footer says, and ends the process where it says what cannot be.
"""

from __future__ import annotations

import struct
from typing import Any, Final

_DEEPEST: Final = 64
_LAST_SHORT: Final = 15
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT, _UUID = range(1, 14)


class CompactReader:
    r"""Reads values one after the other.

    References
    ----------
    Apache Thrift, Thrift Compact protocol encoding.

    Examples
    --------
    >>> CompactReader(b"\x15\x06\x18\x02hi\x19\x15\x02\x04\x00").read_struct()
    {1: 3, 2: b'hi', 3: [1, 2]}
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read_struct(self, depth: int = 0) -> dict[int, Any]:
        """Return the fields of a structure by their number.

        Raises
        ------
        ValueError
            It is not what the protocol says, or structures lie too deep in each other.
        """
        if depth > _DEEPEST:
            raise ValueError("structures lie too deep in each other")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            number = number + step if step else self._integer()
            fields[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (_I16, _I32, _I64):
            return self._integer()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind == _STRUCT:
            return self.read_struct(depth + 1)
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind == _MAP:
            return self._map(depth)
        if kind in (_TRUE, _FALSE, _BYTE):  # a truth value in a list has a byte of its own
            return self._byte()
        if kind == _DOUBLE:
            return struct.unpack("<d", self._bytes(8))[0]
        if kind == _UUID:
            return self._bytes(16)
        raise ValueError(f"there is no type {kind}")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size, kind = head >> 4, head & 15
        size = self._size(self._varint() if size == _LAST_SHORT else size)
        return [self._value(kind, depth) for _ in range(size)]

    def _map(self, depth: int) -> list[tuple[Any, Any]]:
        size = self._size(self._varint())
        kinds = self._byte() if size else 0
        return [(self._value(kinds >> 4, depth), self._value(kinds & 15, depth)) for _ in range(size)]

    def _size(self, size: int) -> int:
        if size > len(self._data) - self._at:  # each value takes a byte at least
            raise ValueError("there are fewer bytes than values")
        return size

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise ValueError("the bytes end too early")
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, size: int) -> bytes:
        start = self._at
        self._at += self._size(size)
        return self._data[start : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004 - the bit that says that more follow
                return value
            shift += 7
            if shift > 63:  # noqa: PLR2004 - of 64
                raise ValueError("a number has more than 64 bits")

    def _integer(self) -> int:
        zigzag = self._varint()
        return zigzag >> 1 ^ -(zigzag & 1)
