"""A Parquet file cannot be read."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="tables", hint="Write it again; it may be cut off."
)
