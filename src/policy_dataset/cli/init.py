"""``policy-dataset init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.output import tell


def command(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or empty.")
    ],
    name: Annotated[
        str | None, typer.Option(help="Name of the dataset, such as my-province; that of the folder.")
    ] = None,
    schemas: Annotated[  # noqa: FBT002 - typer's flag
        bool, typer.Option("--schemas", help="Only bring schemas/ of a dataset up to date with this library.")
    ] = False,
) -> None:
    """Begin a dataset: an example record of each kind, schemas for the editor, CI, pre-commit, a guide."""
    from policy_dataset.catalogue.editor import editor_settings, schema_files  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.errors import NotFoundError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.pipeline import lock  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.directory import META_FILE  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.template_files import (  # noqa: PLC0415 - keeps --help quick
        dataset_name,
        lay_out,
        repository_files,
    )

    schema = standard_schema()
    if schemas:
        if not (directory / META_FILE).is_file():
            raise NotFoundError(f"there is no {META_FILE} in {directory}: give the directory of a dataset")
        for path, data in schema_files(schema).items():
            (directory / path).parent.mkdir(exist_ok=True)
            (directory / path).write_bytes(data)
        tell(f"{len(schema_files(schema))} schemas written")
        return
    made = repository_files(dataset_name(name or directory.resolve().name))
    lay_out(directory, {**made, **schema_files(schema), **editor_settings(schema)})
    lock(directory, texts=directory).raise_for_errors()
    # A name that begins with a dash would be taken for an option.
    way = f"./{directory.as_posix()}" if directory.as_posix().startswith("-") else directory.as_posix()
    there = "" if way == "." else f"cd {shlex.quote(way)} && "
    tell(f"{way}/ holds a dataset, with an example record of each kind. Next:")
    typer.echo(f"  {there}git init && git add . && pre-commit install")
    typer.echo("  policy-dataset validate . --texts .")
    tell("CONTRIBUTING.md tells the way from a page to a pull request.")
