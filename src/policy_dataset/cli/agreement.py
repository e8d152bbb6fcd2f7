"""``policy-dataset agreement``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from policy_dataset.cli.app import INVALID
from policy_dataset.cli.language import in_words
from policy_dataset.cli.output import Format

if TYPE_CHECKING:
    from policy_dataset.agreement.agreement import Comparison
    from policy_dataset.agreement.tasks import Said, Task

COLUMNS = ("units", "percent", "kappa", "alpha")


def command(
    path: Annotated[
        Path, typer.Argument(help="Directory of a dataset, the one that holds dataset.yaml.")
    ] = Path(),
    form: Annotated[Format, typer.Option("--format", help="Form of the result.")] = Format.TEXT,
) -> None:
    """Tell how far independent codings agree, field by field, and list what they do not agree on."""
    from policy_dataset.agreement.agreement import agreement_rows, compare  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.agreement.codings import (  # noqa: PLC0415 - keeps --help quick
        coding_of_dataset,
        codings_of,
    )
    from policy_dataset.agreement.tasks import tasks  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.cli.language import text_of  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.errors import NotFoundError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.curation import read_curation  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.report import Report  # noqa: PLC0415 - keeps --help quick

    curation = read_curation(path, standard_schema())
    codings = codings_of(curation)
    if not codings:
        raise NotFoundError(f"{path} has no second coding: put one into codings/NAME/, with a scope.yaml")
    faulty = Report.of([p for coding in codings for p in coding.problems])
    if not faulty.valid:
        typer.echo(text_of(faulty), nl=False, err=True)
        raise typer.Exit(INVALID)
    compared = compare(curation, codings)
    rows, open_tasks = agreement_rows(curation, compared), tasks(compared, coding_of_dataset(curation))
    if form is Format.JSON:
        typer.echo(json.dumps(_plain(rows, compared, open_tasks), ensure_ascii=False, indent=2))
        return
    _show_rows(rows)
    for comparison in compared:
        typer.echo(_found(comparison))
    for task in open_tasks:
        typer.echo(_line(task))


def _plain(
    rows: list[dict[str, Any]], compared: tuple[Comparison, ...], open_tasks: tuple[Task, ...]
) -> dict[str, Any]:
    return {
        "agreement": [{"field": row["field"], **{c: _number(row.get(c)) for c in COLUMNS}} for row in rows],
        "found": [_counts(comparison) for comparison in compared],
        "disagreements": [task.cells() for task in open_tasks],
    }


def _number(value: Any) -> int | str | None:
    """Return a count as it is and a decimal as text, so that no reader makes a float of it."""
    return value if value is None or isinstance(value, int) else str(value)


def _show_rows(rows: list[dict[str, Any]]) -> None:
    width = max(len(row["field"]) for row in rows)
    typer.echo(f"{'field':{width}}" + "".join(f"{name:>10}" for name in COLUMNS))
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in COLUMNS)
        typer.echo(f"{row['field']:{width}}" + "".join(f"{cell:>10}" for cell in cells))


def _counts(comparison: Comparison) -> dict[str, Any]:
    from policy_dataset.agreement.agreement import found_shares  # noqa: PLC0415 - keeps --help quick

    both = len(comparison.both)
    made = {c: both + len(alone) for c, alone in zip(comparison.coders, comparison.alone, strict=True)}
    shares = {name: _number(share) for name, share in found_shares(comparison).items()}
    return {"table": comparison.table.table_name, "made": made, "both": both, **shares}


def _found(comparison: Comparison) -> str:
    counts = _counts(comparison)
    first, second = comparison.coders
    table, one, other, both = counts["table"], counts["made"][first], counts["made"][second], counts["both"]
    recall, precision, f1 = (counts[name] or "-" for name in ("recall", "precision", "f1"))
    return in_words(
        f"{table}: {first} {one}, {second} {other}, both {both}; {second} has {recall} of {first}'s, "
        f"{first} has {precision} of {second}'s, F1 {f1}"
    )


def _line(task: Task) -> str:
    places = "  ".join(place for _, place in task.said if place is not None)
    said = " | ".join(_said(coder, one) for coder, one in zip(task.coders, task.said, strict=True))
    if task.now is None:
        now = in_words("(dataset: no record)")
    else:
        value, place = task.now
        now = in_words(f"(dataset: {value}, {place})")
    return f"{places}  {task.table}/{task.field or 'found'}  {task.record}  {said}  {now}"


def _said(coder: str, said: Said) -> str:
    return f"{coder}: {said[0]}"
