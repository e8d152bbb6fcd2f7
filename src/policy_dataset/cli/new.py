"""``policy-dataset new``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_dataset.cli.language import in_words
from policy_dataset.cli.output import say, tell
from policy_dataset.errors import UsageError
from policy_dataset.records.directory import META_FILE

if TYPE_CHECKING:
    from policy_dataset.model.schema import Schema
    from policy_dataset.model.vocabulary import Table

_OFFERED = 10
"""So many codes are shown where what was said is none."""


class Kind(StrEnum):
    """What can be begun."""

    MEASURE = "measure"
    STATISTIC = "statistic"


def command(
    kind: Annotated[Kind, typer.Argument(help="What to begin.")],
    id_: Annotated[
        str | None, typer.Option("--id", help="Id of the record; made from its title or indicator.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What is known already; several times."),
    ] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="Directory of the dataset, the one that holds dataset.yaml; this one."),
    ] = None,
    append: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="File of the dataset to write to, such as measures/health.yaml."),
    ] = None,
) -> None:
    """Print a record to fill in, with its id and the codes offered, or put it at the end of a file."""
    from policy_dataset.drafting.skeleton import KINDS, skeleton  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick

    schema = standard_schema()
    table = schema[KINDS[kind]]
    root = _root(dataset, needed=append is not None)
    taken, sources = _known(root, schema, table) if root is not None else ([], [])
    known = {**({"id": id_} if id_ else {}), **_pairs(given or ())}
    if sys.stdin.isatty() and sys.stdout.isatty() and not given:
        known |= _asked(table, schema, known, root)
    made = skeleton(table, schema, known, taken=taken, sources=sources, say=in_words)
    if append is None or root is None:
        say(made)
    else:
        _append(root, append, table.table_name, made)


def _root(given: Path | None, *, needed: bool) -> Path | None:
    """Return the directory of the dataset; None where nobody gave one and none is here."""
    path = given or Path()
    if (path / META_FILE).is_file():
        return path
    if given is None and not needed:
        return None
    raise UsageError(f"{path} holds no {META_FILE}: give the directory of a dataset with --dataset")


def _pairs(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise UsageError(
                f"--set {name}{sign}{value}: write a field and its value, such as --set topic=elderly_care"
            )
    return {name: value for name, _, value in pairs}


def _known(dataset: Path, schema: Schema, table: type[Table]) -> tuple[list[str], list[str]]:
    """Return the ids that are taken and the sources there are."""
    from policy_dataset.model.vocabulary import key_of  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.curation import read_curation  # noqa: PLC0415 - keeps --help quick

    rows = read_curation(dataset, schema).rows
    ids = [
        [str(row.cells[key]) for row in rows.get(name, ()) if row.cells.get(key)]
        for name in (table.table_name, "sources")
        for key in key_of(schema[name])
    ]
    return ids[0], ids[1]


def _asked(table: type[Table], schema: Schema, known: Mapping[str, str], root: Path | None) -> dict[str, str]:
    """Ask for what a record must have; what is passed over stays `todo`."""
    from policy_dataset.drafting.skeleton import offer, required  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.shape import TODO  # noqa: PLC0415 - keeps --help quick

    found: dict[str, str] = {}
    for column in required(table):
        if column.authored_as in known:
            continue
        offered = offer(column, schema, in_words)
        of_list = column.codelist or column.references
        typer.echo(offered if of_list is None else f"{in_words(column.description)} ({offered})", err=True)
        refused = ""
        while True:
            said = typer.prompt(column.authored_as, default=TODO, err=True).strip()
            # An id of a record that is still to be written may be said again.
            if said == TODO or of_list is None or (said == refused and column.codelist is None):
                break
            if _is_known(said, of_list, schema, root):
                break
            refused = said
        if said != TODO:
            found[column.authored_as] = said
    return found


def _is_known(said: str, of_list: str, schema: Schema, root: Path | None) -> bool:
    """Whether a list has a code; where it has not, show those that may be meant."""
    from policy_dataset.cli.codes import codes_of, lines  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.code_search import find  # noqa: PLC0415 - keeps --help quick

    listed = codes_of(of_list, schema, root)
    if any(candidate.code == said for candidate in listed):
        return True
    found = find(said, listed)
    for line in lines(found[:_OFFERED]):
        typer.echo(f"    {line}", err=True)
    if not found:
        tell(f"no code of {of_list} has {said!r}; `policy-dataset codes {of_list}` lists them", err=True)
    return False


def _append(dataset: Path, name: str, table: str, made: str) -> None:
    from policy_dataset.drafting.skeleton import with_record  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.directory import editor_line  # noqa: PLC0415 - keeps --help quick

    path = dataset / name
    parts = Path(name).parts
    of_table = parts[0] in (table, f"{table}.yaml") and path.suffix == ".yaml"
    if not of_table or ".." in parts:
        raise UsageError(
            f"--append {name}: {table} stand in {table}.yaml or in a file of the folder {table}/"
        )
    text = path.read_text(encoding="utf-8") if path.is_file() else editor_line(dataset, name, table)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(with_record(text, made, file=name), encoding="utf-8", newline="\n")
    line = text.count("\n") + 2
    typer.echo(f"{name}:{line}  {made.split(chr(10), 1)[0].removeprefix('- ')}")
