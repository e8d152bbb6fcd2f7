"""Whatever a server does: the right package or a clear error, and a cache that holds nothing but what is right."""

from __future__ import annotations

import hashlib
import threading

import pytest
from urllib3.util import Timeout

from download import misleading
from download.misbehaviours import WAYS
from policy_dataset.download.address import read_address
from policy_dataset.download.faults import DownloadError, UnreachableError
from policy_dataset.download.fetch import Wanted
from policy_dataset.download.packages import fetch_package, fetch_url
from policy_dataset.download.tending import verify
from policy_dataset.release.faults import PackageError

ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
hashes = pytest.mark.parametrize("known", [True, False], ids=["hash known", "no hash"])


def _address(site, content, *, known):
    return read_address(
        f"{site.url}/package" + (f"#sha256={hashlib.sha256(content).hexdigest()}" if known else "")
    )


def _check_cache(fetcher, contents, *, superseded=()):
    """Nothing but whole, right files, and of a part only what can be taken up."""
    found = verify(fetcher.cache)
    assert found.damaged == ()
    assert set(found.stray) <= {hashlib.sha256(content).hexdigest() for content in superseded}
    held = {p.read_bytes() for p in (fetcher.cache.folder / "contents").glob("*/*")}
    assert held <= set(contents)
    for path in (fetcher.cache.folder / "parts").iterdir():
        assert sorted(p.name for p in path.iterdir()) == ["body", "state.json"]


@hashes
@ways
def test_the_right_package_comes_or_a_clear_error_and_the_cache_stays_clean(  # noqa: PLR0913 - what meets here
    way, known, site, archive, changed, fetcher
):
    site.files["/other"] = changed
    assert len(changed) == len(archive)
    address = _address(site, archive, known=known)
    size = len(archive) if known else None
    expected = way.known if known else way.unknown
    fetcher = _bounded(fetcher, 3 * len(archive))
    site.act = way.act(site)
    if expected is None:
        got = fetch_package(address, fetcher, size=size)
        assert got.path.read_bytes() in ({archive} if known else {archive, changed})
        assert len(got.load().harbours) == 3
    else:
        with pytest.raises(expected[0], match=expected[1]) as raised:
            fetch_package(address, fetcher, size=size)
        assert isinstance(raised.value, DownloadError | PackageError)
        assert str(raised.value).startswith(site.url)
        assert fetcher.cache.records() == []
    _check_cache(fetcher, (archive, changed))
    assert len(site.asked) <= 2 * fetcher.client.patience.all_attempts

    # A right server then gives the right package, and nothing is left beside it.
    site.forget()
    site.files["/package"] = archive
    got = fetch_package(address, fetcher, size=size)
    assert got.path.read_bytes() == archive
    _check_cache(fetcher, (archive,), superseded=(changed,))
    assert list((fetcher.cache.folder / "parts").iterdir()) == []


def _bounded(fetcher, limit):
    """A fetcher that takes so many bytes at most where nobody has said how many there are."""

    class Bounded(type(fetcher)):
        def fetch(self, wanted):
            return super().fetch(Wanted(wanted.address, wanted.judge, wanted.size, min(wanted.limit, limit)))

    return Bounded(fetcher.cache, fetcher.client, fetcher.offline, fetcher.progress, fetcher.warn)


def test_there_are_more_than_a_handful_of_ways():
    assert len(WAYS) > 45
    assert {way.act.__module__ for way in WAYS} >= {misleading.__name__}


def test_silence_is_told_as_such_whoever_notices_it_first(site, archive, fetcher, monkeypatch):
    # As on a machine that has much to do: the watch ends the connection before the socket's own bound is over.
    monkeypatch.setattr("policy_dataset.download.client.Timeout", lambda **_: Timeout(60))

    def silent(handler, _):
        handler.head(200, Content_Length=len(archive))
        handler.send(archive[:100])
        end.wait(60)

    end = threading.Event()
    site.act = silent
    try:
        with pytest.raises(UnreachableError, match="it fell silent"):
            fetch_url(f"{site.url}/package", fetcher)
    finally:
        end.set()


def test_a_server_that_asks_to_wait_is_waited_for_but_not_for_ever(site, archive, fetcher, waits):
    by_name = {way.name: way for way in WAYS}
    for name, seconds in (("asks_to_come_again_later", 7), ("asks_to_come_again_in_a_year", 30)):
        site.forget()
        waits.clear()
        site.act = by_name[name].act(site)
        fetch_package(_address(site, archive, known=False), fetcher)
        fetcher.cache.forget(_address(site, archive, known=False))
        assert waits == [seconds]


def test_each_wait_is_twice_the_one_before_up_to_a_bound(patience):
    assert [patience.wait(n, None) for n in (1, 2, 3, 4, 7, 8)] == [0.5, 1, 2, 4, 30, 30]
