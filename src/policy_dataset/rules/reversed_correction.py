"""A correction marks a stretch as missing text, but it is not empty, or the other way round.

A missing character has no length; everything else has.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

def _fails() -> nw.Expr:
    return ((nw.col("kind") == "missing_character") & (nw.col("char_end") > nw.col("char_start") + 8)) | ((nw.col("kind") == "stray_text") & (nw.col("char_end") == nw.col("char_start")))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="corrections",
    column='kind',
    fails=_fails,
    message='the place {char_start},{char_end} does not fit a {kind}',
    hint='Anchor the neighbours of a missing character, and the stray words themselves.',
)
