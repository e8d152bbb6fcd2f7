"""A report as SARIF 2.1.0, for code scanning and editors.

References
----------
OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0. Messages double their braces (3.11.5); columns
count code points (3.14.17 `columnKind`); end columns are exclusive (3.30.8); a fix holds the characters that go and
those that come (3.55).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from policy_dataset.problems import Problem
from policy_dataset.records.repair import Repair
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting, first_sentence

SUFFIXES = (".sarif",)

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_RESULTS = 25_000
"""Code scanning refuses files with more; errors go before warnings."""
_BASE = "%SRCROOT%"
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as JSON text that ends with a newline."""
    return json.dumps(as_data(report, setting), ensure_ascii=False, indent=2) + "\n"


def as_data(report: Report, setting: Setting = PLAIN) -> dict[str, Any]:
    """Return the report as plain data in the shape of SARIF."""
    ids = sorted(
        {*setting.rules, *(p.code for p in report), *(rule for rule, _ in report.faults), *report.untold}
    )
    index = {rule: number for number, rule in enumerate(ids)}
    kept = report.problems
    if len(kept) > MAX_RESULTS:
        kept = (*report.errors, *report.warnings)[:MAX_RESULTS]
    repairs = _Repairs(setting)
    driver = {
        "name": "policy-dataset",
        "version": setting.version,
        "semanticVersion": setting.version,
        "rules": [_descriptor(rule, setting) for rule in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The directory that paths are relative to."}}},
        "invocations": [_invocation(report, len(kept), index)],
        "results": [_result(p, index[p.code], setting, repairs) for p in kept],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _descriptor(rule: str, setting: Setting) -> dict[str, Any]:
    known = setting.rules.get(rule)
    if known is None:
        return {"id": rule}
    whole = known.explanation.strip()
    page = setting.page_of(rule)
    more = f"Run `policy-dataset explain {rule}`"
    found: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": _message(first_sentence(known))},
        "fullDescription": {"text": _message(whole)},
        "help": {
            "text": _message(f"{whole}\n\n{more}{f', or see {page}' if page else ''}."),
            "markdown": _message(f"{whole}\n\n{more}") + (f", or see [{rule}]({page})." if page else "."),
        },
        "defaultConfiguration": {"level": str(known.severity)},
        "properties": {"since": known.since},
    }
    if page is not None:
        found["helpUri"] = page
    return found


def _invocation(report: Report, kept: int, index: Mapping[str, int]) -> dict[str, Any]:
    notes: list[dict[str, Any]] = [
        {
            "level": "error",
            "message": {"text": _message(f"rule {rule} could not be judged: {on_one_line(error)}")},
            "associatedRule": {"id": rule, "index": index[rule]},
        }
        for rule, error in report.faults
    ]
    if kept < len(report):
        told = f"{report.total} problems, of which {report.total - kept} are left out: a file holds {MAX_RESULTS} at most"
        notes.append({"level": "warning", "message": {"text": told}})
    for rule, number in sorted(report.untold.items()) if kept == len(report) else ():
        told = f"{report.counts['rule'][rule]} problems of {rule}, of which {number} are left out: of rows in bulk, the first are told"
        notes.append(
            {
                "level": "warning",
                "message": {"text": told},
                "associatedRule": {"id": rule, "index": index[rule]},
            }
        )
    return {"executionSuccessful": not report.faults, "toolExecutionNotifications": notes}


def _result(problem: Problem, index: int, setting: Setting, repairs: _Repairs) -> dict[str, Any]:
    told = {name: getattr(problem, name) for name in ("table", "record", "field", "value", "hint")}
    if problem.line is None and problem.row is not None:
        # Parquet has no lines; other forms count rows from 1 for people, this is for programs.
        told["row"] = problem.row
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": _message(f"{problem.message}\n{problem.hint}".strip())},
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
        "properties": {name: value for name, value in told.items() if value not in (None, "")},
    }
    location = _location(problem, setting)
    if location:
        result["locations"] = [location]
    fix = repairs.of(problem)
    if fix is not None:
        result["fixes"] = [_fix(problem, fix, setting)]
    return result


def _fingerprint(problem: Problem) -> str:
    """Name a problem so that it is known again when lines before it come or go."""
    parts = (problem.code, problem.file, problem.record, problem.field, problem.value, problem.message)
    joined = "\x1f".join(part or "" for part in parts)
    return sha256(joined.encode("utf-8", errors="surrogatepass")).hexdigest()[:32]


def _location(problem: Problem, setting: Setting) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if problem.file is not None:
        physical: dict[str, Any] = {"artifactLocation": _artifact(problem.file, setting)}
        if problem.line is not None:
            places = {
                "startLine": problem.line,
                "startColumn": problem.column,
                "endColumn": problem.end_column if problem.column is not None else None,
            }
            physical["region"] = {name: at for name, at in places.items() if at is not None}
        location["physicalLocation"] = physical
    if problem.table is not None:
        name = "/".join(part for part in (problem.table, problem.record, problem.field) if part)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "member"}]
    return location


def _artifact(file: str, setting: Setting) -> dict[str, str]:
    # Names may hold bytes that are no UTF-8; as percent signs they come through.
    uri = quote(setting.path(file).encode("utf-8", errors="surrogateescape"), safe="/")
    return {"uri": uri, "uriBaseId": _BASE}


def _fix(problem: Problem, repair: Repair, setting: Setting) -> dict[str, Any]:
    region = {
        "startLine": repair.line,
        "startColumn": repair.column,
        "endLine": repair.end_line,
        "endColumn": repair.end_column,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": repair.replacement}}
    change = {
        "artifactLocation": _artifact(problem.file or "", setting),
        "replacements": [replacement],
    }
    return {"description": {"text": _message(repair.message)}, "artifactChanges": [change]}


def _message(text: str) -> str:
    """Write a text so that nothing in it is taken as a placeholder or a link."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


class _Repairs:
    """The certain repairs of files, asked for once a file and found by rule and line."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._known: dict[str, tuple[Repair, ...]] = {}

    def of(self, problem: Problem) -> Repair | None:
        if problem.file is None or problem.line is None:
            return None
        if problem.file not in self._known:
            self._known[problem.file] = tuple(self._setting.repairs(problem.file))
        return _matching(problem, self._known[problem.file])


def _matching(problem: Problem, repairs: Iterable[Repair]) -> Repair | None:
    """Return the repair for a rule that holds the place of a problem: it may be told at one character of a text."""
    here = (problem.line or 0, problem.column or 0)
    for repair in repairs:
        begins, ends = (repair.line, repair.column), (repair.end_line, repair.end_column)
        # Without a stretch (a byte order mark, line ends) there is no change that the form can hold.
        if problem.code in repair.rules and begins < ends and begins <= here <= ends:
            return repair
    return None
