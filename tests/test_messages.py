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
from policy_dataset.model.dataset import Contributor, DatasetMeta, Ignore, License
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import columns, nested
from policy_dataset.problems import Problem
from policy_dataset.records.yaml_text import read_yaml
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


@pytest.mark.parametrize("kind", ["phrases", "words"])
def test_phrases_keep_their_names_and_are_said_once(language, kind):
    phrases = getattr(catalogue(language), kind)
    for english, other in phrases:
        assert set(fields(english)) == set(fields(other)), english
        # What holds nothing but values and signs has nothing to translate.
        assert CHINESE.search(other) or not re.search("[a-z]{2}", re.sub(r"\{.*?\}", "", english)), english
    # However the values in their braces are named.
    assert len({re.sub(r"\{.*?\}", "{}", english) for english, _ in phrases}) == len(phrases)


def descriptions():
    schema = standard_schema()
    for table in schema:
        yield from (c.description for c in columns(table).values())
        yield from (link.description for link in nested(table).values())
    for model in (DatasetMeta, License, Contributor, Ignore):
        yield from (field.description for field in model.model_fields.values())


def test_every_field_is_described(language):
    said = catalogue(language).fields
    assert set(descriptions()) == set(said)
    for english, other in said.items():
        assert CHINESE.search(other) or "'s " in english, english
        assert re.findall("`[^`]+`", english) == re.findall("`[^`]+`", other) or "start,end" in english


def test_a_hint_describes_a_field_in_it(language):
    column = standard_schema().column("statistics", "indicator")
    hint = f"Fill in `indicator`: {column.continued} For example: `indicator: x`."
    said = catalogue(language).phrase(hint)
    assert said is not None
    assert catalogue(language).fields[column.description] in said


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
        yield "".join(v.value if isinstance(v, ast.Constant) else filled(v) for v in node.values)


def filled(part: ast.expr) -> str:
    """What stands for a value: in quotes where it is shown so, with its noun where it is counted."""
    call = getattr(part, "value", None)
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "counted":
        return f"x1 {getattr(call.args[1], 'value', 'error')}s"
    return "'x1'" if getattr(part, "conversion", -1) > 0 else "x1"


def half_said(text: str) -> list[str]:
    """English that is left in a translation, but for names, codes and what stands in quotes."""
    bare = re.sub("`[^`]*`|“[^”]*”|‘[^’]*’|'[^']*'", "", text)
    return re.findall("[A-Za-z][a-z]+,? [a-z]{2,}", bare)


@pytest.mark.parametrize("text", list(sayings()))
def test_what_rooms_say_has_its_counterpart(text, language):
    said = catalogue(language).phrase(text)
    assert said is not None, text
    assert not half_said(said)
    assert text.count("x1") == said.count("x1")


@pytest.mark.parametrize(
    "text",
    [
        "Write the whole of it anew.",
        "the structure of a thing is other than it should be",
        "“x” says what nobody has said before",
        "while doing something new: it did not work out",
    ],
)
def test_a_sentence_without_a_counterpart_stays_english_as_a_whole(text, language):
    problem = Problem(code="unknown_code", message=text, hint=text)
    assert catalogue(language).problem(problem, all_rules()) == problem


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- id：a\n  title: b\n", "请写成 `id: `，用半角冒号，后加一个空格。"),
        ("- id:a\n  title: b\n", "请在冒号后加一个空格：`id: `。"),
        ("- id: a\n\ttitle: b\n", "请用空格缩进：在 YAML 中制表符不能缩进。"),
        ("- id: 'a\n", "请闭合从这里开始的引号。"),
        ("- id: a: b\n", "请给文本加引号：其中有冒号，后面跟着空格。"),
        ("- id: @a\n", "请给文本加引号：不加引号的文本不能以 `@` 开头。"),
        ("- id: [a, b\n", "请用 `]` 结束列表，各项之间用逗号。"),
        ("- id: a\n   title: b\n", "请"),
        ("- id: a\n－ id: b\n", "列表的每一项请以半角短横加空格开头：`- `。"),
    ],
)
def test_slips_of_yaml_are_told_whole(written, said, language):
    found = read_yaml(written.encode(), file="measures.yaml").problems
    told = [catalogue(language).problem(p, all_rules()) for p in found]
    assert any(p.hint.startswith(said) for p in told), [p.hint for p in told]
    assert not [left for p in told for left in (*half_said(p.message), *half_said(p.hint))]


ROOMS = ("coverage", "derivation", "notation", "records", "rules", "sources", "tables", "values")
PARTS = frozenset({"Use x1.", "Write x1.", "Give a number that is x1.", "Write it in x1."})
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
    assert not half_said(said)
    assert text.count("x1") == said.count("x1")


FILLED = frozenset(
    {
        "x1 files x1, x1 in orderx1",
        "x1s",
        "evidence: one anchorx1 a line, made by `policy-dataset anchor`",
    }
)
"""Their braces hold more English; `test_words_within_words_are_said_too` and the tests of `new` and `review` have each way."""


def own_words():
    """Everything that reports and commands hand to the language of the reader, with something in its braces."""
    for file in [*SOURCE.glob("cli/*.py"), *SOURCE.glob("report/*.py"), SOURCE / "drafting/skeleton.py"]:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = (
                getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            )
            # `say` of the command line prints; that of a report translates.
            if name in ("tell", "in_words") or (name == "say" and file.parent.name != "cli"):
                for text in texts(call.args[0]):
                    if text not in FILLED:
                        yield pytest.param(text, id=f"{file.stem}-{call.lineno}")


@pytest.mark.parametrize("text", list(own_words()))
def test_what_reports_and_commands_say_has_its_counterpart(text, language):
    said = catalogue(language).say(text)
    assert said != text
    assert text.count("x1") == said.count("x1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("there is no rule 'a_b'. Did you mean 'a_c'?", "没有规则“a_b”。是否应为“a_c”？"),
        ("a.yaml: 3 candidates, 1 of your own (written)", "a.yaml：3 条候选记录，您自己的 1 条（已写入）"),
        (
            "evidence: one anchor of a | b a line, made by `policy-dataset anchor`",
            "evidence: 一行一个锚点，来源为 a | b，由 `policy-dataset anchor` 生成",
        ),
        ("2 files would change, 3 in order", "将改动 2 个文件，3 个无需改动"),
    ],
)
def test_words_within_words_are_said_too(given, said, language):
    assert catalogue(language).say(given) == said


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
