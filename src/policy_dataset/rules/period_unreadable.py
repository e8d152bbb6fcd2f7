"""A period or date cannot be read, does not exist, or needs a date to be resolved against."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="derivation",
    hint="Write the period as printed, or as EDTF.",
)
