"""A text given as a source is larger than any page or report."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="sources", hint="Split it.")
