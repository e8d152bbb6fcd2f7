"""Inputs put wrong at random, from a seed: bytes turned, pieces cut, doubled and swapped, hostile words put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

LARGEST = 200_000
"""Mutants stay below it: what is truly large is a case of its own."""

WORDS: dict[str, tuple[bytes, ...]] = {
    "yaml": (
        b"&a ", b"*a", b"<<: *a", b"- ", b"  ", b"\t", b": ", b":", b"|\n", b">-\n", b"? ", b"{", b"}", b"[", b"]",
        b",", b"'", b'"', b"# ", b"---\n", b"...\n", b"%YAML 1.1\n", b"%TAG ! x\n", b"!!python/object:os.system ",
        b"!!str ", b"!<x> ", b"~", b"null", b"\\u0000", b"\\xZZ", b"\\UFFFFFFFF", b"@", b"`", b"=", b"- - - - ",
        b"{a: {a: {a: ", b"[[[[[[[[", b"id: ", b"evidence:\n", b"  - ", b"no", b"1e999",
    ),
    "csv": (b'"', b'""', b",", b",,,,,,,,", b";", b"\t", b"\r", b'"\n', b'",', b"=1+1", b"NaN", b"1e999", b"-0", b"inf"),
    "json": (
        b"{", b"}", b"[", b"]", b",", b":", b'"', b"null", b"true", b"1e999", b"-1", b"NaN", b"Infinity",
        b"9" * 400, b'"\\ud800"', b'"\\u0000"', b'"../../etc/passwd"', b'"/etc/passwd"', b'"C:\\\\x"', b'{"a":' * 40,
        b"[" * 40,
    ),
    "parquet": (b"PAR1", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\x00" * 16),
    "text": (
        "亿".encode(), "万".encode(), "约".encode(), "至".encode(), "年".encode(), "月".encode(), "同比增长".encode(),
        b"%", "、".encode(), "．".encode(), b"0" * 40, "９".encode(), "十".encode() * 20, b"#char=", b"-",
        b";sha256=", b",", b" ", "每".encode(), "分之".encode(), "（".encode(), "截至".encode(), b"/", b"..", b"[", b"~",
    ),
}  # fmt: skip
EVERYWHERE = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc3",
    b"\xf4\x90\x80\x80",
    b"\r\n",
    b"\r",
    b"\x85",
    "\u2028".encode(),
    "\u200b".encode(),
    "\u202e".encode(),
    "\ue5d2".encode(),
    "e\u0301".encode(),
    "：".encode(),
    "\U0001f600".encode(),
    b"\x1b[31m",
)


def mutant(random: Random, seeds: Sequence[bytes], kind: str) -> bytes:
    """Return one of the seeds with one to six things put wrong."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, 6)):
        data = random.choice(_WAYS)(random, data, kind, seeds)[:LARGEST]
    return data


def _place(random: Random, data: bytes) -> int:
    return random.randint(0, len(data))


def _turn(random: Random, data: bytes, *_: object) -> bytes:
    at = _place(random, data)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(random: Random, data: bytes, *_: object) -> bytes:
    at = _place(random, data)
    return data[:at] + data[at + random.choice((1, 1, 2, 5, 40, 400)) :]


def _cut_off(random: Random, data: bytes, *_: object) -> bytes:
    return data[: _place(random, data)]


def _put_in(random: Random, data: bytes, kind: str, _: object) -> bytes:
    at = _place(random, data)
    return data[:at] + random.choice((*WORDS[kind], *EVERYWHERE)) + data[at:]


def _repeat(random: Random, data: bytes, *_: object) -> bytes:
    at = _place(random, data)
    piece = data[at : at + random.choice((1, 3, 20, 200))]
    return data[:at] + piece * random.choice((2, 3, 60)) + data[at:]


def _swap_lines(random: Random, data: bytes, *_: object) -> bytes:
    lines = data.split(b"\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _indent(random: Random, data: bytes, *_: object) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice((b" ", b"  ", b"\t", b"")) + random.choice((lines[at], lines[at].lstrip()))
    return b"\n".join(lines)


def _splice(random: Random, data: bytes, _: str, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: _place(random, data)] + other[_place(random, other) :]


_WAYS: tuple[Callable[..., bytes], ...] = (
    _turn,
    _cut,
    _cut_off,
    _put_in,
    _put_in,
    _put_in,
    _repeat,
    _swap_lines,
    _indent,
    _splice,
)
