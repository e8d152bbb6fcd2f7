"""``policy-dataset release``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.app import INVALID
from policy_dataset.cli.output import exit_code, progress, say
from policy_dataset.errors import UsageError


def command(  # noqa: PLR0913 - one parameter for each option
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")],
    out: Annotated[
        Path, typer.Option("--out", help="Folder of releases; zip, hashes and index are written there.")
    ],
    previous: Annotated[
        str | None,
        typer.Option(help="The release before: a package, a zip, or NAME@VERSION; none for a first release."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Day of the release, for the changelog: 2026-02-01.")
    ] = None,
    cause: Annotated[
        list[str] | None,
        typer.Option(help="Why values changed, where the releases do not tell: CAUSE, or TABLE/ID=CAUSE."),
    ] = None,
    texts: Annotated[Path | None, typer.Option(help="File or folder with the texts of the sources.")] = None,
    also: Annotated[list[str] | None, typer.Option(help="Further forms of the whole, as in build.")] = None,
    releases: Annotated[
        list[Path] | None, typer.Option(help="Folder with an index of releases, for NAME@VERSION.")
    ] = None,
) -> None:
    """Build a release, compare it with the one before, and refuse a version that understates what changed."""
    from policy_dataset.pipeline import BuildError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.assets import AlreadyReleasedError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.release.verdict import ReleaseRefusedError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.releasing import release  # noqa: PLC0415 - keeps --help quick

    try:
        done = release(
            path,
            out,
            previous=previous,
            day=_day(day),
            causes=cause or (),
            texts=texts,
            also=tuple(name for part in also or () for name in part.split(",") if name),
            releases=releases,
            progress=progress,
        )
    except BuildError as error:
        progress("")
        typer.echo(error.report.to_text(), nl=False, err=True)
        typer.echo("not released", err=True)
        raise typer.Exit(exit_code(error.report)) from None
    except (ReleaseRefusedError, AlreadyReleasedError) as refused:
        progress("")
        typer.echo(str(refused), err=True)
        raise typer.Exit(INVALID) from None
    progress("")
    say("".join(f"{file.name}\n" for file in done.files))
    if done.changelog_written:
        say(f"CHANGELOG.md of the dataset has a section for {done.version}\n")
    else:
        say(
            f"CHANGELOG.md of the dataset keeps its section for {done.version}; take it out to have it written anew\n"
        )
    what = "first release" if done.diff is None else done.diff.summary()
    say(f"{done.name} {done.version}: {what}\n")


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date is a day as 2026-02-01, not {text!r}") from None
