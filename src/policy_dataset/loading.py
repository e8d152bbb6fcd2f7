"""Loading by path: a package as it is, a curated directory through the whole story in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.release.embedded import find_embedded
from policy_dataset.release.load import load_package

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

CURATED_SIGN = "dataset.yaml"


def load(path: str | Path, *, texts: str | Path | None = None) -> Dataset:
    """Load a dataset.

    Parameters
    ----------
    path
        The name of a release that comes with the library (``livelihood-2026``, ``livelihood-2026@0.1.0``), a package
        (its directory, its ``datapackage.json`` or a zip of it), or a curated directory, which is read, judged and kept
        in memory. What stands at that path goes before a name.
    texts
        File or folder with the texts of sources, for a curated directory.

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
    if not path.exists() and not path.name.endswith((".json", ".zip")) and len(path.parts) == 1:
        return load_package(find_embedded(asked))
    if not (path / CURATED_SIGN).is_file():
        return load_package(path)
    from policy_dataset import pipeline  # noqa: PLC0415 - a package needs none of it

    return pipeline.in_memory(path, texts=texts)
