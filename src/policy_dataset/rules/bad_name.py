"""A line of `names.txt` is no name: it is too long, or holds a clause.

The list lets official names through the check against copied sentences, and a sentence in it would let itself through.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="List the name of a body, law, meeting or programme alone; take out the clause around it.",
)
