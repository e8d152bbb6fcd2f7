"""The language that people are spoken to: `POLICY_DATASET_LANG`, English where it is not set."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from policy_dataset.errors import PolicyDatasetError, UsageError
from policy_dataset.messages.catalogue import ENGLISH, Catalogue, catalogue, languages
from policy_dataset.problems import Problem
from policy_dataset.report.report import Report
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Rule

VARIABLE = "POLICY_DATASET_LANG"


def language_asked() -> str:
    """Return the language that is asked for, as its catalogue is named.

    Raises
    ------
    UsageError
        When there is none for that language.
    """
    asked = os.environ.get(VARIABLE) or ENGLISH
    # As locales are written: zh, zh_CN.UTF-8, zh-Hans.
    language = asked.replace("-", "_").split("_")[0].split(".")[0].lower()
    if language in ("c", "posix"):
        return ENGLISH
    if language not in languages():
        raise UsageError(f"{VARIABLE} is {asked!r}; languages are {', '.join(languages())}")
    return language


def spoken() -> Catalogue | None:
    """Return the catalogue of the language that is asked for; None for English."""
    language = language_asked()
    return None if language == ENGLISH else catalogue(language)


def in_words_of(report: Report) -> Report:
    """Return a report whose messages and hints are in the language that is asked for."""
    return replace(report, problems=tuple(problems_in_words(report.problems)))


def problems_in_words(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Go through problems, their messages and hints in the language that is asked for."""
    words = spoken()
    return (p if words is None else words.problem(p, all_rules()) for p in problems)


def in_words(text: str) -> str:
    """Return what a report or a command says in the language that is asked for; as it is where it has no translation."""
    words = spoken()
    return text if words is None else words.say(text)


def text_of(report: Report) -> str:
    """Return a report as text in the language that is asked for."""
    return in_words_of(report).to_text(say=in_words)


def misuse_in_words(error: PolicyDatasetError) -> str:
    """Return what was wrong with a command in the language that is asked for; in English where that is what was wrong."""
    try:
        return in_words(str(error))
    except UsageError:
        return str(error)


def problem_in_words(problem: Problem) -> str:
    """Return one problem in the language that is asked for: what it is, and the hint on a line of its own."""
    (told,) = problems_in_words([problem])
    return f"{told.message}\n    {in_words('hint: ')}{told.hint}"


def rules_in_words() -> Mapping[str, Rule]:
    """Return the rules with their explanations and hints in the language that is asked for."""
    words = spoken()
    if words is None:
        return all_rules()
    return {
        name: replace(
            rule,
            explanation=words.explanation(name) or rule.explanation,
            hint=words.hint_of(name) or rule.hint,
        )
        for name, rule in all_rules().items()
    }


def explained(rule: Rule) -> str | None:
    """Return what there is to say about a rule in the language that is asked for; None for English."""
    words = spoken()
    if words is None:
        return None
    told = [
        " · ".join((rule.id, in_words(str(rule.severity)), in_words(f"since {rule.since}"))),
        words.explanation(rule.id) or rule.explanation,
    ]
    if hint := words.hint_of(rule.id) or rule.hint:
        told.append(f"{in_words('What to do: ')}{hint}")
    return "\n\n".join(told).replace("``", "`")
