"""What is at hand is not fetched again, what is fetched is at hand from then on, and who is asked learns little."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from download.server import right
from policy_dataset.download.address import read_address
from policy_dataset.download.cache import Cache
from policy_dataset.download.client import Client
from policy_dataset.download.faults import (
    CacheError,
    OfflineError,
    RefusedAddressError,
    RefusedByServerError,
    StaleCopyWarning,
    UnreachableError,
    WrongContentError,
)
from policy_dataset.download.packages import fetch_package, fetch_url, load_url
from policy_dataset.download.tending import clear, listed, verify
from policy_dataset.errors import UsageError


def _digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def url(site):
    return f"{site.url}/package"


def _offline(fetcher):
    return replace(fetcher, offline=True)


def test_what_was_fetched_loads_without_the_network(site, url, archive, fetcher):
    assert load_url(url, fetcher).name == "own"
    site.act = lambda handler, _: handler.cut()
    site.asked.clear()
    assert len(load_url(url, _offline(fetcher)).harbours) == 3
    assert len(load_url(f"{url}#sha256={_digest(archive)}", _offline(fetcher)).harbours) == 3
    assert site.asked == []


def test_a_content_and_its_record_take_their_places_by_a_rename(url, archive, fetcher, monkeypatch):
    moved = {}
    replace_ = Path.replace

    def watched(source, target):
        moved[Path(target)] = Path(source).stat().st_ino, source.is_relative_to(fetcher.cache.folder)
        return replace_(source, target)

    monkeypatch.setattr(Path, "replace", watched)
    fetched = fetch_url(url, fetcher)
    (record,) = fetcher.cache.folder.joinpath("addresses").rglob("*.json")
    for path in (fetcher.cache.content(_digest(archive)), record):
        # Nobody sees half of it: it is the file that was written elsewhere on the same disk.
        assert moved[path] == (path.stat().st_ino, True)
    assert fetched is not None


def test_what_was_not_fetched_is_refused_without_the_network(site, url, fetcher):
    with pytest.raises(OfflineError, match="not in the cache, and the network is not to be used"):
        load_url(url, _offline(fetcher))
    load_url(url, fetcher)
    with pytest.raises(OfflineError):
        load_url(f"{url}#sha256={'0' * 64}", _offline(fetcher))
    with pytest.raises(OfflineError):
        load_url(f"{url}?other", _offline(fetcher))
    assert len(site.asked) == 1


def test_a_known_hash_at_hand_asks_nobody_whoever_it_came_from(site, url, archive, fetcher):
    load_url(url, fetcher)
    site.asked.clear()
    fetch_url(f"{site.url}/elsewhere#sha256={_digest(archive)}", fetcher)
    assert site.asked == []
    # From then on it is known by that address too.
    assert load_url(f"{site.url}/elsewhere", _offline(fetcher)).name == "own"


def test_an_address_without_a_hash_is_asked_whether_it_changed(site, url, archive, changed, fetcher):
    load_url(url, fetcher)
    load_url(url, fetcher)
    assert len(site.asked) == 2
    site.files["/package"] = changed
    assert fetch_url(url, fetcher).sha256 == _digest(changed)
    assert {_digest(archive), _digest(changed)} == {
        p.name for p in (fetcher.cache.folder / "contents").glob("*/*")
    }


@pytest.mark.parametrize("wrong", ["cut", "500"])
def test_a_server_that_cannot_be_asked_leaves_the_copy_and_a_warning(wrong, site, url, fetcher):
    load_url(url, fetcher)
    site.act = lambda handler, _: handler.cut() if wrong == "cut" else handler.head(500, Content_Length=0)
    site.asked.clear()
    with pytest.warns(StaleCopyWarning, match="the copy that was downloaded before is used") as warned:
        assert load_url(url, fetcher).name == "own"
    assert len(site.asked) == 2
    assert warned[0].filename == __file__


def test_a_copy_is_not_used_where_another_hash_is_asked_for(site, url, changed, fetcher):
    load_url(url, fetcher)
    site.act = lambda handler, _: handler.cut()
    with pytest.raises(UnreachableError):
        load_url(f"{url}#sha256={_digest(changed)}", fetcher)


def test_what_is_wrong_does_not_take_the_place_of_the_copy(site, url, archive, fetcher):
    load_url(url, fetcher)
    site.files["/package"] = b"<html>log in"
    with pytest.raises(WrongContentError, match="web page"):
        load_url(url, fetcher)
    site.files["/package"] = archive
    assert load_url(url, _offline(fetcher)).name == "own"
    assert verify(fetcher.cache).stray == ()


def test_a_cut_download_goes_on_in_the_next_run(site, url, archive, fetcher):
    half = len(archive) // 2

    def cut(handler, _):
        handler.head(200, Content_Length=len(archive), ETag='"same"')
        handler.send(archive[:half])
        handler.cut()

    site.act = cut
    impatient = replace(fetcher, client=Client(replace(fetcher.client.patience, attempts=1, worth=1 << 30)))
    with pytest.raises(UnreachableError, match=f"{half:,} bytes are kept, and the next run takes up there"):
        fetch_url(url, impatient)

    def rest(handler, _):
        assert handler.headers["If-Range"] == '"same"'
        handler.head(
            206,
            Content_Length=len(archive) - half,
            Content_Range=f"bytes {half}-{len(archive) - 1}/{len(archive)}",
        )
        handler.send(archive[half:])

    site.act = rest
    site.asked.clear()
    assert fetch_url(url, fetcher).sha256 == _digest(archive)
    assert site.asked == [("/package", f"bytes={half}-")]
    assert list((fetcher.cache.folder / "parts").iterdir()) == []


@pytest.mark.parametrize("harm", [b"", b"damaged"])
def test_a_damaged_content_is_fetched_again(harm, url, archive, fetcher):
    got = fetch_url(url, fetcher)
    got.path.write_bytes(harm)
    with pytest.raises(OfflineError):
        fetch_url(url, _offline(fetcher))
    assert fetch_url(url, fetcher).path.read_bytes() == archive


def test_a_damaged_record_is_as_none(url, archive, fetcher):
    fetch_url(url, fetcher)
    for text in (
        "",
        "{",
        "[]",
        '{"form": 1}',
        '{"form": 1, "place": 1, "sha256": "../../x", "size": 2}',
        "\xff",
    ):
        for path in (fetcher.cache.folder / "addresses").iterdir():
            path.write_text(text, encoding="latin-1")
        assert fetcher.cache.records() == []
        assert fetch_url(url, fetcher).path.read_bytes() == archive
    assert len(fetcher.cache.records()) == 1


def test_a_damaged_part_is_thrown_away(site, url, archive, fetcher):
    part = fetcher.cache.part(read_address(url))
    part.folder.mkdir(parents=True)
    for state in ("", "{", '{"validator": "x", "total": 3}'):
        (part.folder / "state.json").write_text(state, encoding="utf-8")
        part.body.write_bytes(b"not a beginning of it")
        assert fetch_url(url, fetcher).path.read_bytes() == archive
        fetcher.cache.forget(read_address(url))
        part.folder.mkdir(parents=True)
    assert len(site.asked) >= 3


def test_parts_that_nobody_takes_up_are_removed_after_a_week(site, url, fetcher):
    old = fetcher.cache.part(read_address(f"{site.url}/old"))
    new = fetcher.cache.part(read_address(f"{site.url}/new"))
    for part in (old, new):
        part.folder.mkdir(parents=True)
        part.body.write_bytes(b"x")
    long_ago = time.time() - 8 * 24 * 3600
    os.utime(old.body, (long_ago, long_ago))
    os.utime(old.folder, (long_ago, long_ago))
    fetch_url(url, fetcher)
    assert [p.name for p in (fetcher.cache.folder / "parts").iterdir()] == [new.folder.name]


def test_what_a_process_is_at_is_not_cleared_away(site, url, archive, fetcher):
    address = read_address(f"{site.url}/busy")
    with fetcher.cache.turn(address, 1):
        part = fetcher.cache.part(address)
        part.folder.mkdir()
        part.body.write_bytes(b"x")
        fetch_url(url, fetcher)
        assert clear(fetcher.cache) == len(archive)
        assert part.body.read_bytes() == b"x"
    assert clear(fetcher.cache) == 0
    assert list(fetcher.cache.folder.iterdir()) == []


def test_the_cache_is_listed_verified_and_cleared(site, url, archive, fetcher):
    assert (listed(fetcher.cache), clear(fetcher.cache)) == ([], 0)
    fetch_url(url, fetcher)
    site.files["/second"] = archive
    fetch_url(f"{site.url}/second", fetcher)
    assert [(r.what, r.place, r.size) for r in listed(fetcher.cache)] == [
        ("own@1.0.0", url, len(archive)),
        ("own@1.0.0", f"{site.url}/second", len(archive)),
    ]
    found = verify(fetcher.cache)
    assert (found.whole, found.damaged, found.stray) == (1, (), ())
    content = fetcher.cache.content(_digest(archive))
    content.write_bytes(archive[:-1] + b"!")
    (content.parent / "stray").write_bytes(b"x")
    found = verify(fetcher.cache)
    assert (found.whole, found.damaged, found.stray) == (0, (_digest(archive),), ("stray",))
    assert listed(fetcher.cache) == []
    fetch_url(url, fetcher)
    assert clear(fetcher.cache) == len(archive)
    assert list(fetcher.cache.folder.iterdir()) == []


def test_hashes_beside_a_zip_are_taken_at_their_word(site, archive, changed, fetcher):
    site.files |= {"/own.zip": changed, "/SHA256SUMS": f"{_digest(archive)}  own.zip\n".encode()}
    with pytest.raises(WrongContentError, match="its SHA-256 is"):
        fetch_url(f"{site.url}/own.zip", fetcher)
    site.files["/own.zip"] = archive
    assert fetch_url(f"{site.url}/own.zip", fetcher).sha256 == _digest(archive)
    site.asked.clear()
    fetch_url(f"{site.url}/own.zip", fetcher)
    assert [path for path, _ in site.asked] == ["/SHA256SUMS"]


def test_a_misspelt_file_is_told_which_was_meant(site, archive, fetcher):
    site.files |= {"/own-1.0.0.zip": archive, "/SHA256SUMS": f"{_digest(archive)}  own-1.0.0.zip\n".encode()}
    with pytest.raises(
        RefusedByServerError, match=r"own-1\.0\.zip is not there .*did you mean 'own-1\.0\.0\.zip'\?"
    ):
        fetch_url(f"{site.url}/own-1.0.zip", fetcher)


def test_an_index_is_told_from_a_package(site, fetcher):
    site.files["/index.json"] = b'{"form": 1, "releases": []}'
    with pytest.raises(WrongContentError, match="is an index of releases; give the name of one"):
        fetch_url(f"{site.url}/index.json", fetcher)


@pytest.mark.parametrize("sums", [b"", b"<!doctype html>", b"\xff\xfe", b"00  own.zip\n", None])
def test_what_is_no_list_of_hashes_says_none(sums, site, archive, fetcher):
    site.files["/own.zip"] = archive
    if sums is not None:
        site.files["/SHA256SUMS"] = sums
    assert fetch_url(f"{site.url}/own.zip", fetcher).sha256 == _digest(archive)
    assert len(fetcher.cache.records()) == 1


def test_hashes_of_other_files_say_nothing_of_this_one(site, archive, fetcher):
    site.files |= {"/own.zip": archive, "/SHA256SUMS": f"{'0' * 64}  other.zip\n".encode()}
    assert fetch_url(f"{site.url}/own.zip", fetcher).sha256 == _digest(archive)


def test_credentials_go_to_their_server_and_nowhere_else(site, fetcher):
    seen = []

    def act(handler, number):
        seen.append(handler.headers.get("Authorization"))
        right(handler, number)

    site.act = act
    address = site.url.replace("http://", "http://me:s%40cret@")
    got = fetch_url(f"{address}/package", fetcher)
    assert seen == [f"Basic {base64.b64encode(b'me:s@cret').decode()}"]
    held = b"".join(p.read_bytes() for p in fetcher.cache.folder.rglob("*") if p.is_file() and p != got.path)
    assert b"cret" not in held
    site.act = lambda handler, _: handler.head(403, Content_Length=0)
    with pytest.raises(Exception, match="not open to everybody") as refused:
        fetch_url(f"{address}/other?key=hidden", fetcher)
    assert "cret" not in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_a_password_may_be_in_any_script(site, fetcher):
    site.act = lambda handler, number: (
        seen.append(handler.headers.get("Authorization")),
        right(handler, number),
    )
    seen = []
    fetch_url(f"{site.url.replace('http://', 'http://me:密码@')}/package", fetcher)
    assert seen == [f"Basic {base64.b64encode('me:密码'.encode()).decode()}"]


def test_neither_netrc_nor_cookies_nor_a_proxy_are_used_for_this_machine(
    site, url, fetcher, monkeypatch, tmp_path
):
    seen = []

    def act(handler, number):
        seen.append({name.lower() for name in handler.headers})
        handler.send_response_only(100)
        handler.end_headers()
        right(handler, number)

    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.act = act
    fetch_url(url, fetcher)
    assert seen == [{"host", "user-agent", "accept", "accept-encoding"}]


def test_the_proxy_of_the_environment_is_asked_for_others(site, archive, fetcher, monkeypatch):
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.setenv("no_proxy", "elsewhere.invalid")
    site.files["http://data.invalid/package"] = archive
    got = fetch_url(f"http://data.invalid/package#sha256={_digest(archive)}", fetcher)
    assert got.path.read_bytes() == archive
    monkeypatch.setenv("http_proxy", site.url.removeprefix("http://"))
    fetcher.client._pools.clear()
    fetcher.cache.forget(read_address("http://data.invalid/package"))
    assert (
        fetch_url(f"http://data.invalid/package#sha256={_digest(archive)}", fetcher).path.read_bytes()
        == archive
    )
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="the proxy of the environment speaks socks5"):
        fetch_url(f"http://data.invalid/other#sha256={'0' * 64}", fetcher)


def test_plain_http_to_others_asks_nobody(fetcher):
    with pytest.raises(RefusedAddressError, match="not encrypted"):
        fetch_url("http://data.invalid/package", fetcher)
    assert not fetcher.cache.folder.exists()


def test_plain_http_to_others_is_told_of_the_file_that_was_meant(fetcher):
    with pytest.raises(RefusedAddressError, match=r"^http://data\.invalid/own\.zip is not encrypted"):
        fetch_url("http://data.invalid/own.zip", fetcher)


def test_a_cache_that_cannot_be_written_is_told(url, fetcher, tmp_path):
    (tmp_path / "file").write_text("")
    broken = replace(fetcher, cache=Cache(tmp_path / "file"))
    with pytest.raises(CacheError, match=r"package cannot be kept: Not a directory .* POLICY_DATASET_CACHE"):
        fetch_url(url, broken)


def test_a_disk_that_is_full_is_told_and_the_next_run_takes_up(url, archive, fetcher, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(CacheError, match="No space left on device"):
            fetch_url(url, fetcher)
    assert not (fetcher.cache.folder / "contents").exists() or verify(fetcher.cache).whole == 0
    assert fetch_url(url, fetcher).path.read_bytes() == archive
    assert list((fetcher.cache.folder / "parts").iterdir()) == []


def test_a_file_of_this_machine_is_loaded_where_it_is(package, archive, tmp_path, fetcher):
    path = tmp_path / "own.zip"
    path.write_bytes(archive)
    assert load_url(package.as_uri(), fetcher).name == "own"
    assert load_url((package / "datapackage.json").as_uri(), fetcher).name == "own"
    assert load_url(f"{path.as_uri()}#sha256={_digest(archive)}", fetcher).name == "own"
    with pytest.raises(WrongContentError, match="its SHA-256 differs"):
        load_url(f"{path.as_uri()}#sha256={'0' * 64}", fetcher)
    with pytest.raises(UsageError):
        load_url("file://elsewhere/own.zip", fetcher)
    assert not fetcher.cache.folder.exists()


def test_progress_is_told_in_bytes(url, archive, fetcher):
    told = []

    class Shown:
        def __init__(self, place, total):
            told.append((place, total))

        def __enter__(self):
            return told.append

        def __exit__(self, *_):
            told.append("end")

    fetch_package(read_address(url), replace(fetcher, progress=Shown))
    assert told[0] == (url, len(archive))
    assert told[-2:] == [len(archive), "end"]


def test_another_process_at_the_same_address_is_waited_for_but_not_for_ever(url, fetcher):
    address = read_address(url)
    hurried = replace(fetcher, client=Client(replace(fetcher.client.patience, turn=0.1)))
    with fetcher.cache.turn(address, 1), pytest.raises(UnreachableError, match="another process"):
        fetch_package(address, hurried)
