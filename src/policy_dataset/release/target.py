"""Whether a folder may be replaced: only a package that this library wrote, and with nothing of others in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from policy_dataset.errors import UsageError
from policy_dataset.release.layout import DESCRIPTOR, OURS, SUMS

# What file managers leave in folders that they show.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def check_target(target: Path, name: str) -> None:
    """Refuse to replace what is not an earlier package of the dataset `name`.

    Raises
    ------
    UsageError
        It is a file, a link, another folder, or a package with files that no build wrote.
    """
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{target} is no folder; a package cannot take its place")
    if not any(target.iterdir()):
        return
    if _name_of(target) != name:
        raise UsageError(
            f"{target} holds something else than an earlier package of {name}; give another output folder"
        )
    if foreign := _foreign_files(target):
        raise UsageError(
            f"{target} holds {foreign[0]}, which no build wrote and replacing it would lose; move it away"
        )


def _name_of(target: Path) -> str | None:
    try:
        descriptor = json.loads((target / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    ours = isinstance(descriptor, dict) and OURS in descriptor
    return descriptor.get("name") if ours else None


def _foreign_files(target: Path) -> list[str]:
    try:
        lines = (target / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    written = {line.partition("  ")[2] for line in lines} | {SUMS, DESCRIPTOR}
    found = (path for path in target.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(
        n for p in found if (n := p.relative_to(target).as_posix()) not in written and p.name not in _LITTER
    )
