"""``policy-dataset draft``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_dataset.cli.app import INVALID
from policy_dataset.cli.output import tell

if TYPE_CHECKING:
    from policy_dataset.drafting.draft import Draft

_SHOWN = 24
"""So many characters of a sentence are shown."""


def command(
    text: Annotated[Path, typer.Argument(help="File with the text of a source.")],
    source: Annotated[
        str, typer.Option(help="Id of the source; it is declared if the dataset has none of that id.")
    ],
    dataset: Annotated[
        Path, typer.Option(help="Directory of a dataset, the one that holds dataset.yaml.")
    ] = Path(),
    published: Annotated[
        str | None, typer.Option(help="When a source that is declared now was published, as 2026-01-26.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the words of each candidate.")] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Draft records for what of a text nothing accounts for: anchors filled in, `todo` where a person must decide."""
    from policy_dataset.cli.language import problem_in_words  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.drafting.draft import draft, draft_name  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.problems import Problem  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.text_report import counted  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.sources.texts import read_text  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.values import EDTF  # noqa: PLC0415 - keeps --help quick

    if published is not None and isinstance(EDTF.parse(published), Problem):
        raise typer.BadParameter(
            f"{published!r} is no date; write it as 2026-01-26", param_hint="--published"
        )
    read = read_text(text)
    made = (
        read
        if isinstance(read, Problem)
        else draft(dataset, read, source, schema=standard_schema(), published=published)
    )
    if isinstance(made, Problem):
        typer.echo(problem_in_words(made), err=True)
        raise typer.Exit(INVALID)
    made.write()
    if made.declares:
        tell(f"sources.yaml: {source} declared")
    if show:
        _show(made, text.name)
    for table, records in made.records.items():
        name = draft_name(table, source)
        state = "written" if name in made.changed else "unchanged"
        own = f", {made.own[table]} of your own" if made.own[table] else ""
        tell(f"{name}: {counted(len(records), 'candidate')}{own} ({state})")


def _show(made: Draft, file: str) -> None:
    page = made.page
    shown = [(c.start, "statistic", c.start, c.end) for c in made.candidates.statistics]
    shown += [(c.start, "measure", c.sentence.start, c.sentence.end) for c in made.candidates.measures]
    shown += [(c.start, f"waiver {c.reason}", c.start, c.end) for c in made.candidates.waivers]
    for start, kind, first, last in sorted(shown):
        line, column = page.place_of(start)
        words = " ".join(page.text[first:last].split())
        typer.echo(f"{file}:{line}:{column}  {kind}  {words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}")
