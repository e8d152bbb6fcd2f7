"""A figure is not what stands at its anchor.

The figure is the only place where a number is written. Its canonical form must hash to the digest of its first
anchor; this is checked without the page.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Copy the figure letter for letter from the source.",
)
