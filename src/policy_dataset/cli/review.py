"""``policy-dataset review``."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import RULE_PAGES, prefix_of, say


def command(
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, as it is now.")],
    base: Annotated[
        Path, typer.Option(help="The same directory as it was: a checkout of the branch to merge into.")
    ],
    texts: Annotated[Path | None, typer.Option(help="File or folder with texts, for the quotes.")] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File for the comment; else it is printed.")
    ] = None,
) -> None:
    """Write a comment for a pull request: records added, changed and removed in words, coverage, agreement, quotes."""
    from policy_dataset.cli.language import in_words, in_words_of, language_asked  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.review import render  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.setting import Setting  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.reviewing import review  # noqa: PLC0415 - keeps --help quick

    found = review(path, base, texts=texts, today=datetime.now(tz=UTC).date())
    found = replace(found, report=in_words_of(found.report))
    setting = Setting(
        prefix=prefix_of(path, Path.cwd()),
        say=in_words,
        language=language_asked(),
        rule_pages=os.environ.get(RULE_PAGES, ""),
    )
    text = render(found, setting)
    if output is None:
        say(text)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
