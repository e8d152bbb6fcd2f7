"""Addresses: what may be asked, where a server may lead, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.download.address import check_allowed, local_file, read_address, redirected
from policy_dataset.download.faults import RefusedAddressError
from policy_dataset.errors import UsageError

HASH = "ab" * 32


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/x.zip",
        "https://",
        "https:///x.zip",
        "x.zip",
        "https://example.org/a b.zip",
        "https://example.org\\@127.0.0.1/x.zip",
        "https://example.org/x.zip\r\nHost: other",
        "https://example.org:99999/x.zip",
        "https://[::1/x.zip",
        "javascript://example.org/x",
        "https://example.org/x.zip#md5=00",
        "https://example.org/x.zip#sha256=abc",
        "https://example.org/x.zip#part",
    ],
)
def test_what_is_no_address_is_misuse(text):
    with pytest.raises(UsageError):
        read_address(text)


@given(st.text(max_size=40))
def test_reading_an_address_gives_one_or_says_so(text):
    try:
        address = read_address(f"https://{text}")
    except UsageError:
        return
    assert read_address(address.url) == address.beside("", sha256=None).__class__(address.url)


def test_a_hash_may_be_written_in_capitals():
    assert read_address(f"https://example.org/x.zip#sha256={HASH.upper()}").sha256 == HASH


def test_neither_password_nor_query_is_said_or_kept():
    address = read_address("https://me:secret@example.org/x.zip?token=hidden")
    assert address.userinfo == "me:secret"
    assert address.place == "https://example.org/x.zip?…"
    assert "secret" not in repr(address)
    assert "secret" not in address.url
    with pytest.raises(UsageError) as refused:
        read_address("ftp://me:secret@example.org/x.zip?token=hidden")
    assert "secret" not in str(refused.value)
    assert "hidden" not in str(refused.value)
    for unescaped in ("sec/ret", "sec?ret", "sec@ret"):
        with pytest.raises(UsageError, match=r"^'https://example\.org:x/x\.zip' is no address"):
            read_address(f"https://me:{unescaped}@example.org:x/x.zip?token=hidden")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x",
        "http://localhost/x",
        "http://a.localhost:80/x",
        "http://127.0.0.1:8000/x",
        "http://127.9.9.9/x",
        "http://[::1]:8000/x",
        "http://[::ffff:127.0.0.1]/x",
        f"http://example.org/x#sha256={HASH}",
    ],
)
def test_what_is_encrypted_here_or_known_by_its_hash_may_be_asked(url):
    check_allowed(read_address(url))


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "localhost.example.org", "128.0.0.1"])
def test_plain_http_is_refused(host):
    with pytest.raises(RefusedAddressError, match="not encrypted"):
        check_allowed(read_address(f"http://{host}/x"))


@pytest.mark.parametrize(
    ("start", "location", "leads_to"),
    [
        ("https://a.org/x", "/y", "https://a.org/y"),
        ("https://a.org/x", "y?z=1#part", "https://a.org/y?z=1"),
        ("https://a.org/x", "//b.org/y", "https://b.org/y"),
        ("https://a.org/x", "https://b.org/y", "https://b.org/y"),
        ("http://127.0.0.1:1/x", "https://b.org/y", "https://b.org/y"),
        ("http://127.0.0.1:1/x", "http://localhost:2/y", "http://localhost:2/y"),
        ("https://10.0.0.1/x", "https://10.0.0.1:8/y", "https://10.0.0.1:8/y"),
        (f"http://a.org/x#sha256={HASH}", "http://b.org/y", "http://b.org/y"),
    ],
)
def test_a_server_may_lead_on(start, location, leads_to):
    old = read_address(start)
    new = redirected(old, location)
    assert (new.url, new.sha256) == (leads_to, old.sha256)


@pytest.mark.parametrize(
    ("start", "location"),
    [
        ("https://a.org/x", "http://a.org/x"),
        (f"https://a.org/x#sha256={HASH}", "http://a.org/x"),
        ("http://127.0.0.1/x", "http://a.org/x"),
        ("https://a.org/x", "https://127.0.0.1/x"),
        ("https://a.org/x", "http://localhost/x"),
        ("https://a.org/x", "https://[::1]/x"),
        ("https://a.org/x", "https://10.0.0.1/x"),
        ("https://a.org/x", "https://169.254.0.1/x"),
        ("https://10.0.0.2/x", "https://10.0.0.1/x"),
        (f"http://127.0.0.1/x#sha256={HASH}", "http://192.168.0.1/x"),
        ("https://a.org/x", "file:///etc/hostname"),
        ("https://a.org/x", "ftp://a.org/x"),
        ("https://a.org/x", "data:text/plain,x"),
        ("https://a.org/x", "https://b.org\\@a.org/x"),
    ],
)
def test_a_server_may_not_lead_everywhere(start, location):
    with pytest.raises(RefusedAddressError, match=r"^http.* leads to "):
        redirected(read_address(start), location)


def test_credentials_do_not_go_to_another_server():
    start = read_address("https://me:secret@a.org/x")
    assert redirected(start, "/y").userinfo == "me:secret"
    assert redirected(start, "https://b.org/y").userinfo is None
    assert redirected(start, "https://a.org:444/y").userinfo is None
    assert redirected(start, "https://you:other@b.org/y").userinfo is None


def test_what_stands_beside_a_file_is_asked_without_its_query():
    start = read_address(f"https://me:secret@a.org/d/datapackage.json?token=hidden#sha256={HASH}")
    beside = start.beside("data/x.parquet", sha256=None)
    assert (beside.url, beside.sha256, beside.userinfo) == (
        "https://a.org/d/data/x.parquet",
        None,
        "me:secret",
    )


def test_a_file_of_this_machine_is_a_path(tmp_path):
    path = tmp_path / "a b.zip"
    assert local_file(path.as_uri()) == (path, None)
    assert local_file(f"{path.as_uri()}#sha256={HASH}") == (path, HASH)
    with pytest.raises(UsageError, match="another machine"):
        local_file("file://server/share/x.zip")
