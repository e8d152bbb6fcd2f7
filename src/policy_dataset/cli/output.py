"""Where results and progress go: reports to standard output and to files, progress to a terminal alone."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import typer

from policy_dataset.cli.app import FAULT, INVALID, VALID
from policy_dataset.cli.language import in_words, in_words_of, language_asked, rules_in_words
from policy_dataset.errors import UsageError
from policy_dataset.records.repair import Repair
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.forms import find_form, form_names, form_of_file, render
from policy_dataset.report.report import Report
from policy_dataset.report.setting import Setting, no_repairs
from policy_dataset.report.source_files import SourceFiles

RULE_PAGES = "POLICY_DATASET_RULE_PAGES"
"""Variable that says where the pages of rules can be read: the address of their folder."""

LIMIT = 50
"""So many problems of one rule are printed, unless more are asked for."""

QUIET = "Show no progress; a terminal alone shows it anyway."


class Format(StrEnum):
    """Forms of a list."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Outlets:
    """Where a report goes.

    Attributes
    ----------
    printed
        The form that is printed.
    files
        The form of each file that is written.
    summary
        A file that the report is appended to as Markdown.
    """

    printed: str = "text"
    files: Mapping[Path, str] = field(default_factory=dict)
    summary: Path | None = None


def choose_outlets(form: str | None, output: Sequence[Path]) -> Outlets:
    """Decide which forms of a report go where; done before the work, so that misuse is told at once.

    Parameters
    ----------
    form
        The form that was asked for: of the file, where there is one, else of what is printed.
    output
        Files; a suffix implies a form.

    Raises
    ------
    UsageError
        When a form or suffix is unknown, one form is asked for several files, or a file has no folder to stand in.
    """
    if form is not None:
        find_form(form)
    if form is not None and len(output) > 1:
        raise UsageError("--format says the form of one --output; with several, each suffix says its own")
    files = {file: form or _implied(file) for file in output}
    for file in files:
        if not file.parent.is_dir():
            raise UsageError(f"{file}: there is no folder {file.parent}")
    if form is not None:
        return Outlets("text" if files else form, files)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        return Outlets("github", files, Path(summary) if summary else None)
    return Outlets("text", files)


def show_report(  # noqa: PLR0913 - what stands around a report
    report: Report,
    *,
    outlets: Outlets | None = None,
    strict: bool = False,
    root: Path | None = None,
    name: str = "",
    limit: int | None = LIMIT,
    seconds: float | None = None,
    repairs: Callable[[str], Iterable[Repair]] = no_repairs,
    form: str | None = None,
    output: Sequence[Path] | Path | None = None,
) -> int:
    """Print a report, write it to files, and return the exit code it asks for.

    Parameters
    ----------
    outlets
        Where it goes; without, as `form` and `output` say.
    strict
        Whether warnings are refused too.
    root
        The directory that was judged, for showing its lines.
    seconds
        How long it took; said on a terminal alone, where nobody compares outputs.
    """
    report, rules = in_words_of(report), rules_in_words()
    files = [output] if isinstance(output, Path) else output or ()
    outlets = outlets or choose_outlets(form, files)
    on_terminal = sys.stdout.isatty()
    here = Setting(
        name=name,
        prefix=prefix_of(root, Path.cwd()),
        source_line=SourceFiles(root) if root is not None else Setting().source_line,
        rules=rules,
        repairs=repairs,
        limit=limit,
        say=in_words,
        language=language_asked(),
        rule_pages=os.environ.get(RULE_PAGES, ""),
    )
    # Servers show files by their path in the repository.
    there = replace(here, prefix=prefix_of(root, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())))
    for file, of in outlets.files.items():
        text = render(of, report, there if of == "sarif" else here)
        file.write_text(text, encoding="utf-8", newline="\n")
    if outlets.printed == "text":
        here = _for_terminal(here, seconds) if on_terminal else here
    say(render(outlets.printed, report, there if outlets.printed in ("sarif", "github") else here))
    if outlets.summary is not None:
        _append(outlets.summary, render("markdown", report, here))
    return exit_code(report, strict=strict)


def exit_code(report: Report, *, strict: bool = False) -> int:
    """Return 3 when a rule could not be judged, 1 when data must be mended, else 0."""
    if report.faults:
        return FAULT
    return INVALID if report.errors or (strict and report.warnings) else VALID


def say(text: str) -> None:
    """Print a text whose last line has its end; signs that the terminal's encoding lacks become question marks."""
    try:
        typer.echo(text, nl=False)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        typer.echo(text.encode(encoding, errors="replace").decode(encoding), nl=False)


def say_given(text: str) -> None:
    """Print lines that hold what others wrote: what a terminal would obey stands as an escape."""
    say("\n".join(map(on_one_line, text.split("\n"))))


def tell(text: str, *, err: bool = False) -> None:
    """Print a line that the command says itself, in the language that is asked for."""
    typer.echo(in_words(text), err=err)


def progress(step: str, _done: int = 0, _total: int = 0, /) -> None:
    """Show what is being done, on a terminal and nowhere else."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{step}" if step else "\r\x1b[K")
        sys.stderr.flush()


def _implied(file: Path) -> str:
    form = form_of_file(file)
    if form is None:
        known = " ".join(sorted(s for name in form_names() for s in find_form(name).SUFFIXES))
        raise UsageError(f"{file}: its suffix implies no form; give --format, or one of {known}")
    return form


def _for_terminal(setting: Setting, seconds: float | None) -> Setting:
    # A line of a file that is broken by the terminal would stand above marks that point nowhere.
    columns = min(shutil.get_terminal_size().columns, setting.columns)
    return replace(setting, columns=columns, colour=_colours_wanted(), seconds=seconds)


def _colours_wanted() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def prefix_of(root: Path | None, base: Path) -> str:
    """Return the way from `base` to `root` with a slash at its end; nothing where that leads upwards."""
    if root is None:
        return ""
    try:
        way = root.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return ""
    return "" if way == "." else f"{way}/"


def _append(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8", newline="\n") as summary:
            summary.write(text)
    except OSError as error:
        # The verdict stands without it.
        typer.echo(f"policy-dataset: no summary of the run: {error.strerror}: {file.name}", err=True)
