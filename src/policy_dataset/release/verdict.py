"""Whether a release may go out under its version: what it changes, what that asks for, what is not explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_dataset.errors import PolicyDatasetError, UsageError
from policy_dataset.model.semver import is_pre_release, precedence
from policy_dataset.release.bump import next_version, understates
from policy_dataset.release.causes import CAUSES
from policy_dataset.release.diff_words import asked
from policy_dataset.release.index import read_index

if TYPE_CHECKING:
    from pathlib import Path

    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.diff import Diff

_NAMED = 10


class ReleaseRefusedError(PolicyDatasetError):
    """A release cannot go out as it is; the text says why and what to do, `diff` what changed."""

    def __init__(self, why: str, diff: Diff) -> None:
        super().__init__(why)
        self.diff = diff


def check_previous(folder: Path, dataset: Dataset, previous: Dataset | None) -> None:
    """Refuse to compare with another release than the last one before: what changed in between would go unseen.

    Parameters
    ----------
    folder
        Where the new release goes, beside those that it lists.
    previous
        What is compared with; None for a first release.

    Raises
    ------
    UsageError
        The folder lists a later release that goes before the new one; or `previous` is a pre-release, which promises
        nothing that a version could keep.
    """
    if previous is not None and is_pre_release(previous.version):
        raise UsageError(
            f"{previous.version} is a pre-release and promises nothing: compare with the last release before it"
        )
    before = [
        entry
        for entry in read_index(folder)
        if entry.name == dataset.name
        and not is_pre_release(entry.version)
        and precedence(entry.version) < precedence(dataset.version)
    ]
    last = max(before, key=lambda entry: precedence(entry.version), default=None)
    if last is None:
        return
    same_name = previous is not None and previous.name == dataset.name
    if previous is None or not same_name or precedence(previous.version) < precedence(last.version):
        given = "nothing" if previous is None else f"{previous.name}@{previous.version}"
        raise UsageError(
            f"{dataset.name}@{dataset.version} would be compared with {given}, and {folder} has {last.version}, which "
            f"goes before it: give --previous {folder / last.file}"
        )


def check_version(diff: Diff) -> None:
    """Refuse a version that understates what changed.

    Raises
    ------
    ReleaseRefusedError
        The version is lower than what the changes ask for, or nothing changed.
    """
    summary = diff.summary()
    if diff.required_bump is None:
        raise ReleaseRefusedError(f"nothing differs from {diff.old}: there is nothing to release", diff)
    lowest = next_version(diff.old_version, diff.required_bump)
    too_low = precedence(diff.new_version) <= precedence(diff.old_version)
    if too_low or understates(diff.old_version, diff.new_version, diff.required_bump):
        raise ReleaseRefusedError(
            f"{summary} → {lowest} asked for, dataset.yaml says {diff.new_version}: refused\n{asked(diff)}",
            diff,
        )


def check_causes(diff: Diff) -> None:
    """Refuse changes that nobody gave a cause for.

    Raises
    ------
    ReleaseRefusedError
        The releases do not tell why a value changed.
    """
    open_ones = sorted({f"{c.table}/{c.id}" for c in diff.changed if c.cause is None})
    if open_ones:
        listed = "\n".join(f"  {record}" for record in open_ones[:_NAMED])
        more = f"\n  … and {len(open_ones) - _NAMED} more" if len(open_ones) > _NAMED else ""
        raise ReleaseRefusedError(
            f"why did these change? Nothing in the two releases tells:\n{listed}{more}\n"
            f"say it with --cause {open_ones[0]}={next(iter(CAUSES))}, or --cause CAUSE for all of them; "
            f"causes are {', '.join(CAUSES)}",
            diff,
        )
