"""A record gives one field twice.

YAML readers keep one of the two and say nothing, so one of the author's statements is lost.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Keep one of the two.")
