"""``policy-dataset format``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.app import INVALID


def command(
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, or one YAML file of it.")] = Path(),
    check: Annotated[  # noqa: FBT002 - typer's flag
        bool, typer.Option("--check", help="Write nothing; leave with 1 if a file is not as it should be.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Bring record files into canonical order and style; comments are kept, and no value changes."""
    from policy_dataset.cli.rewriting import rewrite  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.rewrite import format_files  # noqa: PLC0415 - keeps --help quick

    done = rewrite(path, format_files(path, standard_schema()), diff=diff, dry=check)
    raise typer.Exit(INVALID if done.refused or (check and done.changed) else 0)
