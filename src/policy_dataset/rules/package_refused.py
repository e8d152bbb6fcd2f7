"""An independent reader of data packages refuses the package that was to be published."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="release",
    about="package",
    hint="Mend the record, or the declaration of its table if the value is right.",
)
