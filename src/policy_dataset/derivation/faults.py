"""What the notation says of a text, as a problem of the field that holds it."""

from __future__ import annotations

from policy_dataset.problems import Problem

FIGURE_FIELDS = ("figure", "reading")


NEEDS_REFERENCE = "[needs_reference]"


def needs_reference(problem: Problem) -> bool:
    """Whether a period could not be read for want of the day that its source was published."""
    return problem.message.endswith(NEEDS_REFERENCE)


def unreadable(problem: Problem, field: str, text: str) -> Problem:
    """Return a notation's problem under the code of a dataset's rule; the notation's own code stays in the message."""
    code = "figure_unreadable" if field in FIGURE_FIELDS else "period_unreadable"
    return problem.at(code=code, message=f"{problem.message} [{problem.code}]", field=field, value=text)
