"""``policy-dataset fix``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.app import INVALID

_UNSAFE = "Take misspelt codes and names of fields for the nearest known ones; look at what it did."


def command(
    path: Annotated[Path, typer.Argument(help="Directory of a dataset, or one YAML file of it.")] = Path(),
    unsafe: Annotated[bool, typer.Option("--unsafe", help=_UNSAFE)] = False,  # noqa: FBT002 - typer's flag
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Mend in record files what is certain: line ends, stray space, full-width digits, composed characters."""
    from policy_dataset.cli.rewriting import rewrite  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.rewrite import fix_files  # noqa: PLC0415 - keeps --help quick

    done = rewrite(path, fix_files(path, standard_schema(), unsafe=unsafe), diff=diff)
    raise typer.Exit(INVALID if done.refused else 0)
