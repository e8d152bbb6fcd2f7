"""Curated YAML: texts as written, places of everything, and a problem in words for whatever is refused."""

import gc
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.problems import Severity
from policy_dataset.records import yaml_build
from policy_dataset.records.yaml_faults import MAX_KEPT
from policy_dataset.records.yaml_recover import STRETCH
from policy_dataset.records.yaml_text import Style, YamlLimits, explain_scalar, read_yaml

DATA = Path(__file__).parent / "data"


@pytest.fixture(params=["libyaml", "python"], scope="module", autouse=True)
def _parser(request):
    """Run everything with both parsers of PyYAML."""
    if request.param == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.setattr(yaml_build, "Parser", yaml.SafeLoader)
        yield


def read(text, **options):
    return read_yaml(text.encode(), file="records.yaml", **options)


def places(document):
    return [(problem.code, problem.line, problem.column) for problem in document.problems]


def codes(text, **options):
    return [problem.code for problem in read(text, **options).problems]


# ------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    "written",
    ["NO", "yes", "1.0", "2026-01", "1:30", "010200", "0x1F", ".inf", "1_000", "3e5", "=", "约2.5万"],
)
def test_a_scalar_stays_the_text_it_is_written_as(written):
    assert read(f"- {written}\n").value == [written]


def test_keys_keep_their_order():
    assert list(read("b: 1\na: 2\nc: 3\n").value) == ["b", "a", "c"]


def test_quotes_and_blocks_are_taken_off():
    document = read("- 'it''s'\n- \"a\\tb\"\n- |\n  x\n  y\n- >-\n  x\n  y\n")
    assert document.value == ["it's", "a\tb", "x\ny\n", "x y"]
    assert not document.problems


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "--- # nothing\n...\n"])
def test_an_empty_file_holds_nothing_and_is_no_problem(text):
    document = read(text)
    assert document.value is None
    assert document.problems == ()


def test_quoted_null_words_are_text():
    document = read("- 'null'\n- \"~\"\n- ''\n")
    assert document.value == ["null", "~", ""]
    assert not document.problems


# ------------------------------------------------------------------------------------------------- places


def test_every_value_and_key_has_its_place():
    document = read('- id: 甲\n  尺: [x, "乙"]\n- id: b\n')
    positions = document.positions
    assert (positions.of_value([]).line, positions.of_value([]).column) == (1, 1)
    assert (positions.of_value([0]).line, positions.of_value([0]).column) == (1, 3)
    assert positions.of_value([0, "id"]).fields() == {"line": 1, "column": 7, "end_column": 8}
    assert positions.of_key([0, "尺"]).fields() == {"line": 2, "column": 3, "end_column": 4}
    assert positions.of_value([0, "尺"]).fields() == {"line": 2, "column": 6, "end_column": 7}
    assert positions.of_value([0, "尺", 1]).fields() == {"line": 2, "column": 10, "end_column": 13}
    assert positions.of_value([1, "id"]).fields() == {"line": 3, "column": 7, "end_column": 8}


def test_a_path_that_leads_nowhere_has_no_place():
    positions = read("- id: a\n").positions
    for path in ([1], [-1], ["id"], [0, "x"], [0, "id", 0], [0, 0]):
        assert positions.of_value(path) is None
        assert positions.of_key(path) is None
        assert positions.style(path) is None
        assert positions.of_character(path, 0) is None


def test_an_item_of_a_list_has_no_key():
    assert read("- a\n- b\n").positions.of_key([1]) is None


def test_the_nearest_place_of_a_missing_key_is_that_of_its_record():
    positions = read("- id: a\n- id: b\n").positions
    assert positions.nearest([1, "unit", "code"]).line == 2
    assert read("").positions.nearest(["x"]).line == 1


def test_the_style_of_each_value_is_known():
    positions = read("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >\n  x\nf: []\ng: {}\n").positions
    assert [positions.style([key]) for key in "abcdefg"] == list(Style)[:7]


