from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.catalogue.html import to_html
from policy_dataset.catalogue.numerals import number_bounds
from policy_dataset.catalogue.page import Bullets, Grid, GridRow, Heading, Listing, Paragraph, to_markdown


@pytest.mark.parametrize(
    ("text", "markdown", "html"),
    [
        ("plain", "plain", "plain"),
        ("a `code`", "a `code`", "a <code>code</code>"),
        ("a ``code``", "a `code`", "a <code>code</code>"),
        ("joined by `|`", "joined by <code>&#124;</code>", "joined by <code>|</code>"),
        ("[words](#there)", "[words](#there)", '<a href="#there">words</a>'),
        ("a|b <i> *x*", r"a\|b \<i\> \*x\*", "a|b &lt;i&gt; *x*"),
        ("snake_case and _this_", r"snake_case and \_this\_", "snake_case and _this_"),
        ("`<b>`", "`<b>`", "<code>&lt;b&gt;</code>"),
    ],
)
def test_a_text_looks_the_same_in_both_forms(text, markdown, html):
    assert to_markdown([Paragraph(text)]) == f"{markdown}\n"
    assert f"<p>{html}</p>" in to_html("t", [Paragraph(text)])


def test_a_row_can_be_linked_to():
    grid = Grid(("name",), (GridRow(("`a_b`",), "t.a_b"),))
    assert to_markdown([grid]).splitlines()[2] == '| <a id="t.a_b"></a>`a_b` |'
    assert '<tr id="t.a_b">' in to_html("t", [grid])


def test_a_cell_keeps_to_its_line():
    assert to_markdown([Grid(("a",), (GridRow(("one\ntwo",)),))]).count("\n") == 3


def test_a_column_in_another_language_is_marked_as_such():
    grid = Grid(("en", "zh"), (GridRow(("year", "年")),), ("", "zh-Hans"))
    assert '<td lang="zh-Hans">年</td>' in to_html("t", [grid])


def test_the_html_asks_for_nothing_and_closes_what_it_opens():
    blocks = [Heading(1, "A", "a"), Bullets(("x", "y")), Listing("a < b"), Grid(("h",), (GridRow(("c",)),))]
    made = to_html("A & B", blocks)
    assert "default-src 'none'" in made
    assert not [tag for tag in ("<script", "<link", "<img", "src=", "@import", "url(") if tag in made]
    assert "<title>A &amp; B</title>" in made
    _Balanced().feed(made)


class _Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - as the parser calls it
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(st.text(max_size=40))
def test_no_text_breaks_out_of_the_html(text):
    _Balanced().feed(to_html(text, [Paragraph(text), Grid((text,), (GridRow((text,)),))]))


@pytest.mark.parametrize(
    ("pattern", "examples", "bounds"),
    [
        ("[a-z]+", (), None),
        (r"\d+,\d+", (), None),
        ("[0-9]{6}", (), ("integer", 100000, 999999)),
        ("20[0-9]{2}", (), ("integer", 1000, 9999)),
        ("[0-9]+", (), ("integer", 0, None)),
        ("-?[0-9]+", (), ("integer", None, None)),
        (r"[0-9]\.[0-9]", (), ("number", None, None)),
        ("86[0-9]5", ("8615",), ("integer", 1000, 9999)),
    ],
)
def test_the_numbers_that_may_be_texts_of_a_pattern(pattern, examples, bounds):
    found = number_bounds(pattern, examples)
    assert (found and (found.kind, found.minimum, found.maximum)) == bounds
