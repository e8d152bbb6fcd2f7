"""``policy-dataset build``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import exit_code, progress


def command(
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")],
    out: Annotated[
        Path, typer.Option("--out", help="Folder for packages; the package is written to OUT/NAME/.")
    ],
    texts: Annotated[Path | None, typer.Option(help="File or folder with the texts of the sources.")] = None,
) -> None:
    """Judge a dataset and publish it as a data package of Parquet and CSV; nothing is written while an error stands."""
    from policy_dataset.pipeline import BuildError, build  # noqa: PLC0415 - keeps --help quick

    try:
        published = build(path, out, texts=texts, progress=progress)
    except BuildError as error:
        progress("")
        typer.echo(error.report.to_text(), nl=False, err=True)
        typer.echo("not built", err=True)
        raise typer.Exit(exit_code(error.report)) from None
    progress("")
    for name, digest in published.files.items():
        typer.echo(f"{digest}  {name}")
    rows = sum(published.rows.values())
    typer.echo(
        f"{published.name} {published.version}: {len(published.rows)} tables, {rows} rows in {published.path.name}/"
    )
