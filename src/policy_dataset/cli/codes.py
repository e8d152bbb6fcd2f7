"""``policy-dataset codes``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_dataset.cli.app import INVALID, VALID
from policy_dataset.cli.output import Format, say, tell

if TYPE_CHECKING:
    from policy_dataset.model.code_search import Candidate
    from policy_dataset.model.schema import Schema

_EXPLAINED = 5
"""With so few codes found, their definitions are told too."""


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="LIST", help="Name of a list; without it, the lists.")
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD", help="Word of a code, label, definition; English or Chinese."),
    ] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="Directory of a dataset whose own actors, places, indicators count too."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Form of the list.")] = Format.TEXT,
) -> None:
    """Find a code by a word in either language, or list the codes of a list, or the lists."""
    from policy_dataset.model.code_search import find  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick

    schema = standard_schema()
    if name is None:
        _show_lists(schema, form)
        return
    known = codes_of(name, schema, dataset)
    asked = " ".join(word or ())
    found = find(asked, known) if asked else known
    if form is Format.JSON:
        typer.echo(json.dumps([c.cells() for c in found], ensure_ascii=False, indent=2))
    else:
        say("".join(f"{line}\n" for line in lines(found, explained=bool(asked) and len(found) <= _EXPLAINED)))
    if not found:
        tell(f"no code of {name} has {asked!r}; `policy-dataset codes {name}` lists them", err=True)
    raise typer.Exit(VALID if found else INVALID)


def codes_of(name: str, schema: Schema, dataset: Path | None) -> Sequence[Candidate]:
    """Return the codes of a list: a dataset's own records, then those of the library.

    Raises
    ------
    NotFoundError
        When there is no list of that name.
    """
    from policy_dataset.model.code_search import REFERENCE, candidates, of_row  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.vocabulary import key_of  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.curation import read_curation  # noqa: PLC0415 - keeps --help quick

    own: list[Candidate] = []
    authored = [t.table_name for t in schema.authored]
    if dataset is not None and name in authored:
        (key,) = key_of(schema[name])
        rows = read_curation(dataset, schema).rows.get(name, ())
        own = [of_row(row.cells, key) for row in rows if row.cells.get(key)]
        if name not in REFERENCE:
            return own
    return [*own, *candidates(name, schema.codelists)]


def lines(found: Iterable[Candidate], *, explained: bool = False) -> Iterator[str]:
    """Go through the lines that tell codes, in columns; what was deprecated says what took its place."""
    listed = list(found)
    width = max((len(c.code) for c in listed), default=0)
    wide = max((len(c.label_en) for c in listed), default=0)
    for candidate in listed:
        instead = (
            f"  deprecated; use {' or '.join(candidate.replaced_by) or 'another'}"
            if candidate.deprecated
            else ""
        )
        yield f"{candidate.code:{width}}  {candidate.label_en:{wide}}  {candidate.label_zh}{instead}".rstrip()
        if explained:
            yield from (f"    {text}" for text in (candidate.definition_en, candidate.definition_zh) if text)
            if candidate.variants:
                yield f"    {' | '.join(candidate.variants)}"


def _show_lists(schema: Schema, form: Format) -> None:
    from policy_dataset.model.code_search import candidates, list_names  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.vocabulary import columns  # noqa: PLC0415 - keeps --help quick

    used: dict[str, list[str]] = {}
    for table in schema:
        for column in columns(table).values():
            named = column.codelist or column.references
            if named is not None and column.authored:
                used.setdefault(named, []).append(f"{table.table_name}.{column.authored_as}")
    listed = [
        (n, len(candidates(n, schema.codelists)), used.get(n, [])) for n in list_names(schema.codelists)
    ]
    if form is Format.JSON:
        typer.echo(json.dumps([{"list": n, "codes": c, "used_in": u} for n, c, u in listed], indent=2))
        return
    width = max(len(n) for n, *_ in listed)
    for name, count, fields in listed:
        typer.echo(f"{name:{width}}  {count:5}  {', '.join(fields)}".rstrip())
