"""Messages of problems in another language, found by the English ones.

Rooms say what they found in English, in the place where they know it, and no room knows that other languages exist. Here
an English message is told apart by its template again: the format string of its rule, or one of the phrases that rooms
build. What stood in the template's braces is carried over as it is; ``{name:words}`` in a translation says that it is a
phrase itself and is looked up too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from string import Formatter
from typing import Protocol

from policy_dataset.problems import Problem

ENGLISH = "en"
_WORDS = "words"
_RULES, _PHRASES = "rules.toml", "phrases.toml"
_ROOT = files(__package__)


class RuleWords(Protocol):
    """What is needed of a rule: its templates."""

    @property
    def message(self) -> str:
        """Format string of its messages."""
        ...

    @property
    def hint(self) -> str:
        """Format string of its hints."""
        ...


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are."""
    return (ENGLISH, *sorted(f.name for f in _ROOT.iterdir() if (f / _RULES).is_file()))


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language other than English; `languages` tells which there are."""
    folder = _ROOT / language
    rules = tomllib.loads((folder / _RULES).read_text(encoding="utf-8"))
    phrases = tomllib.loads((folder / _PHRASES).read_text(encoding="utf-8"))["phrases"]
    return Catalogue(rules, tuple((english, other) for english, other in phrases))


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be said in one language.

    Attributes
    ----------
    rules
        By rule: ``explanation``, and ``message`` and ``hint`` where the rule has such templates.
    phrases
        Pairs of templates, English first.
    """

    rules: Mapping[str, Mapping[str, str]]
    phrases: tuple[tuple[str, str], ...]

    def explanation(self, rule: str) -> str | None:
        """Return what there is to say about a rule."""
        return self.rules.get(rule, {}).get("explanation")

    def hint_of(self, rule: str) -> str | None:
        """Return the hint of a rule as its page tells it, braces and all."""
        return self.rules.get(rule, {}).get("hint")

    def problem(self, problem: Problem, rules: Mapping[str, RuleWords]) -> Problem:
        """Return a problem with its message and hint in this language; in English what has no translation."""
        rule, words = rules.get(problem.code), self.rules.get(problem.code, {})
        message = self.phrase(problem.message, rule.message if rule else "", words.get("message", ""))
        hint = self.phrase(problem.hint, rule.hint if rule else "", words.get("hint", ""))
        return replace(problem, message=message or problem.message, hint=hint or problem.hint)

    def phrase(self, text: str, english: str = "", other: str = "") -> str | None:
        """Return a text in this language.

        Parameters
        ----------
        english, other
            A pair of templates to try before the phrases.

        Returns
        -------
        None
            When no template fits.
        """
        if english and other and (found := _template(english).fullmatch(text)):
            return self._filled(other, found)
        exact = self._exact.get(text)
        if exact is not None:
            return exact
        for pattern, translation in self._patterns:
            if found := pattern.fullmatch(text):
                return self._filled(translation, found)
        return None

    @cached_property
    def _exact(self) -> Mapping[str, str]:
        return {_plain(e): _plain(o) for e, o in self.phrases if not list(fields(e))}

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        # The template that says most itself is tried first: others fit more than they mean.
        sayings = [(e, o) for e, o in self.phrases if list(fields(e))]
        sayings.sort(key=lambda pair: -sum(len(literal) for literal, *_ in Formatter().parse(pair[0])))
        return tuple((_template(e), o) for e, o in sayings)

    def _filled(self, template: str, found: re.Match[str]) -> str:
        parts: list[str] = []
        for literal, name, spec, _ in Formatter().parse(template):
            parts.append(literal)
            if name is not None:
                value = found[name]
                parts.append((self.phrase(value) or value) if spec == _WORDS else value)
        return "".join(parts)


def fields(template: str) -> Iterator[str]:
    """Go through the names in the braces of a template."""
    return (name for _, name, _, _ in Formatter().parse(template) if name is not None)


@cache
def _template(text: str) -> re.Pattern[str]:
    """Return what tells the texts that were made from a template, and what stood in its braces."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


def _plain(template: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(template))
