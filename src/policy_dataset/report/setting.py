"""What a renderer may know beside the report: source lines, rules, repairs, and how to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from policy_dataset.problems import Problem, Severity
from policy_dataset.records.repair import Repair
from policy_dataset.report.excerpts import COLUMNS
from policy_dataset.version import __version__

SourceLine: TypeAlias = Callable[[str, int], "str | None"]
"""Gives a line (from 1) of a file as problems name it; None when it cannot be had."""


class RuleInfo(Protocol):
    """What is told about a rule; `Rule` has it."""

    @property
    def id(self) -> str:
        """Name of the rule."""
        ...

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        ...

    @property
    def since(self) -> str:
        """Version of the library that had it first."""
        ...

    @property
    def explanation(self) -> str:
        """The rule in words: a sentence, then more of it."""
        ...


def no_line(file: str, number: int) -> None:
    """Give no line."""


def no_repairs(file: str) -> tuple[Repair, ...]:  # noqa: ARG001 - the shape of `Setting.repairs`
    """Give no repair."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What stands around a report.

    Attributes
    ----------
    name
        Of the dataset, for titles.
    prefix
        Path from where the reader stands to the directory that was judged: ``datasets/x/``, or nothing.
    source_line
        Lines of the files that were judged.
    rules
        By id; forms that explain rules take their words from here.
    repairs
        The certain repairs of a file.
    limit
        So many problems of one rule are shown in text; None for all.
    seconds
        How long the judgement took, where that is to be said.
    columns
        So many columns of a terminal a line of a file takes at most, with what stands before it.
    colour
        Whether text is coloured for a terminal.
    rule_pages
        Address of the folder that holds the pages of rules, where they can be read; nothing is linked without.
    version
        Of the library.
    say
        Turns a form's own words into the language of the reader; problems come in it already.
    language
        Of the reader: a BCP 47 tag.
    """

    name: str = ""
    prefix: str = ""
    source_line: SourceLine = no_line
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    repairs: Callable[[str], Iterable[Repair]] = no_repairs
    limit: int | None = 50
    seconds: float | None = None
    columns: int = COLUMNS
    colour: bool = False
    rule_pages: str = ""
    version: str = __version__
    say: Callable[[str], str] = str
    language: str = "en"

    def path(self, file: str) -> str:
        """Return the path of a file from where the reader stands."""
        return f"{self.prefix}{file}"

    def page_of(self, rule: str) -> str | None:
        """Return the address of a rule's page; None where nobody said where the pages are."""
        return f"{self.rule_pages.rstrip('/')}/{rule}.md" if self.rule_pages else None

    def line_of(self, problem: Problem) -> str | None:
        """Return the line that a problem is about, if it has one and it can be had."""
        if problem.file is None or problem.line is None:
            return None
        return self.source_line(problem.file, problem.line)


PLAIN = Setting()
"""Nothing known beside the report."""


def first_sentence(rule: RuleInfo) -> str:
    """Return the first paragraph of a rule's explanation on one line."""
    return " ".join(rule.explanation.split("\n\n")[0].split())