def character_columns(text, path, length):
    positions = read(text).positions
    found = [positions.of_character(path, k) for k in range(length)]
    assert positions.of_character(path, length) is None
    return [(place.line, place.column) for place in found]


def test_characters_of_plain_and_quoted_texts_have_their_places():
    assert character_columns("k: 约𠀀b\n", ["k"], 3) == [(1, 4), (1, 5), (1, 6)]
    assert character_columns("k: 'a''b'\n", ["k"], 3) == [(1, 5), (1, 6), (1, 8)]
    assert character_columns('k: "a\\u4e2db\\n"\n', ["k"], 4) == [(1, 5), (1, 6), (1, 12), (1, 13)]


def test_characters_of_folded_and_literal_texts_have_their_places():
    assert character_columns("k: a\n   b\n", ["k"], 3) == [(1, 4), (1, 5), (2, 4)]
    assert character_columns("k: |\n  a\n\n   b\n", ["k"], 6) == [
        (2, 3), (2, 4), (3, 1), (4, 3), (4, 4), (4, 5),
    ]  # fmt: skip
    assert character_columns("k: >\n  a\n  b\n", ["k"], 4) == [(2, 3), (2, 4), (3, 3), (3, 4)]


def test_a_stretch_of_characters_ends_after_its_last():
    positions = read("k: '2.59亿人'\n").positions
    assert positions.of_character(["k"], 4, 6).fields() == {"line": 1, "column": 9, "end_column": 11}


SCALARS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
    max_size=12,
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS.filter(len), inner, max_size=4),
    max_leaves=12,
)


def walk(value, path=()):
    yield path, value
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from walk(child, (*path, step))


def nodes(node, path=()):
    """The places of another builder of PyYAML."""
    yield path, node, None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            for found, child, at in nodes(value, (*path, key.value)):
                yield found, child, key if len(found) == len(path) + 1 else at
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from nodes(value, (*path, number))


@given(TREES, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans())
def test_what_is_written_is_read_back_with_the_places_of_the_composer(tree, style, flow):
    if not isinstance(tree, (list, dict)):
        tree = [tree]
    text = yaml.dump(tree, default_style=style, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    document = read(text)
    refused = {problem.code for problem in document.problems}
    if refused:
        assert refused <= {"null_value", "text_control_character", "yaml_merge_key"}
        return
    assert document.value == tree
    for path, node, key in nodes(yaml.compose(text, yaml.SafeLoader)):
        place = document.positions.of_value(path)
        assert (place.line, place.column) == (node.start_mark.line + 1, node.start_mark.column + 1)
        if key is not None:
            place = document.positions.of_key(path)
            assert (place.line, place.column) == (key.start_mark.line + 1, key.start_mark.column + 1)


@given(TREES, st.sampled_from([None, "'", '"', "|", ">"]))
def test_each_character_that_is_not_blank_is_found_where_it_stands(tree, style):
    text = yaml.dump([tree], default_style=style, allow_unicode=True, width=10)
    document = read(text)
    lines = text.split("\n")
    for path, value in walk(document.value):
        if not isinstance(value, str):
            continue
        for k, character in enumerate(value):
            place = document.positions.of_character(path, k)
            if place is None:
                assert document.positions.style(path) in (Style.LITERAL, Style.FOLDED)
                continue
            written = lines[place.line - 1][place.column - 1 : place.column]
            assert written in (character, "\\") or character in " \n"


# ------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml_duplicate_key", 3, 1),
        ("- {a: 1, a: 2}\n", "yaml_duplicate_key", 1, 10),
        ("a: !!int 1\n", "yaml_tag", 1, 4),
        ("a: !x [1]\n", "yaml_tag", 1, 4),
        ("%TAG ! tag:example.org,2026:\n---\na: 1\n", "yaml_tag", 1, 1),
        ("<<: {b: 1}\n", "yaml_merge_key", 1, 1),
        ("a: &x 1\n", "yaml_alias", 1, 4),
        ("a: *x\n", "yaml_alias", 1, 4),
        ("*x : 1\n", "yaml_alias", 1, 1),
        ("? [a]\n: 1\n", "yaml_key_not_text", 1, 3),
        ("? {a: b}\n: 1\n", "yaml_key_not_text", 1, 3),
        ("? \n: 1\n", "yaml_key_not_text", 1, 2),
        ("a: ~\n", "null_value", 1, 4),
        ("a: null\n", "null_value", 1, 4),
        ("a: Null\n", "null_value", 1, 4),
        ("a: NULL\n", "null_value", 1, 4),
        ("a:\nb: 1\n", "null_value", 1, 3),
        ("- a\n-\n", "null_value", 2, 2),
        ("a: 1\n---\nb: 2\n", "yaml_syntax", 2, 1),
        ("a:\n\tb: 1\n", "yaml_syntax", 2, 1),
        ("a: b: c\n", "yaml_syntax", 1, 5),
        ('- a: "x\n- b: 1\n', "yaml_syntax", 1, 6),
        ("a: 1\x07\n", "text_control_character", 1, 5),
        ("a: x\u2028\n", "text_control_character", 1, 5),
        ('a: "x\\0"\n', "text_control_character", 1, 4),
        ("\ufeffa: 1\n", "text_bom", 1, 1),
    ],
)  # fmt: skip
def test_what_records_may_not_hold_is_a_problem_at_its_place(text, code, line, column):
    found = places(read(text))
    assert (code, line, column) in found
    assert {name for name, _, _ in found} == {code}


