"""A journey is a page of the documentation that is typed as it stands: files are saved, commands run, output compared.

- A block ``console`` holds commands, each after ``$``, and below each what it prints. A line ``…`` stands for any lines;
  where nothing is shown, nothing is compared, and the command has to succeed.
- A block with ``title="FILE"`` is saved under that name.
- A block ``pycon`` is typed into one Python session.
- The line ``<!-- WORD -->`` before a block names what the block needs: it is left out where a test says so.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_BLOCK = re.compile(
    r'^(?:<!-- (?P<needs>\w+) -->\n)?```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
ANY = "…"


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    kind: str
    text: str
    title: str | None
    needs: str | None


def blocks_of(page: Path) -> Iterator[Block]:
    """Go through the blocks of a page."""
    for found in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(found["kind"], found["text"], found["title"], found["needs"])


@dataclass
class Traveller:
    """Somebody who types what a page says, in a folder; programs of `shims` go before those of the system."""

    folder: Path
    shims: Path
    words: Mapping[str, str] = field(default_factory=dict)
    """Words of commands that this traveller types otherwise: ``{"--engine spark": "--engine polars"}``."""
    session: dict[str, Any] = field(default_factory=dict)

    def follow(self, page: Path, *, without: tuple[str, ...] = ()) -> int:
        """Do all that a page says and return how many commands and lines of Python that were."""
        typed = 0
        for block in blocks_of(page):
            if block.needs in without:
                continue
            if block.title is not None:
                self.save(block)
            elif block.kind == "console":
                typed += self.run(block)
            elif block.kind == "pycon":
                typed += self.type(block, page.name)
        return typed

    def save(self, block: Block) -> None:
        """Save a file."""
        path = self.folder / str(block.title)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8", newline="\n")

    def run(self, block: Block) -> int:
        """Run the commands of a block and compare what each prints."""
        commands = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
        for command in commands:
            line, _, shown = command.partition("\n")
            for word, other in self.words.items():
                line = line.replace(word, other)
            status, said = self.shell(line)
            if shown.strip():
                assert fits(shown, said), f"$ {line}\n{said}"
            else:
                assert status == 0, f"$ {line}\n{said}"
        return len(commands)

    def shell(self, line: str) -> tuple[int, str]:
        """Run one line in a shell; where it changes the folder, the next one starts there."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
        where = self.shims / "folder"
        done = subprocess.run(
            ["bash", "-c", f'{line}\nstatus=$?; pwd > "$WHERE"; exit $status'],
            cwd=self.folder,
            env={
                **environment,
                "PATH": f"{self.shims}{os.pathsep}{environment['PATH']}",
                "PYTHONIOENCODING": "utf-8",
                "WHERE": str(where),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.folder = Path(where.read_text(encoding="utf-8").strip())
        return done.returncode, done.stdout

    def type(self, block: Block, name: str) -> int:
        """Type the lines of a block into the Python session of the page, and compare what each says."""
        told: list[str] = []
        test = doctest.DocTestParser().get_doctest(block.text, self.session, name, name, 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            result = runner.run(test, out=told.append, clear_globs=False)
        finally:
            os.chdir(here)
        self.session = test.globs
        assert not result.failed, "".join(told)
        return result.attempted


def fits(shown: str, said: str) -> bool:
    """Whether output is as shown; a line ``…`` stands for any lines.

    Examples
    --------
    >>> fits("a\\n…\\nd", "a\\nb\\nc\\nd\\n"), fits("a", "a\\nb")
    (True, False)
    """
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join("(?:.*\n)*?" if line.strip() == ANY else f"{re.escape(line)}\n" for line in lines)
    printed = "".join(f"{line.rstrip()}\n" for line in said.strip("\n").splitlines())
    return re.fullmatch(pattern, printed) is not None


def shim(folder: Path, name: str, code: str) -> None:
    """Put a program into a folder that runs a piece of Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
