from __future__ import annotations

import re

import pytest

from catalogue.declared import railway
from policy_dataset.catalogue.codebook import codebook
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import columns

SCHEMAS = {"railway": railway(), "standard": standard_schema()}


@pytest.fixture(params=SCHEMAS)
def schema(request):
    return SCHEMAS[request.param]


@pytest.mark.parametrize("name", ["codebook.md", "codebook.html"])
def test_every_published_column_and_every_code_can_be_linked_to(schema, name):
    ids = re.findall(r'id="([^"]+)"', codebook(schema)[name])
    wanted = {t.table_name for t in schema.published}
    wanted |= {f"{t.table_name}.{c}" for t in schema.published for c in columns(t)}
    wanted |= {f"codelist.{n}.{code}" for n, codes in schema.codelists.items() for code in codes}
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["codebook.md", "codebook.html"])
def test_every_link_leads_somewhere(schema, name):
    text = codebook(schema)[name]
    ids = set(re.findall(r'id="([^"]+)"', text))
    links = re.findall(r'\]\(#([^)]+)\)|href="#([^"]+)"', text)
    assert {a or b for a, b in links} <= ids


def test_every_row_of_a_markdown_table_has_as_many_cells_as_its_header(schema):
    for block in codebook(schema)["codebook.md"].split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1, rows[0]


def test_labels_stand_in_both_languages():
    book = codebook(standard_schema())["codebook.md"]
    assert "`flexible_workers`" in book
    assert "灵活就业人员" in book
    assert "Flexibly employed people" in book


def test_it_is_told_what_to_do_with_a_deprecated_code():
    assert "Deprecated: use `narrow`." in codebook(railway())["codebook.md"]


def test_only_what_applies_to_the_tables_is_explained():
    assert 'id="reading-evidence"' in codebook(railway())["codebook.html"]
    assert 'id="reading-figures"' not in codebook(railway())["codebook.html"]
    assert 'id="reading-figures"' in codebook(standard_schema())["codebook.html"]


def test_tables_that_are_not_published_are_left_out():
    assert 'id="waivers"' not in codebook(standard_schema())["codebook.html"]


def test_the_same_declarations_give_the_same_pages(schema):
    assert codebook(schema) == codebook(schema)


def test_the_html_page_stands_alone(schema):
    page = codebook(schema)["codebook.html"]
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "\r" not in page
