"""A published cell is not what the words of its source say, or none were found.

Found by `policy-dataset verify`, which derives every value of a package anew from the texts.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="coverage",
    about="package",
    hint="Build the package anew from its records; never edit a published table.",
)
