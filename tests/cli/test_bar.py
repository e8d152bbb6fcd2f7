from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from policy_dataset.cli.app import run
from policy_dataset.cli.bar import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def watched(monkeypatch):
    """Let standard error be a terminal; in a test itself, since pytest has its own between its phases."""
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_steps_and_rows_are_shown_and_taken_away():
    screen = Terminal()
    console = Console(file=screen, force_terminal=True, width=100)
    with Bar(console=console) as bar:
        bar("statistics", 1_500_000, 10_000_000)
        bar._shown.refresh()
        bar("[judge]")
        bar._shown.refresh()
    text = screen.getvalue()
    assert "statistics" in text
    assert "1,500,000 of 10,000,000 rows" in text
    assert "[judge]" in text
    # The last that is written erases the line and shows the cursor again.
    assert text.rstrip().endswith("\x1b[2K")


def test_a_bar_comes_to_a_terminal(monkeypatch):
    terminal = watched(monkeypatch)
    with Bar() as bar:
        bar("statistics", 1, 2)
    assert "statistics" in terminal.getvalue()


@pytest.mark.parametrize("why", ["no terminal", "quiet", "CI", "dumb"])
def test_there_is_no_bar_where_nobody_looks(why, monkeypatch):
    terminal = watched(monkeypatch)
    if why == "no terminal":
        monkeypatch.setattr(terminal, "isatty", lambda: False)
    if why == "CI":
        monkeypatch.setenv("CI", "true")
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    with Bar(quiet=why == "quiet") as bar:
        bar("statistics", 1, 2)
    assert terminal.getvalue() == ""


def test_a_bar_that_is_told_nothing_writes_nothing(monkeypatch):
    terminal = watched(monkeypatch)
    with Bar():
        pass
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("command", ["validate", "build"])
def test_commands_are_quiet_when_asked(command, monkeypatch, root, tmp_path):
    terminal = watched(monkeypatch)
    out = ["--out", str(tmp_path)] if command == "build" else []
    assert run([command, str(root / "datasets" / "livelihood-2026"), *out, "--quiet"]) == 0
    assert terminal.getvalue() == ""
