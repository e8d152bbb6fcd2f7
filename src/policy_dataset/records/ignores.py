"""Rules silenced for single records in `dataset.yaml`: honoured until they expire, reported when they have no effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policy_dataset.model.dataset import Ignore
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.curation import Curation


def without_ignored(
    problems: Iterable[Problem], curation: Curation, today: date | None
) -> tuple[Problem, ...]:
    """Return problems without the silenced ones, and with those of the ignores themselves.

    Parameters
    ----------
    today
        Day on which expiry is judged; without it nothing has expired.
    """
    ignores = curation.meta.ignores if curation.meta is not None else ()
    used: set[int] = set()
    spoken: list[Problem] = []
    for problem in problems:
        silencing = next((i for i, ignore in enumerate(ignores) if _matches(ignore, problem)), None)
        if silencing is not None:
            used.add(silencing)
        if silencing is None or _expired(ignores[silencing], today):
            spoken.append(problem)
    for number, ignore in enumerate(ignores):
        if number not in used:
            spoken.append(_about(curation, number, ignore, "ignore_unused", "silences nothing", "Remove it."))
        elif _expired(ignore, today):
            hint = "Mend the record, or set a later day if the reason still holds."
            spoken.append(
                _about(curation, number, ignore, "ignore_expired", f"expired on {ignore.expires}", hint)
            )
    return tuple(spoken)


def _matches(ignore: Ignore, problem: Problem) -> bool:
    return (ignore.rule, ignore.table, ignore.record) == (problem.code, problem.table, problem.record)


def _expired(ignore: Ignore, today: date | None) -> bool:
    return today is not None and today >= ignore.expires


def _about(  # noqa: PLR0913 - an entry, its place and what to say of it
    curation: Curation, number: int, ignore: Ignore, code: str, what: str, hint: str
) -> Problem:
    document = curation.meta_document
    place = document.positions.nearest(("ignores", number)).fields() if document is not None else {}
    return Problem(
        code=code,
        message=f"the ignore of {ignore.rule} for {ignore.table}/{ignore.record} {what}",
        hint=hint,
        severity=Severity.WARNING,
        file=document.file if document is not None else None,
        field="ignores",
        value=ignore.rule,
    ).at(**place)
