"""A data file of a package is not the one that was published: its size or SHA-256 is not the one in `datapackage.json`."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="release",
    about="package",
    hint="Build or download the package again.",
)
