"""A Parquet file lacks a column that its table needs, or has one that the table does not declare."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="tables", hint="Name the columns as published.")
