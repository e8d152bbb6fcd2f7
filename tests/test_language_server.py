"""What contributors see in their editor: the YAML language server on a dataset just begun, without a network.

``npm install yaml-language-server`` anywhere, and its folder ``node_modules/.bin`` on the path, or in
``YAML_LANGUAGE_SERVER`` the path of the server itself.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
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

_numbers = count()
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


def at(server, schema: str, text: str):
    """Open a file that follows a schema; `¦` in its text is the place that is asked about."""
    # A name of its own: a server keeps what it read of a file by its version.
    file = f"any/{schema}{next(_numbers)}.yaml"
    text = f"{MODELINE.format(table=schema)}{text}"
    before, _, after = text.partition("¦")
    uri = server.open(file, before + after)
    return uri, before.count("\n"), len(before) - before.rfind("\n") - 1


def test_the_example_has_no_mark(server, dataset):
    files = sorted(
        p for p in dataset.rglob("*.yaml") if not p.relative_to(dataset).as_posix().startswith(".")
    )
    assert len(files) >= len(standard_schema().authored)
    for file in files:
        uri = server.open(file.relative_to(dataset).as_posix(), file.read_text(encoding="utf-8"))
        assert server.diagnostics(uri) == [], file


OFFERED = {
    "code of a nested record": (
        "measures", "- id: a\n  actors:\n    - actor: x\n      role: ¦\n", {"lead", "implements"}
    ),
    "fields of a nested record": ("measures", "- id: a\n  actors:\n    - ¦\n", {"actor", "role"}),
    "code where an id alone would do": (
        "measures", "- id: a\n  locations:\n    - location: CN\n      role: ¦\n", {"applies", "route"}
    ),
    "fields where an id alone would do": ("measures", "- id: a\n  locations:\n    - ¦\n", {"location", "role"}),
    "what evidence is for": ("measures", "- id: a\n  evidence:\n    ¦\n", {"record", "period", "actors"}),
    "figure as what evidence is for": ("statistics", "- id: a\n  evidence:\n    ¦\n", {"figure", "period"}),
    "kind of place": ("locations", "- id: a\n  kind: ¦\n", {"prefecture", "railway_line"}),
    "fields of a place": ("locations", "- id: a\n  ¦\n", {"name_zh", "gbt2260", "parent", "members"}),
    "fields of a source": ("sources", "- id: a\n  ¦\n", {"publisher", "file_sha256", "spans"}),
    "kind of actor": ("actors", "- id: a\n  kind: ¦\n", {"hospital", "legislature"}),
    "topic of an indicator": ("indicators", "- id: a\n  topic: ¦\n", {"elderly_care"}),
    "fields of a unit": ("units", "- id: a\n  ¦\n", {"symbol", "factor_to_base"}),
    "why nothing is coded": ("waivers", "- id: a\n  reason: ¦\n", {"background", "idiom"}),
    "kind of damage": ("corrections", "- id: a\n  kind: ¦\n", {"stray_text"}),
    "fields of dataset.yaml": ("dataset", "id: a\n¦\n", {"licenses", "contributors", "ignores"}),
    "fields of an ignore": ("dataset", "ignores:\n  - ¦\n", {"rule", "record", "reason", "expires"}),
    "who made the records": ("dataset", "origin: ¦\n", {"person", "model", "rule"}),
}  # fmt: skip


@pytest.mark.parametrize("case", OFFERED)
def test_what_is_offered_in_every_kind_of_file(case, server):
    schema, text, wanted = OFFERED[case]
    place = at(server, schema, text)
    assert wanted <= set(labels(server.complete(*place)))


MARKED = {
    "code of a nested record": ("measures", "- id: a\n  actors:\n    - actor: x\n      role: ¦leed\n", "lead"),
    "code where an id alone would do": (
        "measures", "- id: a\n  locations:\n    - location: CN\n      role: ¦aplies\n", "applies"
    ),
    "field where an id alone would do": (
        "measures", "- id: a\n  locations:\n    - location: CN\n      ¦rol: applies\n", "rol is not allowed"
    ),
    "field that evidence is for": (
        "statistics", "- id: a\n  evidence:\n    ¦figur: x#char=0,1;sha256=0000000000000000\n", "figur is not allowed"
    ),
    "evidence that is no anchor": ("statistics", "- id: a\n  evidence: ¦page 3\n", "This is no anchor"),
    "one of several anchors": (
        "statistics",
        "- id: a\n  evidence:\n    figure:\n      - x#char=0,1;sha256=0000000000000000\n      - ¦page 3\n",
        "This is no anchor",
    ),
    "kind of place": ("locations", "- id: a\n  kind: ¦prefektur\n", "prefecture"),
    "why nothing is coded": ("waivers", "- id: a\n  reason: ¦idiot\n", "idiom"),
    "field of dataset.yaml": ("dataset", "¦licence: CC-BY-4.0\n", "licence is not allowed"),
    "who made the records": ("dataset", "origin: ¦persn\n", "person"),
}  # fmt: skip


@pytest.mark.parametrize("case", MARKED)
def test_what_is_wrong_is_marked_where_it_stands(case, server):
    schema, text, told = MARKED[case]
    uri, line, column = at(server, schema, text)
    start = {"line": line, "character": column}
    marks = [m["message"] for m in server.diagnostics(uri) if m["range"]["start"] == start]
    assert any(told in message for message in marks), marks


EXPLAINED = {
    "nested field": ("measures", "- id: a\n  actors:\n    - actor: x\n      ro¦le: lead\n", "actor is to the measure"),
    "nested code": ("measures", "- id: a\n  actors:\n    - actor: x\n      role: le¦ad\n", "牵头"),
    "what a place of evidence proves": ("statistics", "- id: a\n  evidence:\n    fig¦ure: x\n", "Proves"),
    "kind of place": ("locations", "- id: a\n  kind: pref¦ecture\n", "地级"),
    "field of a source": ("sources", "- id: a\n  lang¦uage: zh-Hans\n", "BCP 47"),
    "field of a licence": ("dataset", "licenses:\n  - na¦me: CC-BY-4.0\n", "SPDX"),
}  # fmt: skip


@pytest.mark.parametrize("case", EXPLAINED)
def test_what_is_pointed_at_is_explained(case, server):
    schema, text, told = EXPLAINED[case]
    place = at(server, schema, text)
    assert told in server.hover(*place)


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
