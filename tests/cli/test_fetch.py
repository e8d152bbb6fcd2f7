"""``policy-dataset fetch`` and ``cache``, against a server on this machine."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading

import pytest

from download.server import etag, serving
from policy_dataset.release.embedded import embedded_releases
from policy_dataset.release.index import IndexEntry, index_text


@pytest.fixture(scope="module")
def site():
    """A server with the release that comes with the library, under another version, and its index."""
    ((name, path),) = embedded_releases().items()
    content, version = path.read_bytes(), name.partition("@")[2]
    entry = IndexEntry("livelihood-2026", version, "x.zip", hashlib.sha256(content).hexdigest(), len(content))
    with serving() as found:
        found.files |= {"/x.zip": content, "/index.json": index_text([entry]).encode()}
        yield found


@pytest.fixture
def run(tmp_path):
    def run(*arguments, code=0, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "policy_dataset", *arguments],
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, "POLICY_DATASET_CACHE": str(tmp_path / "cache"), **environment},
        )
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def test_a_user_fetches_lists_verifies_shows_and_clears(site, run, tmp_path):
    assert run("cache") == f"nothing in {tmp_path / 'cache'}\n"
    said = run("fetch", f"{site.url}/x.zip").splitlines()
    digest = hashlib.sha256(site.files["/x.zip"]).hexdigest()
    assert said[0].startswith("livelihood-2026@")
    assert said[0].endswith(f"{len(site.files['/x.zip']):,} bytes  sha256 {digest}")
    assert run("fetch", "livelihood-2026", "--index", site.url).splitlines()[0] == said[0]
    assert run("fetch", "livelihood-2026", "--offline", POLICY_DATASET_INDEX=site.url).splitlines() == said
    assert f"{site.url}/x.zip" in run("cache", "list")
    assert run("cache", "verify").startswith("2 whole, 0 damaged, 0 leading nowhere")
    assert run("show", f"{site.url}/x.zip").startswith("livelihood-2026 ")
    assert "removed from" in run("cache", "clear")
    assert run("cache") == f"nothing in {tmp_path / 'cache'}\n"


def test_what_is_wrong_is_one_line_and_no_traceback(site, run):
    for arguments, words in (
        (("fetch", f"{site.url}/y.zip"), "y.zip is not there (404 Not Found)"),
        (("fetch", "livelihod-2026", "--index", site.url), "did you mean 'livelihood-2026'"),
        (("fetch", "livelihood-2026"), "say which index lists it"),
        (("fetch", f"{site.url}/x.zip", "--offline"), "the network is not to be used"),
        (("fetch", "http://data.invalid/x.zip"), "not encrypted"),
        (("fetch", "file:///x.zip"), "is on this machine already"),
        (("fetch", "gopher://data.invalid/x.zip"), "no address that can be fetched"),
    ):
        said = run(*arguments, code=2, POLICY_DATASET_INDEX="")
        assert words in said
        assert said.startswith("policy-dataset: ")
        assert said.count("\n") == 1


def test_a_damaged_content_is_told_and_removed(site, run, tmp_path):
    run("fetch", f"{site.url}/x.zip")
    (content,) = (tmp_path / "cache" / "contents").glob("*/*")
    content.write_bytes(content.read_bytes()[:-1] + b"!")
    assert run("cache", "verify", code=1) == ""
    assert run("cache", "verify").startswith("0 whole")


def test_a_warning_is_one_line(site, run, tmp_path):
    with serving() as gone:
        gone.files |= site.files
        run("fetch", f"{gone.url}/x.zip")
    done = subprocess.run(
        [sys.executable, "-m", "policy_dataset", "show", f"{gone.url}/x.zip"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "POLICY_DATASET_CACHE": str(tmp_path / "cache")},
    )
    assert done.stdout.startswith("livelihood-2026 ")
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        f"policy-dataset: {gone.url}/x.zip cannot be downloaded: no connection can be made"
    )
    assert line.endswith("the copy that was downloaded before is used")


def test_neither_the_library_nor_its_help_brings_in_the_client():
    code = (
        "import sys; import policy_dataset; from policy_dataset.cli import app; app.verbs();"
        "policy_dataset.load; policy_dataset.load('livelihood-2026').name;"
        "print([m for m in ('urllib3', 'certifi', 'filelock', 'platformdirs', 'policy_dataset.download') "
        "if m in sys.modules])"
    )
    environment = {k: v for k, v in os.environ.items() if k != "POLICY_DATASET_INDEX"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "[]"


def test_ctrl_c_is_told_and_the_next_run_goes_on(site, run, tmp_path):
    content, half, over = site.files["/x.zip"], threading.Event(), threading.Event()

    def stops_half_way(handler, _):
        handler.head(200, Content_Length=len(content), ETag=etag(content), Accept_Ranges="bytes")
        handler.send(content[: len(content) // 2])
        half.set()
        over.wait(60)

    site.act = stops_half_way
    # What runs in the background of a shell is deaf to Ctrl-C, and so are its children.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{hears}; from policy_dataset.cli import main; main()"
    fetch = [sys.executable, "-c", program, "fetch", f"{site.url}/x.zip"]
    with subprocess.Popen(
        fetch,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "POLICY_DATASET_CACHE": str(tmp_path / "cache")},
    ) as running:
        assert half.wait(60)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    over.set()
    site.act = None
    assert (running.returncode, out, err) == (130, "", "policy-dataset: stopped\n")
    assert run("fetch", f"{site.url}/x.zip").startswith("livelihood-2026@")
