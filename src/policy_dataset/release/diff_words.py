"""A comparison in words: one line, a page for a terminal, a section of a changelog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from policy_dataset.release import bump
from policy_dataset.release.causes import (
    BOOKKEEPING,
    CAUSES,
    CODING_CORRECTED,
    SCHEMA_CHANGED,
    SUPPLIED,
)
from policy_dataset.release.changes import CellChange, RecordChange
from policy_dataset.release.demands import in_words
from policy_dataset.release.nouns import counted, noun

if TYPE_CHECKING:
    from policy_dataset.release.diff import Diff

Code = Callable[[str], str]
"""How an id or a value is set."""
LISTED = 200
"""So many entries of one kind are listed; the rest is counted."""
_SHOWN_CELLS, _SHOWN_LENGTH = 8, 100
_WORDS = ("_en", "_zh", "coded_by", "coding_origin")
_NAMES = ("title_en", "name_en", "figure", "label_en")
_UNSAID = frozenset({SCHEMA_CHANGED})


def summary(diff: Diff) -> str:
    """Return the changes on one line: ``2 measures added, 1 value corrected (evidence unchanged)``."""
    parts = [f"{counted(n, t)} added" for t, n in _counts(diff, diff.added).items()]
    parts += [f"{counted(n, t)} removed" for t, n in _counts(diff, diff.removed).items()]
    parts += _changed_in_words(diff)
    if diff.moved:
        parts.append(f"{counted(len(diff.moved), 'evidence')} moved")
    parts += [_schema_words(s.kind, s.table, s.column) for s in diff.schema]
    parts += [f"{m.property} changed" for m in diff.meta]
    if not parts and diff:
        tables = sorted({*diff.tables, *diff.repacked})
        parts = [f"{', '.join(tables)} {'changed' if diff.tables else 'packed anew'}"]
    return ", ".join(parts) or "nothing differs"


def asked(diff: Diff) -> str:
    """Return which step the changes ask for, and what asks for it."""
    if diff.required_bump is None:
        return "no new version is asked for"
    reasons = [in_words(d) for d in diff.demands if d.bump == diff.required_bump]
    lowest = bump.next_version(diff.old_version, diff.required_bump)
    return f"asks for {diff.required_bump} ({lowest} or later): {'; '.join(reasons)}"


def to_text(diff: Diff) -> str:
    """Return the comparison for a terminal."""
    lines = [f"{diff.old} → {diff.new}", summary(diff), asked(diff)]
    for heading, entries in sections(diff, code=str).items():
        lines += ["", heading.lower(), *(f"  {entry}" for entry in _cut(entries))]
    return "\n".join(lines) + "\n"


def to_markdown(diff: Diff, *, date: str | None = None) -> str:
    """Return the comparison as a section of a changelog."""
    heading = f"## [{diff.new_version}]" + (f" - {date}" if date else "")
    lines = [heading, "", f"{summary(diff)[:1].upper()}{summary(diff)[1:]}."]
    for title, entries in sections(diff, code=_code).items():
        lines += ["", f"### {title}", "", *(f"- {entry}" for entry in _cut(entries))]
    return "\n".join(lines) + "\n"


def sections(diff: Diff, *, code: Code) -> dict[str, list[str]]:
    """Return the entries of a changelog by its headings; headings without entries are left out.

    Parameters
    ----------
    code
        How an id or a value is set.
    """
    fixed, changed, deprecated = [], [], []
    for (table, record), cells in groupby(diff.changed, key=lambda c: (c.table, c.id)):
        told = [c for c in cells if c.cause not in _UNSAID]
        if not told or table in BOOKKEEPING:
            continue
        entry = _changed_entry(diff, table, record, told, code)
        if table == "codes" and any(c.field == "replaced_by" and c.new for c in told):
            deprecated.append(entry)
        elif all(c.cause == CODING_CORRECTED for c in told):
            fixed.append(entry)
        else:
            changed.append(entry)
    changed += (_schema_entry(s.kind, s.table, s.column, code) for s in diff.schema)
    changed += (f"{m.property} of the dataset changed" for m in diff.meta)
    changed += _members(diff, code)
    changed += (
        f"evidence of {code(f'{m.table}/{m.record_id}')}{f' ({m.field})' if m.field else ''} moved: {m.old} → {m.new}"
        for m in diff.moved
    )
    changed += _bookkeeping(diff)
    changed += (
        f"to check: {code(f'{t.table}/{t.id}')} went from {t.old} to {t.new}; after {t.old} "
        + (f"may come {', '.join(t.allowed)}" if t.allowed else "comes nothing more")
        for t in diff.transitions
    )
    found = {
        "Added": [_record_entry(r, code) for r in diff.added if _is_record(diff, r.table)],
        "Changed": changed,
        "Deprecated": deprecated,
        "Removed": [_record_entry(r, code) for r in diff.removed if _is_record(diff, r.table)],
        "Fixed": fixed,
    }
    return {heading: entries for heading, entries in found.items() if entries}


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _is_record(diff: Diff, table: str) -> bool:
    return table not in BOOKKEEPING and not diff.is_member(table)


def _counts(diff: Diff, records: Iterable[RecordChange]) -> Mapping[str, int]:
    # Rows of the library come and go with what refers to them, and are no news by themselves.
    quiet = SUPPLIED - {"codes"}
    return Counter(r.table for r in records if _is_record(diff, r.table) and r.table not in quiet)


def _changed_in_words(diff: Diff) -> Iterator[str]:
    groups: Counter[tuple[str, str | None, bool]] = Counter()
    for (table, record), cells in groupby(diff.changed, key=lambda c: (c.table, c.id)):
        told = [c for c in cells if c.cause not in _UNSAID]
        if told and table not in BOOKKEEPING:
            is_value = table == "statistics" and any(not c.field.endswith(_WORDS) for c in told)
            cause = _main_cause(told)
            same = cause == CODING_CORRECTED and diff.same_evidence(table, record)
            groups["values" if is_value else table, cause, same] += 1
    lists = {
        (r.table, _owner(r)) for side in (diff.added, diff.removed) for r in side if diff.is_member(r.table)
    }
    whole = {r.id for side in (diff.added, diff.removed) for r in side if not diff.is_member(r.table)}
    for (table, cause, same), count in groups.items():
        what = (
            f"{count} {'value' if count == 1 else 'values'}" if table == "values" else counted(count, table)
        )
        yield f"{what} {_ACTS[cause]}{' (evidence unchanged)' if same else ''}"
    if owners := {owner for _, owner in lists if owner not in whole}:
        yield f"lists of {len(owners)} {'record' if len(owners) == 1 else 'records'} changed"


_ACTS: Mapping[str | None, str] = {
    None: "changed",
    "source_changed": "changed with the source",
    "new_source": "resting on a new source",
    "reinterpreted": "read otherwise",
    "coding_corrected": "corrected",
    "reference_changed": "of the library changed",
    "schema_changed": "given a new column",
}


def _main_cause(cells: Sequence[CellChange]) -> str | None:
    order = [*CAUSES, None]
    return min((c.cause for c in cells), key=order.index)


def _owner(record: RecordChange) -> str:
    return record.id.partition("/")[0]


def _record_entry(record: RecordChange, code: Code) -> str:
    name = next((record.values[n] for n in _NAMES if record.values.get(n)), None)
    return f"{noun(record.table)} {code(record.id)}" + (f": {_short(name)}" if name else "")


def _changed_entry(diff: Diff, table: str, record: str, cells: Sequence[CellChange], code: Code) -> str:
    shown = [f"{_field(diff, c)} {_shown(c.old, code)} → {_shown(c.new, code)}" for c in cells[:_SHOWN_CELLS]]
    if len(cells) > _SHOWN_CELLS:
        shown.append(f"and {len(cells) - _SHOWN_CELLS} more columns")
    cause = _main_cause(cells)
    why = "" if cause is None else CAUSES[cause]
    if cause == CODING_CORRECTED and diff.same_evidence(table, record):
        why += ", evidence unchanged"
    return f"{noun(table)} {code(record)}: {', '.join(shown)}" + (f" ({why})" if why else "")


def _field(diff: Diff, cell: CellChange) -> str:
    """Return the published name of a column, and what its author calls it where that is another."""
    authored = diff.authored_name(cell.table, cell.field)
    return cell.field if authored in {None, cell.field} else f"{cell.field} ({authored})"


def _members(diff: Diff, code: Code) -> Iterator[str]:
    whole = {r.id for side in (diff.added, diff.removed) for r in side if not diff.is_member(r.table)}
    for sign, side in (("added", diff.added), ("removed", diff.removed)):
        for r in side:
            owner, _, rest = r.id.partition("/")
            if diff.is_member(r.table) and owner not in whole:
                yield f"{r.table} of {code(owner)}: {rest} {sign}"


def _bookkeeping(diff: Diff) -> Iterator[str]:
    for table in sorted(BOOKKEEPING & set(diff.tables)):
        counts = {
            "added": sum(r.table == table for r in diff.added),
            "removed": sum(r.table == table for r in diff.removed),
            "changed": len({c.id for c in diff.changed if c.table == table}),
        }
        told = ", ".join(f"{n} {act}" for act, n in counts.items() if n)
        if told:
            yield f"{table}: {told}"


_COLUMN_ACTS: Mapping[str, str] = {"column_optional": "may be empty", "column_required": "must be filled"}


def _schema_words(kind: str, table: str, column: str | None) -> str:
    if column is None:
        return f"table {table} {kind.removeprefix('table_').replace('_', ' ')}"
    return f"column {table}.{column} {_COLUMN_ACTS.get(kind, kind.removeprefix('column_').replace('_', ' '))}"


def _schema_entry(kind: str, table: str, column: str | None, code: Code) -> str:
    words = _schema_words(kind, table, column)
    what, where, act = words.split(" ", 2)
    return f"{what} {code(where)} {act}"


def _shown(value: object, code: Code) -> str:
    return "nothing" if value is None else code(_short(str(value)))


def _short(text: str) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= _SHOWN_LENGTH else plain[: _SHOWN_LENGTH - 1] + "…"


def _cut(entries: Sequence[str]) -> Iterator[str]:
    yield from entries[:LISTED]
    if len(entries) > LISTED:
        yield f"… and {len(entries) - LISTED} more"
