"""``policy-dataset coverage``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_dataset.cli.app import INVALID, VALID
from policy_dataset.cli.language import in_words, in_words_of
from policy_dataset.cli.output import progress, tell

if TYPE_CHECKING:
    from policy_dataset.pipeline import Checked
    from policy_dataset.sources.texts import SourceText


def command(
    path: Annotated[
        Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")
    ] = Path(),
    texts: Annotated[
        Path | None, typer.Option(help="File or folder with the texts; else the lock tells.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help="Write what is left to a file instead; with the texts at hand it holds their words."
        ),
    ] = None,
) -> None:
    """Tell what of the sources no record and no waiver accounts for yet, in page order."""
    from policy_dataset.pipeline import check  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.sources.texts import open_texts  # noqa: PLC0415 - keeps --help quick

    checked = check(path, texts=texts, progress=progress)
    progress("")
    coded = {t.sha256: t for t in open_texts(texts).by_sha256.values()}
    open_places = [
        line
        for source, locked in checked.proof.lock.sources.items()
        for line in _open_places(checked, source, coded.get(locked.file_sha256))
    ]
    if output is None:
        for line in open_places:
            typer.echo(line)
    else:
        output.write_text("".join(f"{line}\n" for line in open_places), encoding="utf-8", newline="\n")
    for source in checked.proof.lock.sources:
        typer.echo(_line(checked, source))
    unsure = list(_unsure(checked))
    for line in unsure:
        typer.echo(line)
    left = len(checked.books.open)
    if left:
        tell(f"{left} left" if output is None else f"{left} left → {output}")
    elif not unsure:
        tell("everything is accounted for")
    raise typer.Exit(INVALID if left or unsure else VALID)


_KEEPS_FROM_KNOWING = (
    "text_not_at_hand",
    "source_changed",
    "stale_waiver",
    "bad_lock",
    "missing_meta",
    "yaml_syntax",
)


def _unsure(checked: Checked) -> Iterator[str]:
    """Go through what keeps the books from being whole: sources that were not examined, records that are drafts."""
    declared = [row.cells.get("source_id") for row in checked.curation.rows.get("sources", ())]
    for source in declared:
        if source not in checked.proof.lock.sources:
            yield in_words(f"{source} was not examined: neither its text nor a lock that knows it is at hand")
    if not declared:
        yield in_words("no source is declared, so nothing was examined")
    for problem in in_words_of(checked.report).problems:
        if problem.rule in _KEEPS_FROM_KNOWING:
            yield f"{problem.file}:{problem.line}:{problem.column}  {problem.rule}: {problem.message}"
    todos = {(p.table, p.record) for p in checked.report if p.rule == "todo_left"}
    if todos:
        yield in_words(f"{len(todos)} records are drafts: they hold a todo")


_COUNTED = {"numeral": "numerals", "sentence": "sentences"}


def _line(checked: Checked, source: str) -> str:
    parts = []
    for kind, counted_things in _COUNTED.items():
        counted = checked.books.counts().get((source, kind), {})
        total = sum(counted.values())
        done, waived = total - counted.get("open", 0), counted.get("waived", 0)
        parts.append(f"{in_words(counted_things)} {done}/{total} {in_words(f'(waived {waived})')}")
    return f"{source}  {'  '.join(parts)}"


def _open_places(checked: Checked, source: str, text: SourceText | None) -> Iterator[str]:
    for entry in checked.books.open:
        if entry.source != source:
            continue
        kind = f"{entry.numeral.kind} " if entry.numeral is not None else ""
        if text is None:
            yield f"{source}#char={entry.start},{entry.end}  {kind}{entry.kind}"
            continue
        line = text.text.count("\n", 0, entry.start) + 1
        column = entry.start - text.text.rfind("\n", 0, entry.start)
        words = text.text[entry.start : entry.end].replace("\n", " ")
        yield f"{text.file}:{line}:{column}  {kind}{entry.kind}  {words}"
