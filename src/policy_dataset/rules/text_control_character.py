"""A text holds a control character.

It is invisible and not part of the text; some formats cannot hold it at all.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Remove it.")
