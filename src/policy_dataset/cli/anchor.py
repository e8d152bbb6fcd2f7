"""``policy-dataset anchor``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.app import INVALID, VALID
from policy_dataset.cli.output import tell
from policy_dataset.errors import UsageError


def command(
    text: Annotated[Path, typer.Argument(help="File with the text of a source.")],
    quote: Annotated[str, typer.Argument(help="The words to anchor; white space does not matter.")],
    source: Annotated[str, typer.Option(help="Id of the source that the file holds.")] = "source_id",
) -> None:
    """Find words in a text and print their anchor, ready to paste; every match with its line and column."""
    from policy_dataset.cli.language import problem_in_words  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.vocabulary import ID_PATTERN  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.problems import Problem  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.sources.anchors import anchor_of, canonical  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.sources.canonical_text import find_quote  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.sources.texts import read_text  # noqa: PLC0415 - keeps --help quick

    if not re.fullmatch(ID_PATTERN, source):
        raise UsageError(
            f"{source!r} is no id of a source: ids are lower snake_case, such as town_report_2026"
        )
    if not canonical(quote):
        raise UsageError("give the words to anchor; white space alone cannot be found")
    read = read_text(text)
    if isinstance(read, Problem):
        typer.echo(problem_in_words(read), err=True)
        raise typer.Exit(INVALID)
    found = list(find_quote(read.text, quote))
    for start, end in found:
        line = read.text.count("\n", 0, start) + 1
        column = start - (read.text.rfind("\n", 0, start) + 1) + 1
        typer.echo(f"{anchor_of(source, read.text, start, end)}  # {read.file}:{line}:{column}")
    if not found:
        tell(f"{quote!r} does not stand in {read.file}", err=True)
    raise typer.Exit(VALID if found else INVALID)
