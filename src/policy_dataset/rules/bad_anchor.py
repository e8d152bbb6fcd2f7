"""A text that should be an anchor is none.

An anchor is `source#char=start,end;sha256=` and 16 hex digits. In brackets YAML splits it at its comma: write one
anchor a line.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="sources", hint="Make it with `policy-dataset anchor`."
)
