from __future__ import annotations

import os
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from policy_dataset.messages.catalogue import catalogue
from policy_dataset.report import html_report
from policy_dataset.report.html_report import render
from policy_dataset.report.report import Report
from policy_dataset.report.setting import Setting
from report.browser import find_browser, opened
from report.samples import full_width, hostile, report, setting, unknown_code

needs_browser = pytest.mark.skipif(
    find_browser() is None or os.name != "posix", reason="no Chromium is installed here"
)

VOID = {"meta", "link", "input", "br"}


class Structure(HTMLParser):
    """Notes tags and links, and that what is opened is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        told = dict(attrs)
        self.links += [told[name] for name in ("href", "src", "action") if name in told]
        self.ids += [told["id"]] if "id" in told else []
        assert not [name for name in told if name.startswith("on")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


def structure(text: str) -> Structure:
    found = Structure()
    found.feed(text)
    found.close()
    assert not found._open
    return found


def test_a_value_that_looks_like_markup_stays_text():
    found = structure(render(Report.of([hostile()]), setting()))
    assert found.tags.count("script") == 1


def test_nothing_in_the_page_points_outside_it():
    found = structure(render(report(), setting()))
    inside = [link for link in found.links if link.startswith("#")]
    assert [link for link in found.links if link not in inside] == ["data:,"]
    assert {link.removeprefix("#") for link in inside} <= set(found.ids)


def test_the_policy_names_the_script_and_style_by_their_hashes():
    text = render(report(), setting())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")
    assert "unsafe" not in policy


def test_the_source_line_is_shown_with_what_is_wrong_marked():
    text = render(Report.of([unknown_code()]), setting())
    assert "14 │ </span>  instrument: <mark>subsdy_grant</mark></pre>" in text


def test_the_rules_that_are_broken_are_explained():
    text = render(Report.of([unknown_code()]), setting())
    assert '<section class="rule" id="rule-unknown_code">' in text
    assert "A code is not in the codelist of its field." in text
    assert "policy-dataset explain unknown_code" in text


def test_rules_lead_to_their_pages_where_these_can_be_read():
    pages = "https://example.org/rules/"
    text = render(Report.of([unknown_code()]), replace(setting(), rule_pages=pages))
    assert f'<a href="{pages}unknown_code.md">' in text
    assert '<a href="http' not in render(Report.of([unknown_code()]), setting())


def test_a_page_in_another_language_says_nothing_of_its_own_in_english():
    said = catalogue("zh").say
    problems = [replace(p, message="甲", hint="乙") for p in (unknown_code(), full_width())]
    text = render(
        Report.of(problems, records={"measures": 48}), Setting(name="health", say=said, language="zh")
    )
    assert '<html lang="zh">' in text
    shown = re.sub(
        "<style>.*?</style>|<script>.*?</script>|<head>.*?</head>|<[^>]*>", " ", text, flags=re.DOTALL
    )
    known = {"health", "measures", "yaml", "unknown_code", "text_full_width", "policy", "dataset", "explain"}
    assert set(re.findall("[A-Za-z_]{2,}", shown)) - known <= {"SHOWN", "ALL"}


def test_a_valid_report_has_no_table():
    assert "<table>" not in render(Report.of([]), setting())


def test_a_page_holds_so_many_rows_and_says_how_many_there_are(monkeypatch):
    monkeypatch.setattr(html_report, "MAX_ROWS", 3)
    text = render(Report.of([full_width(), *(unknown_code(line=n) for n in range(30, 40))]), setting())
    assert text.count('<tr class="problem"') == 3
    assert "The first 3 of 11 problems, errors before warnings." in text


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "report.html"
    path.write_text(report().render("html", setting()), encoding="utf-8")
    return path


@needs_browser
def test_in_a_browser_the_page_opens_filters_and_searches_and_asks_nobody_for_anything(written, tmp_path):
    shown = "document.querySelectorAll('tr.problem:not([hidden])').length"

    def choose(name, value):
        return (
            f"(() => {{ const field = document.forms[0].elements['{name}']; field.value = '{value}';"
            f" field.dispatchEvent(new Event('input', {{bubbles: true}})); return {shown}; }})()"
        )

    with opened(written, tmp_path / "profile") as page:
        assert page.ask("document.title") == "health · policy-dataset"
        assert page.ask("document.forms[0].hidden") is False
        assert page.ask(shown) == 4
        assert page.ask(choose("severity", "warning")) == 1
        assert page.ask("document.querySelector('output').value") == "1 of 4 shown"
        assert page.ask(choose("rule", "unknown_code")) == 0
        assert page.ask(choose("severity", "")) == 1
        assert page.ask(choose("rule", "")) == 4
        assert page.ask(choose("file", "measures/health.yaml")) == 2
        assert page.ask(choose("words", "SUBSIDY_grant codelist")) == 1
        assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert len(page.screenshot()) > 1000
        assert page.requests == [written.as_uri()] or page.requests == [written.as_uri(), "data:,"]
        assert page.complaints == []


@needs_browser
def test_a_long_line_and_a_long_value_make_the_page_no_wider(tmp_path):
    line = "title_zh: " + "a" * 300
    problem = full_width().at(message=f"'{'x' * 300}' is no code", column=11, end_column=300)
    page_file = tmp_path / "report.html"
    told = replace(setting(), source_line=lambda _file, _number: line)
    page_file.write_text(render(Report.of([problem]), told), encoding="utf-8")
    with opened(page_file, tmp_path / "profile") as page:
        assert page.ask("document.querySelector('pre').textContent.length") > 100
        assert page.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@needs_browser
def test_without_scripts_and_in_the_dark_the_table_is_whole(written, tmp_path):
    with opened(written, tmp_path / "profile", dark=True, scripts=False) as page:
        assert page.ask("document.querySelectorAll('tr.problem:not([hidden])').length") == 4
        assert page.ask("getComputedStyle(document.forms[0]).display") == "none"
        assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
        assert page.complaints == []
