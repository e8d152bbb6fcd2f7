"""What validation found, as one value to go through, count and render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.problems import Problem, Severity


class InvalidDataError(PolicyDatasetError):
    """Data that was asked to be valid is not; `report` says why."""

    def __init__(self, report: Report) -> None:
        first = next(iter(report.errors), None)
        where = f", the first at {first.file}:{first.line}: {first.message}" if first is not None else ""
        super().__init__(f"{len(report.errors)} errors{where}")
        self.report = report


@dataclass(frozen=True)
class Report:
    """Problems in the order of files and places, faults of rules, and how much was looked at.

    Attributes
    ----------
    problems
        Sorted by file, line and column.
    faults
        Rules that could not be judged, as (rule, error).
    records
        Number of rows that were judged, by table.
    """

    problems: tuple[Problem, ...]
    faults: tuple[tuple[str, str], ...] = ()
    records: Mapping[str, int] | None = None

    @classmethod
    def of(
        cls,
        problems: Iterable[Problem],
        faults: Iterable[tuple[str, str]] = (),
        records: Mapping[str, int] | None = None,
    ) -> Report:
        """Make a report; problems are sorted and said once."""
        return cls(tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key)), tuple(faults), records)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that must be mended."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems that should be mended."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def valid(self) -> bool:
        """Whether there is no error and every rule was judged."""
        return not self.errors and not self.faults

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Number of problems by severity and by rule."""
        by_severity = Counter(str(p.severity) for p in self.problems)
        by_rule = Counter(p.code for p in self.problems)
        return {
            "severity": {str(s): by_severity.get(str(s), 0) for s in Severity},
            "rule": dict(sorted(by_rule.items())),
        }

    def __iter__(self) -> Iterator[Problem]:
        """Go through the problems."""
        return iter(self.problems)

    def __len__(self) -> int:
        """Count the problems."""
        return len(self.problems)

    def __repr__(self) -> str:
        """Return the counts in short."""
        return f"Report({len(self.errors)} errors, {len(self.warnings)} warnings, {len(self.faults)} faults)"

    def raise_for_errors(self) -> None:
        """Raise where something must be mended.

        Raises
        ------
        InvalidDataError
            With this report.
        """
        if not self.valid:
            raise InvalidDataError(self)

    def to_json(self) -> str:
        """Return the report as JSON; its schema is ``schemas/report.schema.json``."""
        from policy_dataset.report.json_report import render  # noqa: PLC0415 - renderers know the report

        return render(self)

    def to_text(self) -> str:
        """Return the report as plain text."""
        from policy_dataset.report.text_report import render  # noqa: PLC0415 - renderers know the report

        return render(self)
