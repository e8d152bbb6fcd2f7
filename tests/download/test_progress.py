"""The bar: on a terminal, and nowhere else."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from policy_dataset.download.packages import fetch_url
from policy_dataset.download.progress import terminal_bar
from policy_dataset.download.standard import standard_fetcher


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Give the test a terminal, from the moment it asks for one."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")

    def given():
        shown = Terminal()
        monkeypatch.setattr(sys, "stderr", shown)
        return shown

    return given


def test_a_terminal_sees_how_far_a_download_is(site, terminal, tmp_path, monkeypatch):
    monkeypatch.setenv("POLICY_DATASET_CACHE", str(tmp_path / "cache"))
    site.files["/own-1.0.0.zip"] = site.files["/package"]
    terminal = terminal()
    fetch_url(f"{site.url}/own-1.0.0.zip", standard_fetcher())
    shown = terminal.getvalue()
    assert "own-1.0.0.zip" in shown
    assert "SHA256SUMS" not in shown
    # It is wiped away in the end.
    assert shown.endswith("\x1b[2K")


def test_a_name_is_shown_as_it_is(terminal):
    terminal = terminal()
    with terminal_bar("https://data.invalid/a[red]b", None) as show:
        show(10)
    assert "a[red]b" in terminal.getvalue()


def test_a_log_sees_nothing_and_the_bar_is_not_even_brought_in():
    code = (
        "import sys; from policy_dataset.download.progress import terminal_bar\n"
        "with terminal_bar('https://data.invalid/x', 10) as show: show(5)\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
