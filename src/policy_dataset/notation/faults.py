"""How this room reports a text that it cannot read: a code, the offending characters, one accepted spelling."""

from __future__ import annotations

from dataclasses import dataclass

from policy_dataset.problems import Problem

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """A reading that failed at a place; becomes a `Problem` once the whole text is at hand."""

    code: str
    start: int
    end: int
    says: str
    hint: str = ""

    def problem(self, text: str) -> Problem:
        """Return the problem, naming the offending characters of `text`."""
        end = max(self.start, min(self.end, len(text)))
        offending = text[self.start : end] or text[self.start :]
        message = f"“{offending}” {self.says}" if offending else self.says
        return Problem(
            code=self.code,
            message=message,
            hint=self.hint,
            start=min(self.start, len(text)),
            end=end,
            value=text[:LONGEST],
        )