def test_every_problem_has_a_hint():
    text = "a: 1\na: ~\n<<: {x: 1}\nb: !t &x 1\nc: *x\n? []\n: 1\nd: \x00\n"
    for problem in (*read(text).problems, *read("- a: b: c\n").problems):
        assert problem.hint
        assert problem.file == "records.yaml"
        assert problem.severity is Severity.ERROR


def test_a_duplicate_key_names_the_line_of_the_first():
    document = read("a: 1\nb: {c: [x, {y: 1}]}\nb: 2\n")
    assert "the first stands on line 2" in document.problems[0].message
    assert document.value == {"a": "1", "b": {"c": ["x", {"y": "1"}]}}


def test_a_refused_entry_leaves_the_places_of_the_others_right():
    document = read("a: 1\na: {x: [1, 2], y: {z: ~}}\n? [q]\n: {r: s}\n<<: {t: u}\nlast: 1\n")
    assert document.value == {"a": "1", "last": "1"}
    assert document.positions.of_value(["last"]).line == 6
    assert document.positions.of_key(["last"]).column == 1
    assert "null_value" in [problem.code for problem in document.problems]


def test_an_alias_bomb_costs_nothing():
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    document = read(bomb)
    assert document.value["a59"] == [None, None]
    assert {problem.code for problem in document.problems} == {"yaml_alias"}


def test_nesting_is_bounded():
    assert codes("[" * 32 + "]" * 32) == []
    for text in (
        "[" * 33 + "]" * 33,
        "[" * 100_000,
        "{a: " * 5_000,
        "{? " * 5_000,
        "- " * 5_000,
        "? " * 5_000,
    ):
        assert "yaml_too_deep" in codes(text)


def test_what_is_nested_too_deep_is_told_of_where_it_begins_to_be():
    # Some parsers have a bound of their own, and stop before they have told of what they read.
    for deep in ("[" * 3000, "[" * 3000 + "]" * 3000):
        document = read(f"- a: 1\n- b: {deep}\n- c: 2\n")
        assert places(document) == [("yaml_too_deep", 2, 36)]
        assert document.value == [{"a": "1"}, {"c": "2"}]
    assert places(read("- " * 5_000)) == [("yaml_too_deep", 1, 65)]


