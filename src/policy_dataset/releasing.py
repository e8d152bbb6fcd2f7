"""Comparing by path or name, and releasing: what stands on building and loading both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.loading import load

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.diff import Diff
    from policy_dataset.release.releases import Folders


def diff(
    old: str | Path | Dataset,
    new: str | Path | Dataset,
    *,
    releases: Folders = None,
) -> Diff:
    """Compare two releases record by record.

    Parameters
    ----------
    old, new
        Whatever `load` takes (a package, a zip, a curated directory, ``name@version``), or a loaded dataset.
    releases
        Folders with an index of releases; see `load`.

    Returns
    -------
    Diff
        `added`, `removed`, `changed`, `moved`; `required_bump`; false where nothing differs.
    """
    from policy_dataset.release.dataset import Dataset  # noqa: PLC0415 - naming this module stays cheap
    from policy_dataset.release.diff import compare_datasets  # noqa: PLC0415 - as above

    one, other = (d if isinstance(d, Dataset) else load(d, releases=releases) for d in (old, new))
    return compare_datasets(one, other)
