"""Equal records give equal bytes, wherever and by whomever they are published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("publish_sample.py")

ELSEWHERE = {
    "another folder, umask and hash seed": {"SAMPLE_UMASK": "077", "PYTHONHASHSEED": "1"},
    "another locale and time zone": {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Kiritimati",
        "SAMPLE_UMASK": "000",
        "PYTHONHASHSEED": "4711",
    },
}


def _content(folder):
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_mode, p.read_bytes())
        for p in folder.rglob("*")
        if p.is_file()
    }


@pytest.mark.parametrize("how", ELSEWHERE)
def test_a_package_is_the_same_elsewhere(how, published, tmp_path):
    here = tmp_path / "a place" / "字"
    here.mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": str(SCRIPT.parent.parent), **ELSEWHERE[how]}
    # A relative output folder, from a working folder of another name; rows and tables in another order.
    done = subprocess.run(
        [sys.executable, SCRIPT, "out", "reversed"],
        cwd=here,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert _content(here / "out" / "tiny-2026") == _content(published.path)
    assert [p.name for p in (here / "out").iterdir()] == ["tiny-2026"]
