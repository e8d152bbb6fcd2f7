"""A schema or page that follows from the declarations is not what they make now."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="catalogue",
    about="declarations",
    hint="Run `policy-dataset schemas` and commit what it writes.",
)
