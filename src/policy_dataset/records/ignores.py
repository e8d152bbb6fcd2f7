"""Rules silenced for single records in `dataset.yaml`: honoured until they expire, reported when they have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from policy_dataset.model.dataset import Ignore
from policy_dataset.model.nearest import nearest
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.curation import Curation


def without_ignored(
    problems: Iterable[Problem],
    curation: Curation,
    today: date | None,
    *,
    rules: Iterable[str] = (),
    retired: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Return problems without the silenced ones, and with those of the ignores themselves.

    Parameters
    ----------
    today
        Day on which expiry is judged; without it nothing has expired.
    rules
        Ids of the rules that there are; without any, the rule of an ignore is not judged.
    retired
        Names that rules had once, and what speaks of the fault now.
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
            what, hint = _why_unused(curation, ignore, tuple(rules), retired or {})
            spoken.append(_about(curation, number, ignore, "ignore_unused", what, hint))
        elif _expired(ignore, today):
            hint = "Mend the record, or set a later day if the reason still holds."
            spoken.append(
                _about(curation, number, ignore, "ignore_expired", f"expired on {ignore.expires}", hint)
            )
    return tuple(spoken)


def _why_unused(
    curation: Curation, ignore: Ignore, rules: tuple[str, ...], retired: Mapping[str, str]
) -> tuple[str, str]:
    """Return what is said of an ignore that silences nothing: what of it is misspelt, and what was meant."""
    tables = [t.table_name for t in curation.schema]
    table = ignore.table if ignore.table in tables else nearest(ignore.table, tables)
    records = {row.key for row in curation.all_rows() if row.table.table_name == table}
    is_whole = bool(records) and table not in {*curation.unread, *(f.table for f in curation.bulk)}
    missing, meant = [], []
    for name, given, known in (
        ("rule", ignore.rule, rules),
        ("table", ignore.table, tables),
        ("record", ignore.record, records if is_whole else ()),
    ):
        if known and given not in known:
            missing.append(f"{name} '{given}'")
            near = retired.get(given) if name == "rule" else None
            near = near or nearest(given, known)
            if near is not None:
                meant.append(f"`{name}: {near}`")
    if not missing:
        return "silences nothing", "Remove it."
    what = f"silences nothing: there is no {' and no '.join(missing)}"
    if ignore.rule in retired:
        what = f"silences nothing: the rule is called '{retired[ignore.rule]}' now"
    return what, f"Write {', '.join(meant)}." if meant else "Remove it."


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
