"""What validation found, as one value to go through, count and render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.errors import PolicyDatasetError
from policy_dataset.problems import Problem, Severity

if TYPE_CHECKING:
    from policy_dataset.report.setting import Setting


class InvalidDataError(PolicyDatasetError):
    """Data that was asked to be valid is not; `report` says why."""

    def __init__(self, report: Report) -> None:
        first = next(iter(report.errors), None)
        where = f", the first at {first.file}:{first.line}: {first.message}" if first is not None else ""
        super().__init__(f"{report.counts['severity']['error']} errors{where}")
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
    root
        Directory that was judged, for showing its lines; no part of what makes two reports equal.
    untold
        Number of further problems of each rule: of long tables in bulk, the first of each rule are told and all counted.
    """

    problems: tuple[Problem, ...]
    faults: tuple[tuple[str, str], ...] = ()
    records: Mapping[str, int] | None = None
    root: Path | None = field(default=None, compare=False, repr=False)
    untold: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        problems: Iterable[Problem],
        faults: Iterable[tuple[str, str]] = (),
        records: Mapping[str, int] | None = None,
        *,
        root: Path | None = None,
        untold: Mapping[str, int] | None = None,
    ) -> Report:
        """Make a report; problems are sorted and said once."""
        said = tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))
        return cls(said, tuple(faults), records, root, untold or {})

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
        """Number of problems by severity and by rule, told or not."""
        by_severity = Counter(str(p.severity) for p in self.problems)
        by_rule = Counter(p.code for p in self.problems)
        severities = {p.code: str(p.severity) for p in self.problems}
        for rule, number in self.untold.items():
            by_rule[rule] += number
            by_severity[severities.get(rule, str(Severity.ERROR))] += number
        return {
            "severity": {str(s): by_severity.get(str(s), 0) for s in Severity},
            "rule": dict(sorted(by_rule.items())),
        }

    @property
    def total(self) -> int:
        """Number of all problems, told or not."""
        return len(self.problems) + sum(self.untold.values())

    def __iter__(self) -> Iterator[Problem]:
        """Go through the problems."""
        return iter(self.problems)

    def __len__(self) -> int:
        """Count the problems that are told."""
        return len(self.problems)

    def __repr__(self) -> str:
        """Return the counts in short."""
        counts = self.counts["severity"]
        return f"Report({counts['error']} errors, {counts['warning']} warnings, {len(self.faults)} faults)"

    def raise_for_errors(self) -> None:
        """Raise where something must be mended.

        Raises
        ------
        InvalidDataError
            With this report.
        """
        if not self.valid:
            raise InvalidDataError(self)

    def render(self, form: str, setting: Setting | None = None) -> str:
        """Return the report in the form of that name.

        Parameters
        ----------
        form
            ``text``, ``json``, ``junit``, ``sarif``, ``github``, ``html``, ``markdown``.
        setting
            What stands around the report; without it, the lines of `root` and the rules of this library.
        """
        from policy_dataset.report.forms import render  # noqa: PLC0415 - renderers know the report

        return render(form, self, setting or self._setting())

    def to_text(self, *, limit: int | None = 50, say: Callable[[str], str] = str) -> str:
        """Return the report as plain text; at most `limit` problems of one rule are shown, the rest are counted.

        `say` turns its own words, not those of problems, into another language.
        """
        return self.render("text", replace(self._setting(), limit=limit, say=say))

    def to_json(self) -> str:
        """Return the report as JSON; its schema is ``schemas/report.schema.json``."""
        return self.render("json")

    def to_junit(self) -> str:
        """Return the report as JUnit XML, for servers that show tests."""
        return self.render("junit")

    def to_sarif(self) -> str:
        """Return the report as SARIF 2.1.0, for code scanning and editors."""
        return self.render("sarif")

    def to_github(self) -> str:
        """Return the report as annotations for the log of a GitHub Actions run."""
        return self.render("github")

    def to_html(self) -> str:
        """Return the report as one HTML page that needs nothing else."""
        return self.render("html")

    def to_markdown(self) -> str:
        """Return the counts and the first problems as Markdown."""
        return self.render("markdown")

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from policy_dataset.report.html_report import fragment  # noqa: PLC0415 - renderers know the report

        return fragment(self, self._setting())

    def _setting(self) -> Setting:
        from policy_dataset.report.setting import PLAIN, Setting  # noqa: PLC0415 - renderers know the report
        from policy_dataset.report.source_files import SourceFiles  # noqa: PLC0415 - for renderers alone
        from policy_dataset.rules.catalogue import all_rules  # noqa: PLC0415 - imports every rule

        source_line = SourceFiles(self.root) if self.root is not None else PLAIN.source_line
        return Setting(source_line=source_line, rules=all_rules())
