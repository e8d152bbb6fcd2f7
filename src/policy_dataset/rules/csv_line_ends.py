"""Lines of a CSV file end in different ways, or with a lone CR.

Readers disagree on where such a file's rows end. LF throughout and CR LF throughout are both fine.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Save the file with one kind of line end throughout, LF or CR LF.",
)
