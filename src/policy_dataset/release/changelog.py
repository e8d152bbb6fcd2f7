"""The changelog of a dataset: ``CHANGELOG.md`` in its directory, one section a version, as Keep a Changelog has it.

It is the one place that says of which day a release is: builds read it there, so that the same directory gives the same
bytes on any day.

References
----------
https://keepachangelog.com/en/1.1.0/
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from policy_dataset.errors import UsageError

CHANGELOG = "CHANGELOG.md"

# As people write them: with or without brackets, link and "v", any dash, words after the day ("[YANKED]").
_HEADING = re.compile(
    r"^## +\[?v?(?P<version>unreleased|\d[^\]\s]*)\]?(?P<link>\(\S*\))?(?:[ \t]+[-–—][ \t]+(?P<day>\S+))?(?P<rest>.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_UNRELEASED = "unreleased"
_CAUSES = re.compile(r"\n*<!-- causes: (?P<causes>[^>]*) -->\n?")


def new_changelog(title: str) -> str:
    """Return a changelog without versions."""
    return (
        f"# Changelog of {title}\n\n"
        "What changed in the data, from release to release. Versions follow the rule in the README of the package.\n"
    )


def has_version(text: str, version: str) -> bool:
    """Whether a changelog has a section for a version."""
    return any(h["version"] == version for h in _HEADING.finditer(text))


def day_of(text: str, version: str) -> dt.date | None:
    """Return the day that a changelog gives for a version; None where it gives none.

    Raises
    ------
    UsageError
        What it gives is no day.
    """
    for heading in _HEADING.finditer(text):
        if heading["version"] == version and heading["day"]:
            try:
                return dt.date.fromisoformat(heading["day"])
            except ValueError:
                raise UsageError(
                    f"{CHANGELOG} gives {heading['day']!r} as the day of {version}; a day is written 2026-02-01"
                ) from None
    return None


def with_day(text: str, version: str, day: dt.date) -> str:
    """Return a changelog that gives the day of a version it has a section for.

    Raises
    ------
    UsageError
        It gives another day.
    """
    given = day_of(text, version)
    if given is not None and given != day:
        raise UsageError(f"{CHANGELOG} says that {version} is of {given}; {day} was asked for")

    def dated(heading: re.Match[str]) -> str:
        ours = heading["version"] == version
        link, rest = heading["link"] or "", heading["rest"].rstrip()
        return f"## [{version}]{link} - {day}{rest}" if ours else heading[0]

    return _HEADING.sub(dated, text)


def with_section(text: str, section: str) -> str:
    """Return a changelog with a new section on top of the earlier versions.

    What stood under ``[Unreleased]`` moves into the section, after its heading: words of the curator are kept.
    """
    headings = list(_HEADING.finditer(text))
    waiting = next((h for h in headings if h["version"].lower() == _UNRELEASED), None)
    if waiting is None:
        at = headings[0].start() if headings else len(text)
        return f"{text[:at].rstrip()}\n\n{section.strip()}\n\n{text[at:]}".rstrip() + "\n"
    end = next((h.start() for h in headings if h.start() > waiting.start()), len(text))
    own_words = text[waiting.end() : end].strip()
    heading, _, entries = section.strip().partition("\n")
    body = "\n\n".join(part for part in (heading, own_words, entries.strip()) if part)
    return f"{text[: waiting.end()]}\n\n{body}\n\n{text[end:]}".rstrip() + "\n"


def causes_of(text: str, version: str) -> tuple[str, ...]:
    """Return the causes that are noted in the section of a version: ``CAUSE`` or ``TABLE/ID=CAUSE``."""
    found = _CAUSES.search(_section(text, version))
    return tuple(found["causes"].split()) if found else ()


def with_causes(text: str, version: str, causes: Iterable[str]) -> str:
    """Return a changelog that notes causes in the section of a version.

    As a comment, which readers do not see: whoever makes the release anew, another machine too, need not give them again.
    """
    section = _section(text, version)
    noted = " ".join(causes)
    if not section or not noted:
        return text
    plain = _CAUSES.sub("\n", section).rstrip()
    rest = "\n" if text.endswith(section) else "\n\n"
    return text.replace(section, f"{plain}\n\n<!-- causes: {noted} -->{rest}")


def _section(text: str, version: str) -> str:
    headings = list(_HEADING.finditer(text))
    ends = [h.start() for h in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=False):
        if heading["version"] == version:
            return text[heading.start() : end]
    return ""


def first_section(version: str, summary: str, day: dt.date | None) -> str:
    """Return the section of a first release, which has nothing to be compared with."""
    heading = f"## [{version}]" + (f" - {day}" if day else "")
    return f"{heading}\n\nFirst release.\n\n### Added\n\n- {summary}\n"