def test_size_is_bounded():
    assert codes("a: 1\n", limits=YamlLimits(file_bytes=4)) == ["yaml_too_large"]
    assert codes("a: 12345\nb: 1\n", limits=YamlLimits(scalar_characters=4)) == ["yaml_too_large"]
    assert codes("[a, b, c, d, e]\n", limits=YamlLimits(nodes=4)) == ["yaml_too_large"]


def test_problems_of_one_kind_are_counted_beyond_a_bound():
    document = read("- ~\n" * 700)
    assert len(document.problems) == MAX_KEPT + 1
    assert document.problems[-1].message == "200 further problems of this kind"


# ------------------------------------------------------------------------------------------------- encodings


def test_a_byte_order_mark_is_reported_and_not_counted():
    document = read("\ufeffa: b: c\n")
    assert places(document)[0] == ("text_bom", 1, 1)
    assert places(document)[1] == ("yaml_syntax", 1, 5)
    assert document.problems[0].start == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_recognised(encoding):
    document = read_yaml("- id: abc\n  unit: 万元\n".encode(encoding), file="x.yaml")
    assert places(document) == [("text_utf16", 1, 1)]
    assert "UTF-8" in document.problems[0].hint


def test_a_file_in_gb18030_is_one_problem_that_names_the_code_page():
    document = read_yaml("- id: a\n  名: 约二百五十万户居民\n".encode("gb18030"), file="x.yaml")
    assert places(document) == [("text_not_utf8", 2, 3)]
    assert "GB18030" in document.problems[0].message


def test_single_broken_bytes_are_reported_and_the_rest_is_read():
    document = read_yaml("- 名称\n- 万".encode() + b"\xff" + "元\n".encode(), file="x.yaml")
    assert places(document) == [("text_not_utf8", 2, 4)]
    assert "byte 14" in document.problems[0].message
    assert document.value == ["名称", "万\ufffd元"]


@pytest.mark.parametrize(("line_end", "name"), [("\r\n", "CRLF"), ("\r", "CR")])
def test_other_line_ends_are_one_warning_and_places_stay_right(line_end, name):
    document = read(line_end.join(["a: 1", "b: |", "  x", "  y", "c: ~", ""]))
    assert document.value["b"] == "x\ny\n"
    assert places(document) == [("line_ends", 1, 5), ("null_value", 5, 4)]
    assert name in document.problems[0].message
    assert document.problems[0].severity is Severity.WARNING


def test_the_line_end_problem_names_the_first_line():
    assert places(read("a: 1\nb: 2\r\nc: 3\r\n")) == [("line_ends", 2, 5)]


# ------------------------------------------------------------------------------------------------- reading on


def test_records_around_broken_ones_are_read():
    document = read((DATA / "broken_records.yaml").read_text(encoding="utf-8"))
    assert [record["id"] for record in document.value] == ["first", "third", "fifth", "seventh"]
    assert [problem.line for problem in document.problems if problem.code == "yaml_syntax"] == [4, 10, 16]
    assert document.positions.of_value([3, "unit"]).line == 19


def test_records_below_a_key_are_read_around_broken_ones():
    document = read('about: x\nrecords:\n  - a: 1\n  - b: "x\n  - c: ~\nmore:\n- d: 1\n- [\n- e: 2\nend: y\n')
    assert document.value == {
        "about": "x", "records": [{"a": "1"}, {"c": None}], "more": [{"d": "1"}, {"e": "2"}], "end": "y",
    }  # fmt: skip
    assert document.positions.of_value(["more", 1, "e"]).line == 9
    assert document.positions.of_key(["end"]).line == 10
    assert [code for code, _, _ in places(document)].count("yaml_syntax") == 2


def test_an_unclosed_quote_is_reported_where_it_opens_and_hides_nothing_after_it():
    record = "- id: {}\n  note: a line of text that is not very long\n"
    count = 4 * STRETCH // len(record)
    records = [record.format(i) for i in range(count)]
    records[7] = "- id: 'open\n"
    document = read("".join(records))
    assert len(document.value) == count - 1
    assert places(document) == [("yaml_syntax", 15, 7)]


