"""A file or a single text in it is larger than any record needs."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Split the file, or shorten the text."
)
