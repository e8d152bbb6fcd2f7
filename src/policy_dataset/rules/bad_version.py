"""The version of the dataset is no semantic version.

Versions are compared, and readers judge by them what an update may break: three numbers joined by points, as Semantic
Versioning 2.0.0 says.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Write three numbers joined by points, such as 1.0.0.",
)
