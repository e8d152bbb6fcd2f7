"""``policy-dataset cite``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import say_given


class Style(StrEnum):
    """Styles of a citation."""

    APA = "apa"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"


def command(
    path: Annotated[
        str,
        typer.Argument(help="A package or its address, a curated directory, or NAME[@VERSION] of a release."),
    ],
    record: Annotated[str | None, typer.Argument(help="Key of a record, or table/key.")] = None,
    style: Annotated[Style, typer.Option(help="Style of the citation.")] = Style.APA,
    releases: Annotated[
        list[Path] | None, typer.Option(help="Folder with an index of releases, for NAME@VERSION.")
    ] = None,
) -> None:
    """Print how to cite a release, or one record of it."""
    from policy_dataset.loading import load  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.card import find_record  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.cite import cite_record  # noqa: PLC0415 - keeps --help quick

    dataset = load(path, releases=releases)
    if record is None:
        say_given(dataset.cite(style) + "\n")
    else:
        say_given(cite_record(dataset, *find_record(dataset, record), style) + "\n")
