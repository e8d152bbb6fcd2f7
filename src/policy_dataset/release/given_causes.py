"""Causes of changes as whoever releases gives them: ``CAUSE``, or ``TABLE/ID=CAUSE``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_dataset.errors import UsageError
from policy_dataset.release.causes import CAUSES
from policy_dataset.release.changes import CellChange
from policy_dataset.release.suggest import did_you_mean

EVERYTHING = "*"
"""Stands for all changes that have no cause."""


def read_causes(given: Iterable[str], *, noted_in: str | None = None) -> dict[str, str]:
    """Return causes by record (``*`` for all that have none), from ``CAUSE`` and ``TABLE/ID=CAUSE``.

    Parameters
    ----------
    noted_in
        File that they were noted in by a run before, for the text of an error.

    Raises
    ------
    UsageError
        There is no such cause.
    """
    found: dict[str, str] = {}
    for text in given:
        record, equals, cause = text.rpartition("=")
        if cause not in CAUSES:
            hint = did_you_mean(cause, CAUSES, otherwise=f"; causes are {', '.join(CAUSES)}")
            where = f", as {noted_in} notes it" if noted_in else ""
            raise UsageError(f"there is no cause {cause!r}{where}{hint}")
        found[record if equals else EVERYTHING] = cause
    return found


def as_given(causes: Mapping[str, str]) -> list[str]:
    """Return causes by record as they are given, sorted."""
    return sorted(cause if record == EVERYTHING else f"{record}={cause}" for record, cause in causes.items())


def with_causes(changed: Iterable[CellChange], causes: Mapping[str, str]) -> tuple[CellChange, ...]:
    """Return changes with the causes that are given: for a record always, for all others where there is none."""
    found = []
    for change in changed:
        own = causes.get(f"{change.table}/{change.id}")
        found.append(change._replace(cause=own or change.cause or causes.get(EVERYTHING)))
    return tuple(found)


def unknown_records(changed: Iterable[CellChange], causes: Mapping[str, str]) -> list[str]:
    """Return the records that a cause is given for although they did not change."""
    there = {f"{c.table}/{c.id}" for c in changed} | {EVERYTHING}
    return sorted(set(causes) - there)
