"""The spans of a source are malformed, empty, out of order, overlap or end behind the text."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="sources",
    hint="Give each part of the file as start,end in code points, first to last, joined by `;`.",
)
