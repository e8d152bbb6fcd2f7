"""The text at hand has the name of a source but is not the text that was coded."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Put the coded text back, or take over the new one and make its anchors again.",
)
