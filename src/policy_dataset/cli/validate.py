"""``policy-dataset validate``."""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as date_type
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import Format, progress, show_report


def command(  # noqa: PLR0913 - one parameter an option
    path: Annotated[
        Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")
    ] = Path(),
    texts: Annotated[Path | None, typer.Option(help="File or folder with the texts of the sources.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="Form of the report.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="File for the report; its suffix implies the format.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Day on which silenced rules expire, as 2026-01-26; today.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse warnings too.")] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Judge the records of a dataset; every problem is told at its file, line and column."""
    from policy_dataset.pipeline import check  # noqa: PLC0415 - keeps --help quick

    checked = check(path, texts=texts, today=_day(date), progress=progress)
    progress("")
    raise typer.Exit(show_report(checked.report, form=form, output=output, strict=strict))


def _day(text: str | None) -> date_type:
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-01-26", param_hint="--date") from None
