"""``policy-dataset rules``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_dataset.cli.app import FAULT, INVALID, VALID
from policy_dataset.cli.output import Format, tell

if TYPE_CHECKING:
    from policy_dataset.trying import Trial

_SHOWN = 5
"""So many finds of a rule are shown for each thing it is tried on; the rest is counted."""

_LONGEST = 200
"""Engines tell whole plans when a rule is wrong; so many characters say what of it is."""


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="With --trial: datasets, packages, embedded releases; without, all."
        ),
    ] = None,
    trial: Annotated[  # noqa: FBT002 - typer's flag
        bool,
        typer.Option("--trial", help="Take rules for errors and tell what would break; leave with 1 if any."),
    ] = False,
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Try this rule; several times.")
    ] = None,
    texts: Annotated[Path | None, typer.Option(help="Texts of sources, for rules that read them.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Form of the list.")] = Format.TEXT,
) -> None:
    """List every rule: id, severity, the version that had it first, what it is about; or try rules before they bind."""
    from policy_dataset.errors import UsageError  # noqa: PLC0415 - keeps --help quick

    if trial:
        raise typer.Exit(_try(paths, select or (), texts, form))
    if paths or select:
        raise UsageError("rules are listed without a path; give --trial to try them on one")
    _list(form)


def _list(form: Format) -> None:
    from policy_dataset.cli.language import rules_in_words  # noqa: PLC0415 - keeps --help quick

    rules = rules_in_words().values()
    if form is Format.JSON:
        listed = [
            {"id": r.id, "severity": str(r.severity), "since": r.since, "explanation": r.explanation}
            for r in rules
        ]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    width = max(len(r.id) for r in rules)
    for rule in rules:
        first = " ".join(rule.explanation.split("\n\n")[0].split())
        typer.echo(f"{rule.id:{width}}  {rule.severity!s:7}  {rule.since}  {first}")


def _try(
    paths: list[str] | None, select: list[str] | tuple[str, ...], texts: Path | None, form: Format
) -> int:
    from policy_dataset.errors import NotFoundError  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.nearest import did_you_mean  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.text_report import counted  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.rules.catalogue import all_rules  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.trying import everything, try_rules  # noqa: PLC0415 - keeps --help quick

    rules = all_rules()
    for name in select:
        if name not in rules:
            hint = did_you_mean(name, rules, otherwise="`policy-dataset rules` lists them.")
            raise NotFoundError(f"there is no rule '{name}'. {hint}")
    tried = [try_rules(p, select or rules, texts=texts) for p in paths or everything(Path())]
    if form is Format.JSON:
        typer.echo(json.dumps([_plain(t) for t in tried], ensure_ascii=False, indent=2))
    else:
        for one in tried:
            _show(one)
        broken = sum(bool(t.problems) for t in tried)
        tell(f"{broken} of {len(tried)} would break")
        unsure = {rule for t in tried for rule, _ in t.faults}
        if unsure:
            tell(f"{counted(len(unsure), 'rule')} could not be judged")
    if any(t.faults for t in tried):
        return FAULT
    return INVALID if any(t.problems for t in tried) else VALID


def _plain(trial: Trial) -> dict[str, object]:
    found = [
        {
            "rule": p.rule,
            "file": p.file,
            "line": p.line,
            "table": p.table,
            "record": p.record,
            "message": p.message,
        }
        for p in trial.problems
    ]
    return {"tried": trial.name, "problems": found, "faults": [list(f) for f in trial.faults]}


def _show(trial: Trial) -> None:
    from policy_dataset.cli.language import in_words, problems_in_words  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.characters import on_one_line  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.report.text_report import counted, first_of_each_rule  # noqa: PLC0415 - keeps --help quick

    told = counted(len(trial.problems), "error") if trial.problems else "nothing would break"
    typer.echo(f"{trial.name}: {in_words(told)}")
    shown, left = first_of_each_rule(trial.problems, _SHOWN)
    for p in problems_in_words(shown):
        place = f"{p.file}:{p.line}:{p.column}" if p.file is not None else f"{p.table}/{p.record}"
        typer.echo(f"    {p.rule}  {place}  {p.message}")
    for rule, number in left.items():
        typer.echo(f"    {rule}  {in_words(f'and {number} more')}")
    for rule, error in trial.faults:
        typer.echo(f"    {rule}  {in_words('could not be judged')}: {on_one_line(error)[:_LONGEST]}")
