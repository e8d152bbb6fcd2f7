"""Several processes at one release, and processes that die: nothing is lost, nothing is half, the next run repairs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from download.server import etag, right
from effort import effort
from policy_dataset.download.packages import fetch_url

KILLS = effort(20, 100)

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
hashes = pytest.mark.parametrize("known", [True, False], ids=["hash known", "no hash"])


def _start(how, site, cache, count=0, *, known):
    script = Path(__file__).with_name("fetching.py")
    content = site.files["/package"]
    given = [hashlib.sha256(content).hexdigest(), str(len(content))] if known else ["-", "-"]
    path = os.pathsep.join([str(script.parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, script, how, f"{site.url}/package", *given, cache, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def _end(process):
    out, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    return json.loads(out)


def slowly(pieces: int, pause: float):
    """Answer as a good server does, in pieces with pauses between them."""

    def act(handler, number):
        span = handler.headers.get("Range")
        if handler.path != "/package" or handler.headers.get("If-None-Match"):
            right(handler, number)
            return
        start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
        content = handler.content
        headers = {"Content_Length": len(content) - start, "ETag": etag(content)}
        if span:
            headers["Content_Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        handler.head(206 if span else 200, **headers)
        step = len(content) // pieces + 1
        for at in range(start, len(content), step):
            handler.send(content[at : at + step])
            time.sleep(pause)

    return act


@hashes
def test_processes_that_fetch_the_same_release_at_once_all_have_it_from_one_download(
    known, site, archive, tmp_path
):
    site.act = slowly(20, 0.05)
    runs = [_start("once", site, tmp_path / "cache", known=known) for _ in range(3)]
    assert {_end(run) for run in runs} == {hashlib.sha256(archive).hexdigest()}
    assert list((tmp_path / "cache" / "parts").iterdir()) == []
    # Without a hash, one that comes late asks whether the file changed, and is told that it did not.
    assert site.times("/package") == 1 if known else site.times("/package") <= 3


@hashes
def test_threads_that_fetch_the_same_release_at_once_all_have_it_from_one_download(
    known, site, archive, fetcher
):
    site.act = slowly(10, 0.02)
    fragment = f"#sha256={hashlib.sha256(archive).hexdigest()}" if known else ""
    found, faults = [], []

    def fetch():
        try:
            found.append(fetch_url(f"{site.url}/package{fragment}", fetcher).path.read_bytes())
        except BaseException as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert found == [archive] * 4
    assert site.times("/package") == 1
    assert list((fetcher.cache.folder / "parts").iterdir()) == []


@needs_fork
@hashes
def test_killed_before_any_step_the_next_run_repairs(known, site, tmp_path):
    seen = _end(_start("steps", site, tmp_path / "cache", known=known))
    assert seen["steps"] > 10
    assert seen["wrong"] == []
    assert seen["left"] == []


@needs_fork
@hashes
def test_killed_at_any_moment_the_next_run_repairs(known, site, tmp_path):
    site.act = slowly(20, 0.01)
    seen = _end(_start("moments", site, tmp_path / "cache", KILLS, known=known))
    assert seen["wrong"] == []
    assert seen["left"] == []
    assert seen["ended"] < KILLS
    # What was there was taken up.
    assert any(span for _, span in site.asked)
