"""Nothing that the library says of data is missing in another language, and nothing is lost on the way."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import policy_dataset
from policy_dataset.cli.app import INVALID, MISUSE, VALID, run
from policy_dataset.messages.catalogue import catalogue, fields, languages
from policy_dataset.problems import Problem
from policy_dataset.rules.catalogue import all_rules

SOURCE = Path(policy_dataset.__file__).parent
FIXTURES = Path(__file__).parent / "rules"
OTHERS = [language for language in languages() if language != "en"]
CHINESE = re.compile("[\u4e00-\u9fff]")

pytestmark = pytest.mark.parametrize("language", OTHERS)


def test_every_rule_is_explained(language):
    said = catalogue(language).rules
    assert set(all_rules()) <= set(said)
    for name in said:
        assert CHINESE.search(said[name]["explanation"]), name


def test_every_template_of_a_rule_has_its_counterpart_with_the_same_names(language):
    for name, rule in all_rules().items():
        words = catalogue(language).rules[name]
        for part in ("message", "hint"):
            english = getattr(rule, part)
            assert (part in words) == bool(english), (name, part)
            assert set(fields(english)) == set(fields(words.get(part, ""))), (name, part)


def test_paragraphs_of_an_explanation_are_as_many_as_in_english(language):
    for name, rule in all_rules().items():
        said = catalogue(language).rules[name]["explanation"]
        assert said.count("\n\n") == rule.explanation.strip().count("\n\n"), name


def test_phrases_keep_their_names_and_are_said_once(language):
    phrases = catalogue(language).phrases
    for english, other in phrases:
        assert set(fields(english)) == set(fields(other)), english
        # What holds nothing but values and signs has nothing to translate.
        assert CHINESE.search(other) or not re.search("[a-z]{2}", re.sub(r"\{.*?\}", "", english)), english
    assert len({english for english, _ in phrases}) == len(phrases)


def values(text: str) -> set[str]:
    """What a message says of the data: quoted words, code and numbers."""
    quoted = re.findall(r"'([^' ]+)'|“([^”]+)”|`([^`]+)`", text)
    return {part for found in quoted for part in found if part} | set(
        re.findall(r"[0-9a-f]*[0-9][0-9a-f]*", text)
    )


def expected():
    for file in sorted(FIXTURES.glob("*/expected.json")):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            yield pytest.param(entry, id=f"{file.parent.name}-{entry['rule']}-{entry['line']}")


@pytest.mark.parametrize("entry", list(expected()))
def test_what_fixtures_of_rules_say_has_its_counterpart_with_the_same_values(entry, language):
    problem = Problem(code=entry["rule"], message=entry["message"], hint=entry["hint"])
    said = catalogue(language).problem(problem, all_rules())
    for part in ("message", "hint"):
        english, other = getattr(problem, part), getattr(said, part)
        if english:
            assert other != english, part
            assert CHINESE.search(re.sub("“[^”]*”", "", other)), other
            assert values(english) <= values(other) | set(re.findall(r"\S+", other)) | set(
                re.findall("[0-9a-f]*[0-9][0-9a-f]*", other)
            ), (english, other)


def sayings():
    """Every message and hint that code of a room builds where a problem is made, with something in its braces."""
    for file in sorted(SOURCE.rglob("*.py")):
        room = file.relative_to(SOURCE).parts[0]
        if room in ("cli", "report", "release"):
            continue
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            for keyword in call.keywords:
                if keyword.arg in ("message", "hint") and getattr(call.func, "id", "") == "Problem":
                    for text in texts(keyword.value):
                        yield pytest.param(text, id=f"{file.stem}-{keyword.value.lineno}")


def texts(node: ast.expr):
    if isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.Constant) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr) and any(isinstance(v, ast.Constant) for v in node.values):
        parts = [
            v.value if isinstance(v, ast.Constant) else ("'x1'" if getattr(v, "conversion", -1) > 0 else "x1")
            for v in node.values
        ]
        yield "".join(parts)


@pytest.mark.parametrize("text", list(sayings()))
def test_what_rooms_say_has_its_counterpart(text, language):
    said = catalogue(language).phrase(text)
    assert said is not None, text
    assert text.count("x1") == said.count("x1")


ROOMS = ("coverage", "derivation", "notation", "records", "rules", "sources", "tables", "values")
PARTS = frozenset({"Use x1.", "Give a number that is x1.", "Write it in x1."})
"""Templates whose braces hold more English; each way to fill them is a phrase of its own."""
NOT_SAID = ("draft.py", "skeleton.py")
"""They write into files, not into problems."""
_NO_MESSAGE = frozenset(
    {"column", "derived", "links", "nested_list", "evidence_of", "Field", "Rule", "Comment"}
)
_HINT = re.compile(r"[A-Z].*\.", re.DOTALL)
_SAYS = re.compile(
    r"(is|has|does|names|needs|mixes|bounds|leans|may|begins|joins|lies|falls|divides|belongs|qualifies) "
)


def sentences():
    """Every text in code of rooms that reads like a hint, or like what is said of offending characters."""
    for room in ROOMS:
        for file in sorted((SOURCE / room).rglob("*.py")):
            if file.name not in NOT_SAID:
                yield from _sentences(ast.parse(file.read_text(encoding="utf-8")), file.stem)


def _sentences(tree: ast.Module, name: str):
    passed = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") in _NO_MESSAGE
        ):
            passed |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            passed |= {id(inner) for inner in node.values}
    for node in ast.walk(tree):
        if id(node) in passed or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        for text in texts(node) if isinstance(getattr(node, "value", ""), str) else ():
            several = re.search("[a-z]+ [a-z0-9]+", text)
            if several and (_HINT.fullmatch(text) or _SAYS.match(text)) and text not in PARTS:
                yield pytest.param(text, id=f"{name}-{node.lineno}")


@pytest.mark.parametrize("text", list(sentences()))
def test_what_reads_like_a_hint_has_its_counterpart(text, language):
    said = catalogue(language).phrase(text)
    assert said is not None, text
    assert text.count("x1") == said.count("x1")


class TestOnTheCommandLine:
    """`POLICY_DATASET_LANG` says the language."""

    @pytest.fixture
    def town(self, tmp_path, monkeypatch, language):
        run(["init", str(tmp_path / "town")])
        file = tmp_path / "town/measures/example.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("elderly_care", "eldery_care"), encoding="utf-8"
        )
        monkeypatch.setenv("POLICY_DATASET_LANG", language)
        return tmp_path / "town"

    def test_problems_are_told_in_it(self, town, capsys):
        capsys.readouterr()
        assert run(["validate", str(town)]) == INVALID
        out = capsys.readouterr().out
        assert "“eldery_care”不在 topic 的代码表中" in out
        assert "是否应为“elderly_care”？" in out

    def test_all_forms_have_them(self, town, capsys):
        for form in ("json", "sarif", "markdown", "html", "junit", "github"):
            capsys.readouterr()
            run(["validate", str(town), "--format", form])
            assert "“eldery_care”不在 topic 的代码表中" in capsys.readouterr().out, form

    def test_rules_are_explained_in_it(self, capsys, monkeypatch, language):
        monkeypatch.setenv("POLICY_DATASET_LANG", f"{language}_CN.UTF-8")
        assert run(["explain", "place_not_named"]) == VALID
        out = capsys.readouterr().out
        assert out.startswith("place_not_named · 警告")
        assert "怎么办：" in out
        assert run(["rules"]) == VALID
        assert "措施或统计的地点在证据附近没有出现。" in capsys.readouterr().out

    def test_english_stays_what_it_was(self, town, capsys, monkeypatch, language):  # noqa: ARG002 - beside others
        for english in ("en", "C", "en_GB.UTF-8", ""):
            monkeypatch.setenv("POLICY_DATASET_LANG", english)
            capsys.readouterr()
            run(["validate", str(town)])
            assert "'eldery_care' is not in the codelist of topic" in capsys.readouterr().out

    def test_a_language_that_is_not_there_is_misuse(self, town, capsys, monkeypatch, language):
        monkeypatch.setenv("POLICY_DATASET_LANG", "xx")
        assert run(["validate", str(town)]) == MISUSE
        assert f"languages are en, {language}" in capsys.readouterr().err
