"""Bombs, depths, lengths, links and names that lead elsewhere: told of, within the bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.hostile import LONG, MILLION, SETS
from fuzz.worker import MEGABYTES, SECONDS

HOSTILE = Path(__file__).with_name("hostile.py")
SLOWER = {"scan": max(SECONDS, 12.0 * LONG / MILLION), "judged": 4.0}
"""Seconds of a core: reading a text of a million numerals takes longer, in step with its length; so do all rules."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the worker bounds memory as Linux does")


@pytest.mark.parametrize("name", SETS)
def test_what_is_made_to_hurt_is_told_of_and_costs_little(name):
    done = subprocess.run(
        [sys.executable, str(HOSTILE), name], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-2000:]
    for line in done.stdout.splitlines():
        what, held, seconds, megabytes = json.loads(line)
        kind = "judged" if name == "cells" else what.partition(" ")[0]
        assert held, what
        assert seconds < SLOWER.get(kind, SECONDS), (what, seconds)
        assert megabytes < MEGABYTES, (what, megabytes)
