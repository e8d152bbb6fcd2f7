"""What has come of a download so far: its bytes, and what tells whether the rest still belongs to them.

A part is a folder of its own. Its state is written before the first byte of a body and its bytes are only ever appended,
so that whatever moment a process dies at, what is there is a beginning of one file.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """Which body it is a part of.

    Attributes
    ----------
    validator
        Strong entity tag or day of last change, as ``If-Range`` takes it; None where the server gave none.
    tag, changed
        ``ETag`` and ``Last-Modified`` as they were sent.
    total
        Bytes of the whole; None where nobody has said.
    """

    validator: str | None = None
    tag: str | None = None
    changed: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One download that is under way, or was cut."""

    folder: Path

    @property
    def body(self) -> Path:
        """File of the bytes."""
        return self.folder / "body"

    def size(self) -> int:
        """Return how many bytes are there."""
        try:
            return self.body.stat().st_size
        except FileNotFoundError:
            return 0

    def state(self) -> State:
        """Return what the part belongs to; nothing known where that cannot be read."""
        try:
            return State(**json.loads((self.folder / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return State()

    def begin(self, state: State) -> None:
        """Begin a body anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.body.unlink(missing_ok=True)
        self.write("state.json", json.dumps(asdict(state))).replace(self.folder / "state.json")

    def write(self, name: str, text: str) -> Path:
        """Write a text that is to take a place elsewhere in one step."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.new"
        path.write_text(text, encoding="utf-8")
        return path

    def resumable(self, *, known: bool) -> bool:
        """Whether the rest can be asked for; where the hash is `known`, that tells in the end."""
        return self.size() > 0 and (known or self.state().validator is not None)

    def discard(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
