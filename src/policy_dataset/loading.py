"""Loading by path or name: a package as it is, a curated directory through the whole story in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.errors import UsageError
from policy_dataset.release.load import load_package

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.releases import Folders

CURATED_SIGN = "dataset.yaml"


def load(
    path: str | Path,
    *,
    version: str | None = None,
    texts: str | Path | None = None,
    releases: Folders = None,
) -> Dataset:
    """Load a dataset.

    Parameters
    ----------
    path
        The name of a release at hand (``livelihood-2026``, ``livelihood-2026@0.1.0``), a package (its directory, its
        ``datapackage.json`` or a zip of it), or a curated directory, which is read, judged and kept in memory. What
        stands at that path goes before a name.
    version
        Of a release by name; without one, the newest.
    texts
        File or folder with the texts of sources, for a curated directory.
    releases
        Folders with an index of releases, beside those that come with the library; without, the ones that
        ``POLICY_DATASET_RELEASES`` names.

    Raises
    ------
    BuildError
        A curated directory has errors.
    NotFoundError
        Nothing is there.
    PackageError
        What is there is no package, a damaged or an unsafe one.
    """
    asked, path = str(path), Path(path)
    if not asked:
        raise UsageError("give the name of a release, a package or the folder of a dataset")
    if version is not None or _is_name(path):
        if version is not None and (not _is_name(path) or "@" in asked):
            raise UsageError(f"a version is asked for with the name of a release, not with {asked!r}")
        from policy_dataset.release.releases import find_release  # noqa: PLC0415 - only names are looked up

        name, _, wanted = asked.partition("@")
        return find_release(name, version or wanted or None, folders=releases).load()
    if not (path / CURATED_SIGN).is_file():
        return load_package(path)
    from policy_dataset import pipeline  # noqa: PLC0415 - a package needs none of it

    return pipeline.in_memory(path, texts=texts)


def _is_name(path: Path) -> bool:
    return not path.exists() and not path.name.endswith((".json", ".zip")) and len(path.parts) == 1
