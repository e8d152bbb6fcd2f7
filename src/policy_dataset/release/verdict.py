"""Whether a release may go out under its version: what it changes, what that asks for, what is not explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.release.bump import next_version, precedence, understates
from policy_dataset.release.causes import CAUSES
from policy_dataset.release.diff_words import asked

if TYPE_CHECKING:
    from policy_dataset.release.diff import Diff

_NAMED = 10


class ReleaseRefusedError(PolicyDatasetError):
    """A release cannot go out as it is; the text says why and what to do, `diff` what changed."""

    def __init__(self, why: str, diff: Diff) -> None:
        super().__init__(why)
        self.diff = diff


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
