"""``policy-dataset show``."""

from __future__ import annotations

from typing import Annotated

import typer

from policy_dataset.cli.output import say_given


def command(
    path: Annotated[
        str,
        typer.Argument(help="A package or its address, a curated directory, or NAME[@VERSION] of a release."),
    ],
    record: Annotated[str | None, typer.Argument(help="Key of a record, or table/key.")] = None,
) -> None:
    """Show what a dataset holds, or one record as a card: fields, links, evidence, citation."""
    from policy_dataset.loading import load  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.card import dataset_card, record_card  # noqa: PLC0415 - keeps --help quick

    dataset = load(path)
    say_given((dataset_card(dataset) if record is None else record_card(dataset, record)) + "\n")
