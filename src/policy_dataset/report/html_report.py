"""A report as one page that needs nothing else: a table that is whole without scripts, filters and search with them.

Nothing leaves the page. Its policy allows only the style and the script that it carries, by their hashes, so that a value
which slipped through the escaping would still be no script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files

from policy_dataset.problems import Problem, Severity
from policy_dataset.report.characters import on_one_line
from policy_dataset.report.excerpts import excerpt
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting
from policy_dataset.report.text_report import counted, place, summary

SUFFIXES = (".html", ".htm")

MAX_ROWS = 5_000
"""A page with more rows is slow to search; errors go before warnings."""
FIRST = 20
"""So many problems are told in the short form, for notebooks."""


def render(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as an HTML page that ends with a newline."""
    return "\n".join(_page(report, setting)) + "\n"


def fragment(report: Report, setting: Setting = PLAIN) -> str:
    """Return the report as a piece of HTML without style or script, for notebooks."""
    shown = (*report.errors, *report.warnings)[:FIRST]
    left = report.total - len(shown)
    told = [_verdict(report, setting)]
    if shown:
        told += _table(shown, setting)
    if left:
        more = setting.say(f"and {counted(left, 'more problem')}")
        told.append(f"<p>{_text(more)}</p>")
    return "\n".join(told)


def _page(report: Report, setting: Setting) -> Iterator[str]:
    style, script = _asset("page.css"), _asset("page.js")
    title = f"{setting.name} · policy-dataset" if setting.name else "policy-dataset"
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    yield "<!doctype html>"
    yield f'<html lang="{_text(setting.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_text(policy)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<link rel="icon" href="data:,">'  # or a browser asks a server for one
    yield f"<title>{_text(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{_text(setting.name or setting.say('Report'))}</h1>"
    yield _verdict(report, setting)
    for rule, error in report.faults:
        told = setting.say(f"Fault of the library: rule {rule} could not be judged: {error}")
        yield f'<p class="error">{_text(told)}</p>'
    yield from _problems(report, setting)
    yield f"<script>{script}</script>"
    yield "</body>"
    yield "</html>"


def _problems(report: Report, setting: Setting) -> Iterator[str]:
    if not len(report):
        return
    shown = report.problems
    if len(shown) > MAX_ROWS:
        shown = (*report.errors, *report.warnings)[:MAX_ROWS]
        told = setting.say(f"The first {MAX_ROWS} of {report.total} problems, errors before warnings.")
        yield f"<p>{_text(told)}</p>"
    elif report.untold:
        told = setting.say(
            f"{len(shown)} of {report.total} problems: of rows in bulk, the first of each rule."
        )
        yield f"<p>{_text(told)}</p>"
    say = setting.say
    yield '<form class="filters" hidden>'
    yield f'<label>{_text(say("Search"))}<input type="search" name="words" autocomplete="off"></label>'
    yield from _choice("severity", "Severity", {str(s): say(str(s)) for s in Severity}, say)
    yield from _choice("rule", "Rule", {rule: rule for rule in sorted({p.code for p in shown})}, say)
    yield from _choice("file", "File", {p.file: p.file for p in shown if p.file}, say)
    # The script puts in the numbers.
    yield f'<output aria-live="polite" data-told="{_text(say("SHOWN of ALL shown"))}"></output>'
    yield "</form>"
    yield from _table(shown, setting)
    yield from _rules(report, setting)


def _choice(name: str, label: str, options: Mapping[str, str], say: Callable[[str], str]) -> Iterator[str]:
    yield f'<label>{_text(say(label))}<select name="{name}">'
    yield f'<option value="">{_text(say("all"))}</option>'
    for option, shown in options.items():
        yield f'<option value="{_text(option)}">{_text(shown)}</option>'
    yield "</select></label>"


def _table(problems: Iterable[Problem], setting: Setting) -> Iterator[str]:
    heads = "".join(
        f'<th scope="col">{_text(setting.say(head))}</th>'
        for head in ("Place", "Severity", "Rule", "Problem")
    )
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for problem in problems:
        yield from _row(problem, setting)
    yield "</tbody></table>"


def _row(problem: Problem, setting: Setting) -> Iterator[str]:
    rule, severity = _text(problem.code), _text(problem.severity)
    file = _text(problem.file or "")
    yield f'<tr class="problem" data-severity="{severity}" data-rule="{rule}" data-file="{file}">'
    yield f'<td class="place"><code>{_text(place(problem, setting))}</code></td>'
    yield f'<td class="{severity}">{_text(setting.say(str(problem.severity)))}</td>'
    yield f'<td><a href="#rule-{rule}">{rule}</a></td>'
    yield f'<td><div class="message">{_text(problem.message)}</div>'
    line = setting.line_of(problem)
    if line is not None:
        seen = excerpt(line, problem.column or 1, problem.end_column)
        left, right = ("…" if cut else "" for cut in (seen.cut_left, seen.cut_right))
        marked = f"<mark>{_text(seen.marked)}</mark>" if problem.column is not None else _text(seen.marked)
        gutter = f'<span class="gutter">{problem.line} │ </span>'
        yield f"<pre>{gutter}{left}{_text(seen.before)}{marked}{_text(seen.after)}{right}</pre>"
    if problem.hint:
        yield f'<div class="hint">{_text(problem.hint)}</div>'
    yield "</td></tr>"


def _rules(report: Report, setting: Setting) -> Iterator[str]:
    yield f"<h2>{_text(setting.say('Rules that are broken'))}</h2>"
    for rule, number in report.counts["rule"].items():
        yield f'<section class="rule" id="rule-{_text(rule)}">'
        yield f"<h3>{_text(rule)}{_text(setting.say(': '))}{_text(setting.say(counted(number, 'problem')))}</h3>"
        yield from _explained(rule, setting)
        yield "</section>"


def _explained(rule: str, setting: Setting) -> Iterator[str]:
    known = setting.rules.get(rule)
    if known is not None:
        yield from (f"<p>{_text(' '.join(part.split()))}</p>" for part in known.explanation.split("\n\n"))
    page = setting.page_of(rule)
    link = "" if page is None else f'<a href="{_text(page)}">{_text(page)}</a> · '
    yield f"<p>{_text(setting.say('More: '))}{link}<code>policy-dataset explain {_text(rule)}</code></p>"


def _verdict(report: Report, setting: Setting) -> str:
    verdict = setting.say("Valid" if report.valid else "Not valid")
    return (
        f"<p><b>{_text(verdict)}</b>{_text(setting.say(': '))}{_text(summary(report, say=setting.say))}</p>"
    )


def _text(text: str) -> str:
    return escape(on_one_line(text))


def _asset(name: str) -> str:
    return "\n" + files("policy_dataset.report").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
