"""No unit can be told for a figure, because its indicator is not known.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="derivation", hint='Name a known indicator.')