def test_many_broken_records_end_the_reading_with_a_word():
    document = read("- a: [\n" * 5000)
    assert len(document.problems) == 101
    assert "reading stops" in document.problems[-1].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\n\tb: 2\n", "tab"),
        ("- id：x\n  name: y\n", "ASCII colon"),
        ("- id:x\n  name: y\n", "space after the colon"),
        ("- note: see: this\n", "quotes"),
        ("- unit: %\n", "quotes"),
        ("- note: @x\n", "quotes"),
        ("- a: 'x\n", "Close the quote"),
        ("- a: [x\n- b: 1\n", "Close the list"),
        ('- a: "c:\\docs"\n', "backslash"),
        ("- a: 1\n   b: 2\n", "Indent this line"),
        ("- a: 'x' y\n", "ends at the second"),
        ('- a: "x" y\n', "single quotes around the whole"),
        ("- a: [x] y\n", "begin with `[`"),
        ("- a: {x: y} z\n", "begin with `{`"),
        ("- a\nb: 1\n", "Begin an item"),
        ("- a: ?\n", "begin with `?`"),
        ("- a: 1\n...\n- a: 2\n", "the line `...`"),
        ("- a: 1\n  b = 2\n  c: 3\n", "equals sign"),
        ("- a: 1\n  b:\u30002\n  c: 3\n", "ASCII space"),
        ("- a:\n    * x\n", "hyphen"),
        ("- a: 1\n  - b: 2\n", "like the other items"),
        ("- a:\n    - b: 1\n    c: 2\n", "Begin an item"),
        ("- a: x\n  y\n  c: 3\n", "indent it deeper"),
    ],
)
def test_the_hint_names_the_remedy(text, words):
    hints = [problem.hint for problem in read(text).problems if problem.code == "yaml_syntax"]
    assert any(words in hint for hint in hints), hints


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("- a: x\n  y\n  c: 3\n", 2, 3),
        ("- a: 1\n  b = 2\n  c: 3\n", 2, 3),
        ("- a: 1\n  b:\u00a02\n  c: 3\n", 2, 3),
        ("- a: [x\n  b: y\n", 1, 6),
        ("- a: ['x'\n    'y']\n", 2, 5),
        ("- a: “x”的\n  b: 'c'd'\n", 2, 9),
    ],
)
def test_the_place_is_that_of_the_slip_and_not_where_it_is_noticed(text, line, column):
    told = [p for p in read(text).problems if p.code == "yaml_syntax"]
    assert [(p.line, p.column) for p in told] == [(line, column)], told


def test_a_sound_line_above_an_error_is_not_blamed():
    (told,) = read("- id: a\n  title: “十五五”规划\n   note: x\n").problems
    assert (told.line, told.hint) == (3, "Indent this line exactly like the keys beside it.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id：x", "ASCII colon"),
        ("unit:万元", "space after the colon"),
        ("-id: x", "space after the dash"),
        ("—— x", "hyphen"),
        ("\u3000id: x", "ASCII spaces"),
        ("“id”: x", "ASCII quotes"),
    ],
)
def test_a_text_that_looks_like_a_broken_line_is_explained(text, words):
    assert words in explain_scalar(text)


@pytest.mark.parametrize("text", ["https://example.org", "12:30", "全年共办结 2.5 万件", "", "a - b"])
def test_ordinary_text_is_not_explained(text):
    assert explain_scalar(text) is None


# ------------------------------------------------------------------------------------------------- whatever comes


