"""What a change of a dataset comes to, as a comment for those who review it: records, coverage, agreement, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policy_dataset.report import markdown_report
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting
from policy_dataset.report.text_report import counted, summary

MARK = "<!-- policy-dataset review {name} -->"
"""First line of every comment: whoever posts it finds the one of the run before by it, a dataset its own."""

CODE_BEGINS, CODE_ENDS = "\x02", "\x03"
"""Stand around ids and values in entries, until all of an entry is made safe."""

_LISTED = 100
_QUOTED = 60
_NO_NAME = re.compile(r"[^a-z0-9-]|-(?=-)")
_ENTITIES = str.maketrans({c: f"&#{ord(c)};" for c in "&<>|[]`*_~@#\\$"})


@dataclass(frozen=True, slots=True)
class Covered:
    """How many numerals or sentences of a source are accounted for, and of how many."""

    accounted: int
    total: int

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.accounted}/{self.total}"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a source that a record rests on, and where they stand."""

    record: str
    words: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """A change, judged and compared with what was there before.

    Attributes
    ----------
    name
        Of the dataset.
    report
        The judgement of the change.
    told
        What changed, on one line.
    sections
        Entries by heading (``Added``, ``Changed``, ``Removed``), ids and values between `CODE_BEGINS` and `CODE_ENDS`.
    not_compared
        Why there is no comparison.
    coverage
        By source and kind: before, where the source was there, and after.
    agreement
        By field: Krippendorff's alpha before and after, as texts.
    quotes
        The words behind records that came or changed, where the text is at hand.
    """

    name: str
    report: Report
    told: str = ""
    sections: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_compared: str = ""
    coverage: Mapping[tuple[str, str], tuple[Covered | None, Covered | None]] = field(default_factory=dict)
    agreement: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    quotes: Sequence[Quoted] = ()


def mark(name: str) -> str:
    """Return the first line of the comments of one dataset; what could end a comment of HTML early is left out."""
    return MARK.format(name=_NO_NAME.sub("", name))


def render(review: Review, setting: Setting = PLAIN) -> str:
    """Return the comment as Markdown that ends with a newline.

    Nothing that stands in records works as Markdown: titles come from whoever opened the change.
    """
    return "\n".join(_lines(review, setting)) + "\n"


def _lines(review: Review, setting: Setting) -> Iterator[str]:
    say = setting.say
    yield mark(review.name)
    yield f"### {_safe(review.name)}{say(': ')}{_safe(say(review.told or 'not compared'))}"
    yield ""
    if review.report.problems or review.report.faults:
        # Its heading is ours already.
        yield markdown_report.render(review.report, replace(setting, name="")).split("\n", 2)[2].rstrip("\n")
    else:
        yield f"**{say('Valid')}**{say(': ')}{summary(review.report, say=say)}"
    if review.not_compared:
        yield ""
        yield _safe(say(review.not_compared))
    for heading, entries in review.sections.items():
        yield ""
        yield f"**{_safe(say(heading))}**"
        yield ""
        yield from (f"- {_safe(entry)}" for entry in entries[:_LISTED])
        if len(entries) > _LISTED:
            yield say(f"- and {len(entries) - _LISTED} more")
    yield from _coverage(review, setting)
    yield from _agreement(review, setting)
    yield from _quotes(review, setting)


def _coverage(review: Review, setting: Setting) -> Iterator[str]:
    if not review.coverage:
        return
    say = setting.say
    heads = " | ".join(say(head) for head in ("source", "of", "before", "after"))
    yield from ("", f"**{say('Coverage')}**", "", f"| {heads} |", "| --- | --- | ---: | ---: |")
    for (source, kind), (before, after) in review.coverage.items():
        changed = before != after
        cells = (str(before or "—"), f"**{after or '—'}**" if changed else str(after))
        yield f"| {_safe(source)} | {say(f'{kind}s')} | {' | '.join(cells)} |"


def _agreement(review: Review, setting: Setting) -> Iterator[str]:
    if not review.agreement:
        return
    say = setting.say
    heads = " | ".join(say(head) for head in ("field", "before", "after"))
    yield from ("", f"**{say('Agreement')}** (alpha)", "", f"| {heads} |", "| --- | ---: | ---: |")
    for name, (before, after) in review.agreement.items():
        yield f"| {_safe(name)} | {before or '—'} | {f'**{after}**' if before != after else after} |"


def _quotes(review: Review, setting: Setting) -> Iterator[str]:
    if not review.quotes:
        return
    told = setting.say(f"{counted(len(review.quotes), 'quote')} of the text at hand")
    yield from ("", f"<details><summary>{told}</summary>", "")
    for quote in review.quotes[:_LISTED]:
        words = " ".join(quote.words.split())
        cut = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
        yield f"- <code>{_safe(quote.record)}</code> “{_safe(cut)}” {_safe(quote.place)}"
    yield from ("", "</details>")


def _safe(text: str) -> str:
    parts = text.replace(CODE_ENDS, CODE_BEGINS).split(CODE_BEGINS)
    plain = [on_one_line(part).translate(_ENTITIES) for part in parts]
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(plain))
