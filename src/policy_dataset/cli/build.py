"""``policy-dataset build``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.bar import Bar
from policy_dataset.cli.output import QUIET, exit_code, tell


def command(  # noqa: PLR0913 - one parameter an option
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")],
    out: Annotated[
        Path, typer.Option("--out", help="Folder for packages; the package is written to OUT/NAME/.")
    ],
    texts: Annotated[Path | None, typer.Option(help="File or folder with the texts of the sources.")] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="Further forms, beside the package: duckdb, sqlite, labelled, excel; with commas or repeated."
        ),
    ] = None,
    excel_bom: Annotated[  # noqa: FBT002 - typer's flag
        bool,
        typer.Option(
            "--excel-bom", help="Begin the labelled CSV files with the signature that Excel asks for."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=QUIET)] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Judge a dataset and publish it as a data package of Parquet and CSV; nothing is written while an error stands."""
    from policy_dataset.cli.language import text_of  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.pipeline import BuildError, build  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.formats import find_whole  # noqa: PLC0415 - keeps --help quick

    try:
        forms = tuple(name for part in also or () for name in part.split(",") if name)
        with Bar(quiet=quiet) as bar:
            published = build(path, out, texts=texts, also=forms, excel_bom=excel_bom, progress=bar)
    except BuildError as error:
        typer.echo(text_of(error.report), nl=False, err=True)
        tell("not built", err=True)
        raise typer.Exit(exit_code(error.report)) from None
    for name, digest in published.files.items():
        typer.echo(f"{digest}  {name}")
    for name in dict.fromkeys(forms):
        typer.echo(f"{name}: {published.name}{find_whole(name).ENDING}")
    for name, number in published.sampled.items():
        tell(
            f"{name}: frictionless read the first {number} of {published.rows[name]} rows; "
            "the CSV and the Parquet are compared in all of them"
        )
    rows = sum(published.rows.values())
    typer.echo(
        f"{published.name} {published.version}: {len(published.rows)} tables, {rows} rows in {published.path.name}/"
    )
