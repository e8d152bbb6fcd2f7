"""``policy-dataset diff``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import exit_code, progress, say_given


class DiffFormat(StrEnum):
    """Forms of a comparison."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def command(
    old: Annotated[
        str,
        typer.Argument(
            help="A package, a zip or its address, a curated directory, or NAME@VERSION of a release at hand."
        ),
    ],
    new: Annotated[str, typer.Argument(help="The same, of what it became.")],
    form: Annotated[
        DiffFormat,
        typer.Option("--format", help="Form of the comparison; markdown is a section of a changelog."),
    ] = DiffFormat.TEXT,
    releases: Annotated[
        list[Path] | None, typer.Option(help="Folder with an index of releases, for NAME@VERSION.")
    ] = None,
) -> None:
    """Compare two releases record by record: what came, went and changed, why, and which version that asks for."""
    from policy_dataset.pipeline import BuildError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.releasing import diff  # noqa: PLC0415 - keeps --help quick

    progress("compare")
    try:
        found = diff(old, new, releases=releases)
    except BuildError as error:
        progress("")
        typer.echo(error.report.to_text(), nl=False, err=True)
        raise typer.Exit(exit_code(error.report)) from None
    progress("")
    forms = {
        DiffFormat.TEXT: found.to_text,
        DiffFormat.MARKDOWN: found.to_markdown,
        DiffFormat.JSON: found.to_json,
    }
    say_given(forms[form]())
