"""A text is `todo`, or begins with it: a draft left it to the curator.

`policy-dataset draft` writes what it can prove, such as figures, places and anchors, and leaves a `todo` where somebody has
to read and decide. Nothing else is said of such a field.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Fill in what the field's description asks for, or remove the record.",
)
