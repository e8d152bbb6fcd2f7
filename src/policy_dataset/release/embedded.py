"""The releases that come with the library, so that they load offline right after installation."""

from __future__ import annotations

from pathlib import Path

# Not `importlib.resources`: a package is read from a file, and asking for one so brings in thirty modules.
FOLDER = Path(__file__).resolve().parent.parent / "embedded"


def embedded_releases() -> dict[str, Path]:
    """Return the embedded releases by ``name@version``, sorted."""
    found = {}
    for archive in sorted(FOLDER.glob("*@*.zip")) if FOLDER.is_dir() else ():
        found[archive.name.removesuffix(".zip")] = archive
    return found
