"""``policy-dataset verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import Format, progress, show_report


def command(
    path: Annotated[
        Path, typer.Argument(help="A package (directory, datapackage.json or zip) or a curated directory.")
    ],
    texts: Annotated[Path, typer.Option(help="File or folder with the texts of the sources.")],
    form: Annotated[Format | None, typer.Option("--format", help="Form of the report.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="File for the report; its suffix implies the format.")
    ] = None,
) -> None:
    """Derive every published value anew from the texts alone and name each cell that does not agree."""
    from policy_dataset.loading import load  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.report import Report  # noqa: PLC0415 - keeps --help quick

    progress("load")
    dataset = load(path)
    progress("verify")
    verification = dataset.verify(texts=texts)
    progress("")
    if form is not Format.JSON and output is None:
        typer.echo(verification.summary())
    raise typer.Exit(show_report(Report.of(verification.problems), form=form, output=output))
