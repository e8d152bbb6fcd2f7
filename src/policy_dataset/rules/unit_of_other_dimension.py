"""The printed unit is no unit of what the indicator counts.

The figure belongs to another indicator, or was copied wrong.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="derivation",
    hint="Use an indicator that is counted in the printed unit.",
)
