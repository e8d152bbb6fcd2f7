"""A value is an anchor or alias (``&name``, ``*name``).

A record must be readable where it stands, and a few aliases of aliases make a file of billions of values.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Write the value out; put a text that begins with & or * in quotes.",
)
