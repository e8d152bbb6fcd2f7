"""``policy-dataset explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from policy_dataset.errors import NotFoundError


def command(rule: Annotated[str, typer.Argument(help="Id of a rule, as reports show it.")]) -> None:
    """Explain one rule."""
    from policy_dataset.catalogue.rule_pages import explain  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.cli.language import explained  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.model.nearest import did_you_mean  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.rules.catalogue import all_rules  # noqa: PLC0415 - keeps --help quick

    rules = all_rules()
    if rule not in rules:
        hint = did_you_mean(rule, rules, otherwise="`policy-dataset rules` lists them.")
        raise NotFoundError(f"there is no rule '{rule}'. {hint}")
    typer.echo(explained(rules[rule]) or explain(rules[rule]))
