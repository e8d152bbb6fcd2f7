"""The releases that come with the library, so that they load offline right after installation."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from policy_dataset.errors import NotFoundError
from policy_dataset.model.nearest import did_you_mean

FOLDER = "embedded"


def embedded_releases() -> dict[str, Path]:
    """Return the embedded releases by ``name@version``, sorted."""
    folder = Path(str(files("policy_dataset") / FOLDER))
    found = {}
    for archive in sorted(folder.glob("*@*.zip")) if folder.is_dir() else ():
        found[archive.name.removesuffix(".zip")] = archive
    return found


def find_embedded(name: str) -> Path:
    """Return where a release is: ``name`` (its newest version) or ``name@version``.

    Raises
    ------
    NotFoundError
        There is none of that name.
    """
    releases = embedded_releases()
    if name in releases:
        return releases[name]
    versions = [n for n in releases if n.partition("@")[0] == name]
    if versions:
        return releases[max(versions, key=_version)]
    known = sorted({n.partition("@")[0] for n in releases} | set(releases))
    hint = did_you_mean(
        name, known, otherwise=f"Releases that come with the library: {', '.join(releases) or 'none'}."
    )
    raise NotFoundError(f"there is no file, folder or release '{name}'. {hint}")


def _version(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.partition("@")[2].split("-")[0].split("+")[0].split("."))
