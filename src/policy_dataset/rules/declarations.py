"""What is wrong with rules that somebody adds, found before any data is read: a rule that is never asked finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_dataset.errors import DeclarationError
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import columns
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Rule


def check_rules(rules: Mapping[str, Rule], schema: Schema) -> None:
    """Refuse rules of one's own that name a table or a column that is not there, or stand under another name.

    Tables of this library may be missing in a schema: rules about them are not asked there.

    Raises
    ------
    DeclarationError
        Naming the rule and what may be meant.
    """
    own = {name: rule for name, rule in rules.items() if rule is not all_rules().get(name)}
    if not own:
        return
    tables = dict.fromkeys(table.table_name for table in (*schema, *standard_schema()))
    for name, rule in own.items():
        if rule.id != name:
            raise DeclarationError(
                f"the rule {rule.id!r} stands under {name!r}: write rules={{rule.id: rule}}"
            )
        for table in (rule.table, *rule.needs):
            if table is not None:
                _check(f"the rule {name} looks at {table!r}, which is no table", table, tables)
        if rule.table is not None and rule.table in schema:
            known = columns(schema[rule.table])
            for column in (rule.column, *rule.reads):
                if column is not None:
                    _check(
                        f"the rule {name} names {column!r}, which is no column of {rule.table}", column, known
                    )


def _check(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    there_are = f"There are: {', '.join(names)}."
    if name not in names:
        raise DeclarationError(f"{what}. {did_you_mean(name, names, otherwise=there_are)}")
