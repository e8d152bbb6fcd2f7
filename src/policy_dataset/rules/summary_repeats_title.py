"""A summary says what the title says and nothing more."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    summary, title = (
        nw.col(name).str.to_lowercase().str.strip_chars(" .") for name in ("summary_en", "title_en")
    )
    return summary == title


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="measures",
    column="summary_en",
    fails=_fails,
    message="the summary repeats the title",
    hint="Leave the summary out, or say what the title does not.",
)
