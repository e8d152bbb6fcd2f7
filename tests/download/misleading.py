"""Ways of a server to mislead: parts of other files, encodings that are none, addresses that nobody should follow."""

from __future__ import annotations

import gzip

from download.misbehaviours import both, way, whole
from download.server import Act, etag, right
from policy_dataset.download.faults import (
    RefusedAddressError,
    RefusedByServerError,
    UnreachableError,
    WrongContentError,
)


@way(known=(WrongContentError, "its SHA-256 is"))
def has_another_file_of_the_same_length(site):
    def act(handler, number):
        site.files[handler.path] = site.files["/other"]
        right(handler, number)

    return act


def _cut_then(then: Act) -> Act:
    """Cut the first answer in its middle; answer the next ones otherwise."""

    def act(handler, number):
        if number > 1:
            then(handler, number)
            return
        whole(handler)
        handler.send(handler.content[: len(handler.content) // 2])
        handler.cut()

    return act


def _part(handler, content, *, start=None, shift=0, **headers):
    asked = int((handler.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
    start = asked if start is None else start
    rest = content[start:]
    named = {
        "Content_Length": len(rest),
        "Content_Range": f"bytes {start + shift}-{len(content) - 1}/{len(content)}",
        "ETag": etag(content),
    }
    handler.head(206, **named | headers)
    handler.send(rest)


@way(known=(WrongContentError, "its SHA-256 is"))
def changes_its_file_between_two_answers(site):
    def then(handler, number):
        site.files[handler.path] = site.files["/other"]
        right(handler, number)

    return _cut_then(then)


@way()
def sends_the_rest_of_another_file_once(site):
    def then(handler, number):
        if handler.headers.get("Range"):
            _part(handler, site.files["/other"])
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def sends_the_rest_of_another_file_under_the_same_tag(site):
    def then(handler, number):
        if handler.headers.get("Range"):
            _part(handler, site.files["/other"], ETag=etag(handler.content))
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def sends_the_rest_of_a_longer_file(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            _part(handler, handler.content + b"more")
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def sends_a_wrong_range(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            _part(handler, handler.content, start=10)
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def sends_a_wrong_range_and_calls_it_right(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            _part(handler, b"#" * len(handler.content), ETag=etag(handler.content))
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def sends_several_ranges_in_one(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            handler.head(206, Content_Type="multipart/byteranges; boundary=x", Content_Length=3)
            handler.send(b"--x")
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def counts_its_ranges_without_end(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            handler.head(206, Content_Range=f"bytes {'9' * 5000}-{'9' * 5000}/*", Content_Length=0)
        else:
            right(handler, number)

    return _cut_then(then)


@way()
def knows_no_such_range(_):
    def then(handler, number):
        if handler.headers.get("Range"):
            handler.head(416, Content_Range="bytes */9", Content_Length=0)
        else:
            right(handler, number)

    return _cut_then(then)


@way(**both(UnreachableError, "nobody asked for"))
def sends_a_part_that_nobody_asked_for(_):
    return lambda handler, _: _part(handler, handler.content, start=100)


@way(**both(UnreachableError, "was not asked that"))
def says_that_nothing_changed(_):
    return lambda handler, _: handler.head(304)


@way()
def lies_about_its_encoding(_):
    def act(handler, _):
        whole(handler, Content_Encoding="gzip")
        handler.send(handler.content)

    return act


@way(known=(WrongContentError, "has .* bytes and should have"), unknown=(WrongContentError, "is no package"))
def packs_what_was_asked_for_as_it_is(_):
    def act(handler, _):
        packed = gzip.compress(handler.content)
        handler.head(200, Content_Length=len(packed), Content_Encoding="gzip")
        handler.send(packed)

    return act


def _to(location):
    return lambda handler, number: (
        right(handler, number)
        if handler.path != "/package"
        else handler.head(302, Location=location, Content_Length=0)
    )


@way()
def leads_to_another_path(site):
    site.files["/moved"] = site.files["/package"]
    return _to("/moved")


@way(**both(UnreachableError, "leads in a circle"))
def leads_to_itself(_):
    return _to("/package")


@way(**both(UnreachableError, "leads in a circle"))
def leads_in_a_circle(_):
    return lambda handler, _: handler.head(
        307, Location="/b" if handler.path != "/b" else "/c", Content_Length=0
    )


@way(**both(UnreachableError, "leads on more than 4 times"))
def leads_on_and_on(_):
    return lambda handler, _: handler.head(301, Location=handler.path + "x", Content_Length=0)


@way()
def leads_to_another_name_of_this_machine(site):
    site.files["/moved"] = site.files["/package"]
    return _to(f"{site.url.replace('127.0.0.1', 'localhost')}/moved")


@way(**both(RefusedAddressError, "leads to a file: address"))
def leads_to_a_file(_):
    return _to("file:///etc/hostname")


@way(**both(RefusedAddressError, "leads to a ftp: address"))
def leads_to_another_kind_of_address(_):
    return _to("ftp://127.0.0.1/package")


@way(**both(RefusedAddressError, "into this machine or network"))
def leads_into_the_network(_):
    return _to("http://192.0.2.1/")  # an address that belongs to nobody


@way(**both(RefusedAddressError, "which is not followed"))
def leads_to_what_is_no_address(_):
    return _to("http://[::1/package")


@way(**both(RefusedByServerError, "answers 302"))
def leads_nowhere(_):
    return lambda handler, _: handler.head(302, Content_Length=0)
