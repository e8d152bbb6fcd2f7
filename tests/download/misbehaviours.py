"""Ways of a server to be wrong, each with what has to come of it.

A way is a function of a site that returns how requests are answered. Its outcome is ``None`` where the right file has to
come in spite of it, else the error and words of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from download.server import Act, Handler, Site, etag, right
from policy_dataset.download.faults import (
    RefusedByServerError,
    UnreachableError,
    WrongContentError,
)
from policy_dataset.errors import PolicyDatasetError
from policy_dataset.release.faults import PackageError

LONG = 40
"""So many pieces or steps stand for no end."""


@dataclass(frozen=True)
class Way:
    name: str
    act: Callable[[Site], Act]
    known: tuple[type[PolicyDatasetError], str] | None
    """What comes where the hash is known."""
    unknown: tuple[type[PolicyDatasetError], str] | None
    """And where it is not."""


WAYS: list[Way] = []


def way(known=None, unknown=None):
    def register(act):
        WAYS.append(Way(act.__name__, act, known, unknown))
        return act

    return register


def both(error, words):
    return {"known": (error, words), "unknown": (error, words)}


def first(wrong: Act, times: int = 1) -> Act:
    """Answer wrong at first, then right."""

    def act(handler, number):
        (wrong if number <= times else right)(handler, number)

    return act


def whole(handler: Handler, **headers):
    handler.head(200, **{"Content_Length": len(handler.content), "ETag": etag(handler.content)} | headers)


def drip(handler: Handler, data: bytes, pause: float = 0.06):
    for n in range(LONG):
        handler.send(data[n : n + 1])
        time.sleep(pause)


@way(**both(UnreachableError, "less than 1,024 bytes a second"))
def drips_one_byte_after_the_other(_):
    def act(handler, _):
        whole(handler)
        drip(handler, handler.content)

    return act


@way()
def drips_at_first(site):
    return first(drips_one_byte_after_the_other(site))


@way(**both(UnreachableError, "the connection broke|fell silent"))
def drips_its_head(_):
    return lambda handler, _: drip(handler, b"HTTP/1.1 200 OK\r\nX: " + b"x" * LONG)


@way(**both(UnreachableError, "fell silent|the connection broke|stopped"))
def drips_the_length_of_a_chunk(_):
    def act(handler, _):
        handler.head(200, Transfer_Encoding="chunked")
        drip(handler, b"1;" + b"x" * LONG)

    return act


@way(**both(UnreachableError, "fell silent"))
def falls_silent(_):
    def act(handler, _):
        whole(handler)
        time.sleep(1)

    return act


@way(**both(UnreachableError, "the connection broke"))
def closes_at_once(_):
    return lambda handler, _: handler.cut()


@way(**both(UnreachableError, "the connection broke"))
def speaks_another_language(_):
    return lambda handler, _: handler.send(b"220 mail.example ESMTP\r\n" * 3)


@way(**both(UnreachableError, "the connection broke"))
def sends_headers_without_end(_):
    return lambda handler, _: handler.send(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500)


@way(**both(UnreachableError, r"3 attempts"))
def says_two_lengths(_):
    return lambda handler, _: handler.head(200, Content_Length="5, 7")


@way()
def is_cut_every_thousand_bytes(site):
    def act(handler, _):
        span = handler.headers.get("Range")
        start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
        rest = handler.content[start:]
        total = len(handler.content)
        if span:
            handler.head(
                206,
                Content_Length=len(rest),
                ETag=etag(handler.content),
                Content_Range=f"bytes {start}-{total - 1}/{total}",
            )
        else:
            whole(handler)
        handler.send(rest[: len(site.files["/package"]) // 8])
        handler.cut()

    return act


@way(**both(UnreachableError, "stopped|the connection broke"))
def is_cut_and_has_no_ranges(_):
    def act(handler, _):
        whole(handler)
        handler.send(handler.content[:700])
        handler.cut()

    return act


@way()
def is_cut_once_and_has_no_ranges(_):
    def act(handler, number):
        whole(handler)
        handler.send(handler.content[:700] if number == 1 else handler.content)
        handler.cut()

    return act


@way(**both(UnreachableError, "stopped|the connection broke"))
def is_cut_between_chunks(_):
    def act(handler, _):
        handler.head(200, Transfer_Encoding="chunked")
        handler.send(b"200\r\n" + handler.content[:0x200] + b"\r\n")
        handler.cut()

    return act


@way(known=(UnreachableError, "stopped after"), unknown=(PackageError, "no package, or a damaged one"))
def is_cut_and_nobody_knew_its_length(_):
    def act(handler, _):
        handler.head(200)
        handler.send(handler.content[:-700])

    return act


@way()
def does_not_say_its_length(_):
    def act(handler, _):
        handler.head(200)
        handler.send(handler.content)

    return act


@way(
    known=(WrongContentError, "has .* bytes and should have"),
    unknown=(UnreachableError, "the connection broke"),
)
def says_a_length_that_is_too_long(_):
    def act(handler, _):
        whole(handler, Content_Length=len(handler.content) + 9)
        handler.send(handler.content)

    return act


@way(known=(WrongContentError, "has .* bytes and should have"), unknown=(PackageError, "damaged one"))
def says_a_length_that_is_too_short(_):
    def act(handler, _):
        whole(handler, Content_Length=len(handler.content) - 9)
        handler.send(handler.content)

    return act


@way(known=(WrongContentError, "should have"), unknown=(WrongContentError, "more than the"))
def says_a_length_beyond_all_disks(_):
    return lambda handler, _: whole(handler, Content_Length=10**17)


@way(**both(WrongContentError, "does not end after"))
def does_not_end(_):
    def act(handler, _):
        handler.head(200)
        for _ in range(LONG):
            handler.send(handler.content)

    return act


@way(**both(UnreachableError, "it sends nothing"))
def is_empty(_):
    return lambda handler, _: handler.head(200)


@way(known=(WrongContentError, "has 0 bytes and should have"), unknown=(WrongContentError, "is empty"))
def says_that_it_is_empty(_):
    return lambda handler, _: handler.head(200, Content_Length=0)


@way()
def is_at_fault_at_first(_):
    return first(lambda handler, _: handler.head(500, Content_Length=0), times=2)


@way(**both(UnreachableError, "it answers 500"))
def is_always_at_fault(_):
    return lambda handler, _: handler.head(500, Content_Length=0)


@way()
def asks_to_come_again_later(_):
    return first(lambda handler, _: handler.head(503, Retry_After=7, Content_Length=0))


@way()
def asks_to_come_again_in_a_year(_):
    return first(lambda handler, _: handler.head(429, Retry_After=31_536_000, Content_Length=0))


LOGIN = b"<!DOCTYPE html>\n<title>Log in</title>" + b" " * 300


@way(known=(WrongContentError, "web page, perhaps one to log in"), unknown=(WrongContentError, "web page"))
def sends_a_page_to_log_in(_):
    def act(handler, _):
        handler.head(200, Content_Length=len(LOGIN), Content_Type="text/html; charset=utf-8")
        handler.send(LOGIN)

    return act


@way(**both(RefusedByServerError, "not open to everybody"))
def asks_for_a_password(_):
    return lambda handler, _: handler.head(401, Content_Length=0, WWW_Authenticate="Basic")


@way(**both(RefusedByServerError, "is not there"))
def has_nothing(_):
    return lambda handler, _: handler.head(404, Content_Length=0)


@way(**both(RefusedByServerError, r"answers 418 \[2Jteapot$"))
def is_a_teapot_that_speaks_to_the_terminal(_):
    return lambda handler, _: handler.send(
        b"HTTP/1.1 418 \x1b[2J\x07teapot\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )


@way()
def has_a_tag_that_no_header_may_hold(_):
    def act(handler, number):
        head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(handler.content)}\r\nETag: "a\r\n \xe9"\r\n\r\n'
        handler.send(head.encode("latin-1") + handler.content[: None if number > 1 else 99])
        handler.cut()

    return act


@way(**both(WrongContentError, "has 999,999,999,999,999,999 bytes"))
def counts_in_digits_without_end(_):
    return lambda handler, _: handler.head(200, Content_Length="9" * 5000)


@way()
def waits_in_digits_without_end(_):
    return first(lambda handler, _: handler.head(503, Retry_After="9" * 5000, Content_Length=0))