def check_anything(data):
    document = read_yaml(data, file="x.yaml")
    lines = (
        data.decode("utf-8", errors="replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    for problem in document.problems:
        assert problem.hint or "further" in problem.message
        if problem.line is not None:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    for path, value in walk(document.value):
        assert isinstance(value, (str, list, dict, type(None)))
        assert document.positions.of_value(path) is not None or (path == () and value is None)
        if isinstance(value, str) and path:
            raw, style = document.positions.raw(path), document.positions.style(path)
            if style is Style.PLAIN and not document.problems and "\n" not in raw:
                assert raw == value
        if path and isinstance(path[-1], str):
            assert document.positions.of_key(path) is not None
    assert gc.isenabled()
    return document


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_exception(data):
    check_anything(data)


PIECES = ["- ", "a", "b: ", ":", "\n", "\n  ", "\n- ", " ", "[", "]", "{", "}", ",", "'", '"', "|", ">", "&x ", "*x", "!t ",
          "!", "%", "---\n", "...\n", "? ", "<<: ", "~", "#", "\t", "\r", "\\", "\\U99999999", "\x00", "：", "中", "\u2028",
          "\ufeff", "-", "\n b", "\nb: ", "null", "%YAML 9" + "9" * 30 + ".1\n", "!%ff "]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_signs_is_read_without_an_exception(pieces):
    check_anything("".join(pieces).encode())


VALID = (DATA / "records.yaml").read_bytes()


@given(st.integers(0, len(VALID)), st.integers(0, 9), st.sampled_from(PIECES))
def test_a_change_anywhere_in_a_valid_file_raises_nothing(at, cut, piece):
    changed = VALID[:at] + piece.encode() + VALID[at + cut :]
    document = check_anything(changed)
    if document.problems:
        return
    # Without a problem, another builder of PyYAML sees the same texts.
    base = yaml.BaseLoader if yaml_build.Parser is yaml.SafeLoader else yaml.CBaseLoader
    assert document.value == yaml.load(changed.decode(), base)  # noqa: S506


@given(st.integers(0, 19), st.sampled_from(['"', "[", "{", ": ", "\t", "@", "'", "- x: y: z"]))
def test_one_broken_record_hides_no_other(broken, sign):
    records = [f"- id: r{i}\n  note: text {i}\n" for i in range(20)]
    records[broken] = f"- id: {sign}r\n  note: text\n"
    document = read("".join(records))
    kept = [record["id"] for record in document.value if record["id"].startswith("r") and record["id"] != "r"]
    assert kept == [f"r{i}" for i in range(20) if i != broken]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: No #1 maternity\n", ["#1 maternity"]),
        ("- No #1\n- b  #c\n", ["#1", "#c"]),
        ("a: No # 1\n", []),
        ("a: No ## 1\n", []),
        ("a: 'No #1'\nb: \"No #2\"\nc: No#3\n", []),
        ("a: |\n  No #1\nb:  #4\n  c\n", []),
        ("a: [b] #c\n# d #e\n#f\n", []),
    ],
)
def test_a_comment_that_cuts_off_a_text_is_told_unless_a_space_follows_its_sign(text, cut):
    problems = [
        p for p in read_yaml(text.encode(), file="x.yaml").problems if p.rule == "yaml_comment_cuts_text"
    ]
    assert [text.splitlines()[p.line - 1][p.column - 1 : p.end_column - 1] for p in problems] == cut


def test_broken_bytes_of_one_line_are_one_problem():
    good = "- title: 国家医疗保障局发布消息\n".encode() * 20
    (problem,) = read_yaml(good + b"- title: " + "国家医保".encode("gb18030") + b"\n", file="x.yaml").problems
    assert (problem.rule, problem.line) == ("text_not_utf8", 21)
    assert problem.message.endswith("further places of the line")


def test_what_is_read_after_a_broken_record_is_found_at_its_place():
    text = "- id: a\n-   tags: [x, y, z]\n  note: n\n- id: c\n  b: n\n  c: n\n  d: n\n  e: n\n- id: d\n"
    document = read_yaml(text.encode(), file="x.yaml")
    assert [item["id"] for item in document.value] == ["a", "c", "d"]
    places = [document.positions.of_value([1, key]) for key in document.value[1]]
    assert [place.line for place in places] == [4, 5, 6, 7, 8]
    assert document.positions.of_value([2, "id"]).line == 9
