"""``policy-dataset schemas``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import show_report


def command(
    root: Annotated[Path, typer.Argument(help="Checkout that holds schemas/ and docs/.")] = Path(),
    check: Annotated[bool, typer.Option("--check", help="Only tell what is not as declared.")] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Write the schemas and reference pages that follow from the declarations, or check that they are up to date."""
    from policy_dataset.catalogue.schemas import check as check_files  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.catalogue.schemas import write  # noqa: PLC0415 - as above
    from policy_dataset.report.report import Report  # noqa: PLC0415 - keeps --help quick

    if check:
        raise typer.Exit(show_report(Report.of(check_files(root)), form=None, output=None))
    for name in write(root):
        typer.echo(name)
