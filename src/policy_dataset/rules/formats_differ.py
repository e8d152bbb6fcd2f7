"""The two files of a table, read back, do not hold the same rows.

CSV and Parquet of one table are one table; nothing is published where they would differ.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="release",
    about="package",
    hint="Report this as a fault of the library, with the record; nothing was published.",
)
