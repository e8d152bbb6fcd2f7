"""Loading by path, name or address: a package as it is, a curated directory through the whole story in memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.errors import UsageError, path_given, text_given
from policy_dataset.release.load import load_package

if TYPE_CHECKING:
    from policy_dataset.pipeline import Library
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.releases import Folders

CURATED_SIGN = "dataset.yaml"


def load(  # noqa: PLR0913 - one keyword for each thing that decides what is loaded
    path: str | Path,
    *,
    version: str | None = None,
    texts: str | Path | None = None,
    releases: Folders = None,
    index: str | Path | None = None,
    offline: bool = False,
    library: Library | None = None,
) -> Dataset:
    """Load a dataset.

    Parameters
    ----------
    path
        The name of a release (``livelihood-2026``, ``livelihood-2026@0.1.0``), a package (its directory, its
        ``datapackage.json`` or a zip of it), the address of one (``https://…/livelihood-2026-0.1.0.zip``, with
        ``#sha256=…`` where its hash is known), or a curated directory, which is read, judged and kept in memory. What
        stands at that path goes before a name.
    version
        Of a release by name; without one, the newest.
    texts
        File or folder with the texts of sources, for a curated directory.
    releases
        Folders with an index of releases, beside those that come with the library; without, the ones that
        ``POLICY_DATASET_RELEASES`` names.
    index
        Address of an index of releases, or of its folder; it goes before what is at hand. Without one, those that
        ``POLICY_DATASET_INDEX`` names are asked for what is not at hand.
    offline
        Refuse the network; ``POLICY_DATASET_OFFLINE=1`` does so too. What was downloaded once is in the cache.
    library
        Tables and rules of a curated directory, where it has more than ours; a package brings its own.

    Raises
    ------
    BuildError
        A curated directory has errors.
    DownloadError
        It cannot be downloaded, or what came is not what was meant.
    NotFoundError
        Nothing is there.
    PackageError
        What is there is no package, a damaged or an unsafe one.
    """
    asked, path = str(path), path_given(path, "what is loaded")
    if not asked:
        raise UsageError("give the name of a release, a package or the folder of a dataset")
    if version is not None:
        text_given(version, "a version")
    if "://" in asked:
        if version is not None:
            raise UsageError("a version is asked for with the name of a release, not with an address")
        return _downloaded(asked, offline=offline)
    if version is not None or _is_name(path):
        if version is not None and (not _is_name(path) or "@" in asked):
            raise UsageError(f"a version is asked for with the name of a release, not with {asked!r}")
        name, _, wanted = asked.partition("@")
        return _named(name, version or wanted or None, releases, index, offline=offline)
    if not (path / CURATED_SIGN).is_file():
        return load_package(path)
    from policy_dataset import pipeline  # noqa: PLC0415 - a package needs none of it

    return pipeline.in_memory(path, texts=texts, library=library)


def _downloaded(url: str, *, offline: bool) -> Dataset:
    from policy_dataset.download.packages import load_url  # noqa: PLC0415 - brings in the client
    from policy_dataset.download.standard import standard_fetcher  # noqa: PLC0415 - as above

    return load_url(url, standard_fetcher(offline=offline))


def _named(
    name: str, version: str | None, releases: Folders, index: str | Path | None, *, offline: bool
) -> Dataset:
    if index is None and not os.environ.get("POLICY_DATASET_INDEX"):
        from policy_dataset.release.releases import find_release  # noqa: PLC0415 - only names are looked up

        return find_release(name, version, folders=releases).load()
    from policy_dataset.download.named import Wish, load_named  # noqa: PLC0415 - brings in the client
    from policy_dataset.download.standard import standard_fetcher  # noqa: PLC0415 - as above

    return load_named(Wish(name, version, index), standard_fetcher(offline=offline), releases=releases)


def _is_name(path: Path) -> bool:
    return not path.exists() and not path.name.endswith((".json", ".zip")) and len(path.parts) == 1
