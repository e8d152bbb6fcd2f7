"""An `ignores` entry of dataset.yaml silences nothing.

The fault was mended or the entry is misspelt; left there, it would hide the next one.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.WARNING, since="0.1.0", found_by="records", hint="Remove it.")
