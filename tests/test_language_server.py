"""What contributors see in their editor: the YAML language server on a dataset just begun, without a network.

``npm install yaml-language-server`` anywhere, and its folder ``node_modules/.bin`` on the path, or in
``YAML_LANGUAGE_SERVER`` the path of the server itself.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from language_server import Server
from policy_dataset.cli.app import VALID, run
from policy_dataset.model.standard import standard_schema

SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")

pytestmark = pytest.mark.skipif(
    SERVER is None or shutil.which("node") is None,
    reason="node or yaml-language-server is not here: npm install yaml-language-server",
)

MODELINE = "# yaml-language-server: $schema=../schemas/{table}.schema.json\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("editor") / "my-province"
    assert run(["init", str(root)]) == VALID
    return root


@pytest.fixture(scope="module")
def server(dataset):
    made = Server([str(SERVER), "--stdio"], dataset)
    yield made
    made.close()


def labels(items):
    return [item["label"] for item in items]


def test_the_example_has_no_mark(server, dataset):
    for name in (
        "measures/example.yaml",
        "statistics/example.yaml",
        "sources.yaml",
        "dataset.yaml",
        "waivers.yaml",
    ):
        uri = server.open(name, (dataset / name).read_text(encoding="utf-8"))
        assert server.diagnostics(uri) == [], name


def test_names_of_fields_are_offered(server):
    uri = server.open("measures/fields.yaml", MODELINE.format(table="measures") + "- id: a\n  t\n")
    offered = labels(server.complete(uri, 2, 3))
    assert {"title_en", "title_zh", "topic"} <= set(offered)
    written = {c.authored_as for c in standard_schema().authored_columns("measures").values()}
    assert written - {"id"} <= set(offered)


def test_codes_are_offered(server):
    uri = server.open("measures/codes.yaml", MODELINE.format(table="measures") + "- id: a\n  topic: \n")
    offered = labels(server.complete(uri, 2, 9))
    topics = [c for c, e in standard_schema().codelists["topics"].items() if not e.deprecated]
    assert set(topics) <= set(offered)


def test_codes_in_a_list_are_offered(server):
    uri = server.open(
        "measures/list.yaml", MODELINE.format(table="measures") + "- id: a\n  target_groups:\n    - \n"
    )
    assert "older_people" in labels(server.complete(uri, 3, 6))


def test_a_wrong_code_is_marked_where_it_stands(server, dataset):
    text = (
        (dataset / "measures/example.yaml")
        .read_text(encoding="utf-8")
        .replace("topic: elderly_care", "topic: eldery_care")
    )
    uri = server.open("measures/wrong.yaml", text)
    (mark,) = server.diagnostics(uri)
    line = text.splitlines().index("  topic: eldery_care")
    assert mark["range"]["start"] == {"line": line, "character": 9}
    assert mark["range"]["end"]["character"] == 20
    assert "elderly_care" in mark["message"]


def test_an_unknown_field_is_marked(server, dataset):
    text = (
        (dataset / "statistics/example.yaml")
        .read_text(encoding="utf-8")
        .replace("  figure: 12个", "  figur: 12个")
    )
    uri = server.open("statistics/wrong.yaml", text)
    marks = server.diagnostics(uri)
    assert any("figur" in m["message"] for m in marks)


def test_a_field_is_explained_in_our_words(server, dataset):
    text = (dataset / "statistics/example.yaml").read_text(encoding="utf-8")
    uri = server.open("statistics/hover.yaml", text)
    line = text.splitlines().index("  figure: 12个")
    told = server.hover(uri, line, 4)
    assert standard_schema().column("statistics", "figure").description[:40] in told


def test_a_code_is_explained_in_both_languages(server, dataset):
    text = (dataset / "measures/example.yaml").read_text(encoding="utf-8")
    uri = server.open("measures/hover.yaml", text)
    line = text.splitlines().index("  topic: elderly_care")
    told = server.hover(uri, line, 12)
    assert "Care for older people" in told
    assert "养老服务" in told
