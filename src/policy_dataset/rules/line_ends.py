"""Lines end with CR LF or CR where LF is expected, or both are mixed.

The values are read all the same; but every line of the file looks changed in a comparison of versions.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.WARNING, since="0.1.0", found_by="records", hint="Save the file with LF line ends."
)
