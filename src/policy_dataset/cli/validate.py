"""``policy-dataset validate``."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from datetime import date as date_type
from pathlib import Path
from typing import Annotated

import typer

from policy_dataset.cli.bar import Bar
from policy_dataset.cli.bulk_files import Shown, judge_files
from policy_dataset.cli.output import LIMIT, QUIET, choose_outlets, show_report
from policy_dataset.cli.watching import watch_files
from policy_dataset.report.forms import form_names

_FORM = f"Form of what is printed, or of the file when there is one: {', '.join(form_names())}."
_OUTPUT = (
    "File for the report beside what is printed; may be given several times. Its suffix implies the form: "
    ".txt, .json, .xml (junit), .sarif, .html, .md."
)
_LIMIT = "Print so many problems of one rule at most, 0 for all; totals are always said."


_PATHS = "Directory of a dataset, the one that holds dataset.yaml; with --table, CSV and Parquet files and folders."
_TABLE = "Judge files that hold this table as published, of any length."
_AGAINST = "With --table: the package whose other tables the files refer to."
_ENGINE = "What computes the rules: polars, duckdb or spark, where the extra of that name is installed."
_MASTER = "With --engine spark: where Spark runs, as local[4] or spark://host:7077."


def command(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help=_PATHS)] = None,
    table: Annotated[str | None, typer.Option(metavar="NAME", help=_TABLE)] = None,
    against: Annotated[Path | None, typer.Option(metavar="PACKAGE", help=_AGAINST)] = None,
    engine: Annotated[str, typer.Option(metavar="NAME", help=_ENGINE)] = "polars",
    master: Annotated[str | None, typer.Option(metavar="URL", help=_MASTER)] = None,
    texts: Annotated[Path | None, typer.Option(help="File or folder with the texts of the sources.")] = None,
    form: Annotated[str | None, typer.Option("--format", metavar="FORM", help=_FORM)] = None,
    output: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=_OUTPUT)] = None,
    limit: Annotated[int, typer.Option(min=0, help=_LIMIT)] = LIMIT,
    date: Annotated[
        str | None, typer.Option(help="Day on which silenced rules expire, as 2026-01-26; today.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse warnings too.")] = False,  # noqa: FBT002 - typer's flag
    watch: Annotated[  # noqa: FBT002 - typer's flag
        bool, typer.Option("--watch", help="Judge again each time a file changes, until Ctrl-C.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=QUIET)] = False,  # noqa: FBT002 - typer's flag
) -> None:
    """Judge the records of a dataset; every problem is told at its file, line and column."""
    from policy_dataset.model.standard import standard_schema  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.pipeline import check  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.records.rewrite import repairs_in  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.tables.engines.registry import choose_engine  # noqa: PLC0415 - as above

    outlets = choose_outlets(form, output or ())
    if table is not None:
        _only_of_directories({"--watch": watch, "--texts": texts is not None, "--date": date is not None})
        shown = Shown(outlets=outlets, strict=strict, limit=limit or None, quiet=quiet)
        chosen = choose_engine(engine, master=master)
        raise typer.Exit(judge_files(paths or [], table=table, against=against, engine=chosen, shown=shown))
    path = _one_directory(paths or ["."], against)
    today = _day(date)

    def judged() -> int:
        began = time.perf_counter()
        # An engine keeps what it has opened: each judgement has its own.
        chosen = choose_engine(engine, master=master)
        with Bar(quiet=quiet) as bar:
            checked = check(path, texts=texts, today=today, engine=chosen, progress=bar)
        meta = checked.curation.meta
        return show_report(
            checked.report,
            outlets=outlets,
            strict=strict,
            root=path,
            name=meta.id if meta is not None else path.resolve().name,
            limit=limit or None,
            seconds=time.perf_counter() - began,
            repairs=repairs_in(path, standard_schema()),
        )

    if watch:
        watch_files([p for p in (path, texts) if p is not None], judged)
    raise typer.Exit(judged())


def _one_directory(paths: list[str], against: Path | None) -> Path:
    if len(paths) > 1 or against is not None:
        raise typer.BadParameter("several paths, or --against, go with --table NAME", param_hint="PATH")
    return Path(paths[0])


def _only_of_directories(given: dict[str, bool]) -> None:
    for option in (name for name, is_given in given.items() if is_given):
        raise typer.BadParameter("goes with the directory of a dataset, not with --table", param_hint=option)


def _day(text: str | None) -> date_type:
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-01-26", param_hint="--date") from None
