"""What could not be read is not known: what seems to be missing, or left over, may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import columns, nested
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.yaml_text import YamlDocument

_LOST = frozenset({"yaml_syntax", "yaml_too_deep", "yaml_too_large"})
"""With these, records of a file are passed over."""
_LEFT_OVER = frozenset({"unused_source", "stale_waiver", "lock_out_of_date", "ignore_unused"})
"""Said where nothing makes use of something."""

_OF_NO_ANCHOR = frozenset({"unused_source", "lock_out_of_date"})
"""Said where an anchor is missing."""
_SUGGESTED = re.compile(r"'([^']+)'")

_OF_FORM = ("csv_", "parquet_", "text_utf16", "text_not_utf8", "text_nul")
"""Codes of files that were not read as tables begin so."""


def has_unread(document: YamlDocument, faults: Iterable[Problem]) -> bool:
    """Whether a file, or a record of it, could not be read; `faults` are those of its records' shape."""
    if any(p.code in _LOST for p in document.problems):
        return True
    if document.value is None and any(p.severity is Severity.ERROR for p in document.problems):
        return True
    return any(p.code == "wrong_shape" and p.record is None for p in faults)


def without_consequences(
    problems: Iterable[Problem], schema: Schema, unread: frozenset[str], bulk: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """Pass over what may only seem so because something was not read: dead references, records that nothing uses.

    Parameters
    ----------
    unread
        Tables of which something could not be read.
    bulk
        Table and name of each file that is read as a table; one with an error of its form has not been read.
    """
    found = list(problems)
    refused = {p.file for p in found if p.severity is Severity.ERROR and p.code.startswith(_OF_FORM)}
    dark = unread | {table for table, file in bulk if file in refused}
    dark |= {link.target.table_name for t in schema if t.table_name in dark for link in nested(t).values()}
    passed_over = _OF_NO_ANCHOR if any(map(_loses_an_anchor, found)) else frozenset[str]()
    meant = {name for p in found if p.code == "unknown_reference" for name in _SUGGESTED.findall(p.hint)}
    for problem in found:
        if problem.code in passed_over or (problem.code == "unused_record" and problem.record in meant):
            continue
        if not (dark and _may_only_seem_so(problem, schema, dark)):
            yield problem


def _loses_an_anchor(problem: Problem) -> bool:
    return problem.code == "bad_anchor" or (
        problem.code == "unknown_reference" and problem.table == "evidence" and problem.field == "source"
    )


def _may_only_seem_so(problem: Problem, schema: Schema, dark: frozenset[str]) -> bool:
    if problem.code == "unknown_reference":
        return any(
            r.target in dark
            for r in schema.references()
            if r.table == problem.table
            and problem.field in (r.column, columns(schema[r.table])[r.column].authored_as)
        )
    if problem.code == "unused_record":
        return any(r.table in dark for r in schema.references() if r.target == problem.table)
    return problem.code in _LEFT_OVER
