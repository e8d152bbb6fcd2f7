"""Where results and progress go: reports to standard output or a file, progress to a terminal alone."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path

import typer

from policy_dataset.cli.app import FAULT, INVALID, VALID
from policy_dataset.report.report import Report


class Format(StrEnum):
    """Forms of a report."""

    TEXT = "text"
    JSON = "json"


_SUFFIXES = {".json": Format.JSON, ".txt": Format.TEXT}


def show_report(report: Report, *, form: Format | None, output: Path | None, strict: bool = False) -> int:
    """Print a report or write it to a file, and return the exit code it asks for.

    Parameters
    ----------
    form
        None: as the suffix of `output` says, else text.
    strict
        Whether warnings are refused too.
    """
    chosen = form or _SUFFIXES.get(output.suffix if output is not None else "", Format.TEXT)
    text = report.to_json() if chosen is Format.JSON else report.to_text()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
    return exit_code(report, strict=strict)


def exit_code(report: Report, *, strict: bool = False) -> int:
    """Return 3 when a rule could not be judged, 1 when data must be mended, else 0."""
    if report.faults:
        return FAULT
    return INVALID if report.errors or (strict and report.warnings) else VALID


def progress(step: str) -> None:
    """Show what is being done, on a terminal and nowhere else."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{step}" if step else "\r\x1b[K")
        sys.stderr.flush()
