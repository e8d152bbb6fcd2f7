"""What `format` and `fix` share: write files or show the difference, and tell what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import typer

from policy_dataset.cli.language import in_words, in_words_of
from policy_dataset.cli.output import say, tell
from policy_dataset.records.rewrite import Rewrite
from policy_dataset.report.report import Report
from policy_dataset.report.setting import Setting
from policy_dataset.report.source_files import SourceFiles
from policy_dataset.report.text_report import counted, problem_lines


@dataclass(frozen=True, slots=True)
class Done:
    """How many files changed, or would, and how many were left alone because they cannot be read."""

    changed: int
    refused: int


def rewrite(path: Path, files: Iterable[Rewrite], *, diff: bool = False, dry: bool = False) -> Done:
    """Write files in place, unless `diff` or `dry` says not to; every file is read before the first is written.

    Parameters
    ----------
    path
        What the user gave: a directory or a file.
    diff
        Show the changes.
    dry
        Only name the files.
    """
    rewritten = list(files)
    changed = [r for r in rewritten if r.changed]
    refused = [r for r in rewritten if r.problems]
    for file in rewritten:
        _tell(file, diff=diff)
    if not (diff or dry):
        for file in changed:
            file.write()
    _tell_refused(path, refused)
    would = "would change" if diff or dry else "changed"
    left = f", {counted(len(refused), 'file')} left alone" if refused else ""
    tell(
        f"{counted(len(changed), 'file')} {would}, {len(rewritten) - len(changed) - len(refused)} in order{left}",
        err=diff,
    )
    return Done(len(changed), len(refused))


def _tell(file: Rewrite, *, diff: bool) -> None:
    if diff:
        say(file.diff())
    elif file.repairs:
        for repair in file.repairs:
            rules = f"  {repair.rules[0]}" if repair.rules else ""
            told = in_words(", ").join(in_words(part) for part in repair.message.split(", "))
            typer.echo(f"{file.name}:{repair.line}:{repair.column}{rules}  {told}")
    elif file.changed:
        typer.echo(file.name)


def _tell_refused(path: Path, refused: list[Rewrite]) -> None:
    for file in refused:
        root = file.path.parents[file.name.count("/")] if path.is_dir() or path.is_file() else path
        setting = Setting(source_line=SourceFiles(root), say=in_words)
        for problem in in_words_of(Report.of(file.problems)):
            for line in problem_lines(problem, setting):
                typer.echo(line, err=True)
