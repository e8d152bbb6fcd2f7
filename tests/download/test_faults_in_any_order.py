"""Faults of a server in any order, over several runs: the right package or a clear error, and never a poisoned cache."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from download.server import etag, right, serving
from effort import effort
from policy_dataset.download.address import read_address
from policy_dataset.download.cache import Cache
from policy_dataset.download.client import Client
from policy_dataset.download.faults import DownloadError, StaleCopyWarning
from policy_dataset.download.fetch import Fetcher
from policy_dataset.download.packages import fetch_package
from policy_dataset.download.patience import Patience
from policy_dataset.download.tending import verify
from policy_dataset.release.faults import PackageError

PATIENCE = Patience(
    connect=5, silence=5, attempts=2, all_attempts=6, worth=1 << 30, turn=30, sleep=lambda _: None
)
RUNS = 3

faults = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 40)),
    st.tuples(st.just("status"), st.sampled_from([304, 401, 404, 416, 418, 500, 503])),
    st.tuples(st.just("shifted"), st.integers(-700, 700)),
    st.tuples(st.just("other"), st.booleans()),
    st.tuples(st.just("flip"), st.integers(0, 40)),
    st.tuples(st.just("right"), st.none()),
)


def _answer(kind, how, archive, other):
    def cut(handler):
        handler.head(200, Content_Length=len(archive), ETag=etag(archive))
        handler.send(archive[: len(archive) * how // 40])
        handler.cut()

    def status(handler):
        handler.head(how, Content_Length=0)

    def part(handler, content, shift, tag):
        span = handler.headers.get("Range")
        if not span:
            right(handler)
            return
        start = max(0, int(span.removeprefix("bytes=").rstrip("-")) + shift)
        end = f"bytes {start - shift}-{len(content) - 1}/{len(content)}"
        handler.head(206, Content_Length=len(content[start:]), Content_Range=end, ETag=tag)
        handler.send(content[start:])

    def flip(handler):
        at = (len(archive) - 1) * how // 40
        content = archive[:at] + bytes([archive[at] ^ 0x40]) + archive[at + 1 :]
        handler.head(200, Content_Length=len(content), ETag=etag(content))
        handler.send(content)

    return {
        "cut": cut,
        "status": status,
        "shifted": lambda handler: part(handler, archive, how, etag(archive)),
        # Under its own tag, or under that of the right file.
        "other": lambda handler: part(handler, other, 0, etag(archive if how else other)),
        "flip": flip,
        "right": right,
    }[kind]


@pytest.fixture(scope="module")
def module_site(archive):
    with serving() as found:
        found.files["/package"] = archive
        yield found


@pytest.mark.filterwarnings(f"ignore::{StaleCopyWarning.__module__}.{StaleCopyWarning.__name__}")
@settings(max_examples=effort(40, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(faults, max_size=9), known=st.booleans())
def test_the_right_package_comes_or_a_clear_error(plan, known, module_site):
    site, archive = module_site, module_site.files["/package"]
    digest = hashlib.sha256(archive).hexdigest()
    other = archive[:-1] + b"?"
    site.asked.clear()
    # Without a hash, a server may have a package with another byte in it, as long as no checksum speaks against it.
    left = [fault for fault in plan if known or fault[0] != "flip"]

    def act(handler, _):
        kind, how = left.pop(0) if left else ("right", None)
        _answer(kind, how, archive, other)(handler)

    with tempfile.TemporaryDirectory() as folder:
        fetcher = Fetcher(Cache(Path(folder) / "cache"), Client(PATIENCE))
        address = read_address(f"{site.url}/package" + (f"#sha256={digest}" if known else ""))
        site.act = act
        for _ in range(RUNS):
            try:
                assert fetch_package(address, fetcher).sha256 == digest
            except (DownloadError, PackageError) as fault:
                assert str(fault).startswith(site.url)  # noqa: PT017 - one of both is right
            found = verify(fetcher.cache)
            assert (found.damaged, found.stray) == ((), ())
        left.clear()
        assert fetch_package(address, fetcher).sha256 == digest
        assert list((fetcher.cache.folder / "parts").iterdir()) == []
