"""A summary says what the title says and nothing more."""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Findings]:
    # Engines differ in what the small letters of rare alphabets are: Python says it for all of them.
    rows = tables.judge_distinct("measures", ["summary_en", "title_en"], _repeats)
    yield Findings("measures", rows, "summary_en", reads=("title_en",))


def _repeats(summary: str, title: str) -> bool:
    return summary.lower().strip(" .") == title.lower().strip(" .")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("measures",),
    message="the summary repeats the title",
    hint="Leave the summary out, or say what the title does not.",
)
