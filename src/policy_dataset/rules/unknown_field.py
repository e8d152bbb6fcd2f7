"""A record has a field that its table does not declare.

Most often it is misspelt; its value would be lost. A field that the library derives is not written by hand either: it
could then differ from what is printed.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Correct the name of the field.")
