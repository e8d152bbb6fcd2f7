"""A file is not UTF-8.

Another encoding cannot be told from a damaged file, and a wrong guess changes words without a trace. A workbook or a compressed file that is called `.csv` is no text at all.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Save the file as UTF-8.")
