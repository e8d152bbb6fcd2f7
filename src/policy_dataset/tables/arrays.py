"""Arrow arrays from Python values, built from their buffers.

`pyarrow.array` looks for pandas whatever it is given, and imports it where it is installed: half a second that no
command here needs.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()
_DECIMAL_BYTES = 16


def array_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return values, None being null, as an array of one of the types that columns have.

    Raises
    ------
    OverflowError
        A number does not fit its type.
    """
    missing = sum(v is None for v in values)
    validity = pa.py_buffer(_bits([v is not None for v in values])) if missing else None
    if pa.types.is_string(kind):
        return _strings(values, validity, missing)
    data = _FIXED[kind.id](values, kind)
    return pa.Array.from_buffers(kind, len(values), [validity, pa.py_buffer(data)], missing)


def _strings(values: Sequence[str | None], validity: pa.Buffer | None, missing: int) -> pa.Array:
    encoded = [(v or "").encode("utf-8") for v in values]
    offsets = array("i", (0, *accumulate(map(len, encoded))))
    buffers = [validity, pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(values), buffers, missing)


def _bits(truths: Sequence[bool]) -> bytes:
    packed = bytearray((len(truths) + 7) // 8)
    for number, truth in enumerate(truths):
        if truth:
            packed[number >> 3] |= 1 << (number & 7)
    return bytes(packed)


def _decimals(values: Sequence[Decimal | int | None], kind: pa.DataType) -> bytes:
    return b"".join(_scaled(v, kind).to_bytes(_DECIMAL_BYTES, "little", signed=True) for v in values)


def _scaled(value: Decimal | int | None, kind: pa.DataType) -> int:
    """Return a decimal in units of its last place, by whole numbers: arithmetic on Decimal would round."""
    if value is None:
        return 0
    sign, digits, exponent = Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        raise OverflowError(f"{value} is no number")
    shift = exponent + kind.scale
    whole = int("".join(map(str, digits)))
    if shift < 0:
        whole, rest = divmod(whole, 10**-shift)
        if rest:
            raise OverflowError(f"{value} has more than {kind.scale} decimals")
    else:
        whole *= 10**shift
    if whole >= 10**kind.precision:
        raise OverflowError(f"{value} has more than {kind.precision} digits")
    return int(-whole if sign else whole)


_FIXED: Mapping[int, Callable[[Sequence[Any], pa.DataType], bytes]] = {
    pa.bool_().id: lambda values, _: _bits([bool(v) for v in values]),
    pa.int64().id: lambda values, _: array("q", (v or 0 for v in values)).tobytes(),
    pa.date32().id: lambda values, _: array(
        "i", (v.toordinal() - _EPOCH if v is not None else 0 for v in values)
    ).tobytes(),
    pa.decimal128(38, 9).id: _decimals,
}
