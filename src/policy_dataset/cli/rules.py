"""``policy-dataset rules``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from policy_dataset.cli.output import Format


def command(
    form: Annotated[Format, typer.Option("--format", help="Form of the list.")] = Format.TEXT,
) -> None:
    """List every rule: id, severity, the version that had it first, and what it is about."""
    from policy_dataset.rules.catalogue import all_rules  # noqa: PLC0415 - keeps --help quick

    rules = all_rules().values()
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
