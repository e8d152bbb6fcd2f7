"""A file or folder of the dataset is a symbolic link.

A dataset stands alone; what a link points to may not be there, or may not be meant for publishing.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Put the file itself into the directory."
)
