"""Messages of problems in another language, found by the English ones.

Rooms say what they found in English, in the place where they know it, and no room knows that other languages exist. Here
an English message is told apart by its template again: the format string of its rule, or one of the phrases that rooms
build. What stood in the template's braces is carried over as it is; ``{name:words}`` in a translation says that it is a
phrase itself and is looked up too, and a sentence with a part that has no translation stays English as a whole. What reports and commands say around messages is found in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from string import Formatter
from typing import Any, Protocol, TypeAlias

from policy_dataset.problems import Problem

ENGLISH = "en"
_WORDS, _EITHER = "words", "either"
_FITS = {"": r".*?", "name": r"\S+?", "code": r"`[^`]*`(?:, `[^`]*`)*"}
"""What may stand in the braces of an English template, by what follows their name."""
_ENGLISH = re.compile(r"[A-Za-z]{2,}[,:]? [a-z]{2,}")
"""More than a name or a code: it reads like a sentence."""
_RULES, _PHRASES, _FIELDS, _WORDS_FILE = "rules.toml", "phrases.toml", "fields.toml", "words.toml"
_ROOT = files(__package__)

Pairs: TypeAlias = "tuple[tuple[str, str], ...]"


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

    def read(name: str) -> Mapping[str, Any]:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))

    return Catalogue(
        read(_RULES),
        tuple((english, other) for english, other in read(_PHRASES)["phrases"]),
        read(_FIELDS)["fields"],
        tuple((english, other) for english, other in read(_WORDS_FILE)["words"]),
    )


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be said in one language.

    Attributes
    ----------
    rules
        By rule: ``explanation``, and ``message`` and ``hint`` where the rule has such templates.
    phrases
        Pairs of templates, English first, of what messages and hints say.
    fields
        Descriptions of fields, by the English ones.
    words
        Pairs of templates, English first, of what reports and commands say themselves. They are kept from messages: a
        value there may be a word here.
    """

    rules: Mapping[str, Mapping[str, str]]
    phrases: Pairs
    fields: Mapping[str, str]
    words: Pairs

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
        """Return a text of a message or hint in this language.

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
            filled = self._filled(self._phrases, other, found)
            if filled is not None:
                return filled
        return self._said(self._phrases, text)

    def say(self, text: str) -> str:
        """Return what a report or a command says itself in this language; as it is where no template fits."""
        return self._said(self._words, text) or self.phrase(text) or text

    def _said(self, sayings: _Sayings, text: str) -> str | None:
        exact = sayings.exact.get(text)
        if exact is not None:
            return exact
        for pattern, translation in sayings.patterns:
            found = pattern.fullmatch(text)
            filled = self._filled(sayings, translation, found) if found else None
            if filled is not None:
                return filled
        return None

    @cached_property
    def _phrases(self) -> _Sayings:
        # Within a sentence a description begins small.
        begun_small = ((f"{e[:1].lower()}{e[1:]}", o) for e, o in self.fields.items())
        return _sayings((*begun_small, *self.fields.items(), *self.phrases))

    @cached_property
    def _words(self) -> _Sayings:
        return _sayings(self.words)

    def _filled(self, sayings: _Sayings, template: str, found: re.Match[str]) -> str | None:
        """Return a translation with its braces filled; None where a part of it is a sentence without a translation."""
        parts: list[str] = []
        for literal, name, spec, _ in Formatter().parse(template):
            parts.append(literal)
            if name is None:
                continue
            value = found[name]
            if spec == _WORDS:
                said = self._said(sayings, value) or self.phrase(value)
                if said is None and _ENGLISH.search(value):
                    return None
                value = said or value
            parts.append(value.replace(" or ", " 或 ") if spec == _EITHER else value)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Sayings:
    """Pairs of templates, made ready: those without braces by their text, the others by what tells them."""

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


def _sayings(pairs: Pairs) -> _Sayings:
    exact = {_plain(e): _plain(o) for e, o in pairs if not list(fields(e))}
    # The template that says most itself is tried first: others fit more than they mean.
    filled = [(e, o) for e, o in pairs if list(fields(e))]
    filled.sort(key=lambda pair: -sum(len(literal) for literal, *_ in Formatter().parse(pair[0])))
    return _Sayings(exact, tuple((_template(e), o) for e, o in filled))


def fields(template: str) -> Iterator[str]:
    """Go through the names in the braces of a template."""
    return (name for _, name, _, _ in Formatter().parse(template) if name is not None)


@cache
def _template(text: str) -> re.Pattern[str]:
    """Return what tells the texts that were made from a template, and what stood in its braces."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, name, spec, _ in Formatter().parse(text):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_FITS[spec or '']})")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


def _plain(template: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(template))
