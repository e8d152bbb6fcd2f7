"""``policy-dataset lock``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import exit_code, say, tell


def command(
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")],
    texts: Annotated[Path, typer.Option(help="File or folder with the texts of the sources.")],
) -> None:
    """Make sources.lock.json: what builds without the texts need of them, hashed. Commit it."""
    from policy_dataset.cli.language import text_of  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.pipeline import lock  # noqa: PLC0415 - keeps --help quick

    report = lock(path, texts=texts)
    say(text_of(report))
    tell("sources.lock.json written" if report.valid else "sources.lock.json not written")
    raise typer.Exit(exit_code(report))
