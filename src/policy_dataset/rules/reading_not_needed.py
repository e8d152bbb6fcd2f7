"""A figure has a `reading` though it reads by itself.

A reading states what words say that hold no numeral (free of charge: 0 yuan). Elsewhere it would be a number typed by
hand.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="derivation", hint="Leave `reading` out.")
