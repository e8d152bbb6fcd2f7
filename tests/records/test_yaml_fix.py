from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.model.standard import standard_schema
from policy_dataset.records.yaml_fix import apply, fix_yaml
from policy_dataset.records.yaml_format import plain_text
from policy_dataset.records.yaml_text import read_yaml

SCHEMA = standard_schema()


def fixed(text: str | bytes, table: str | None = "measures", *, unsafe: bool = False) -> str:
    data = text.encode() if isinstance(text, str) else text
    declared = SCHEMA[table] if table else None
    found = fix_yaml(data, file="measures.yaml", schema=SCHEMA, table=declared, unsafe=unsafe)
    assert found.problems == ()
    again = fix_yaml(found.text.encode(), file="measures.yaml", schema=SCHEMA, table=declared, unsafe=unsafe)
    assert again.text == found.text
    assert again.repairs == ()
    return found.text


def test_what_is_in_order_stays_byte_for_byte():
    text = "# c\n-   id: m1   # d\n    title_zh:   '标题'\n    locations: [ CN ]\n\n\n"
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('- title_zh: " 标题 "\n', '- title_zh: "标题"\n'),
        ("- title_zh: '标题\u3000' # c\n", "- title_zh: '标题' # c\n"),
        ("- title_zh: \u3000标题\n", "- title_zh: 标题\n"),
        ("- title_en: Cafe\u0301 au lait\n", "- title_en: Caf\u00e9 au lait\n"),
        ('- title_en: "Cafe\\u0301"\n', '- title_en: "Caf\u00e9"\n'),
        ("- summary_en: |\n    Cafe\u0301\n", "- summary_en: |\n    Caf\u00e9\n"),
        ("- topic: \uff48ealth_insurance\n", "- topic: health_insurance\n"),
        ("- id: plan_２０２６ # c\n", "- id: plan_2026 # c\n"),
        ("- part_of: plan_２０２６\n", "- part_of: plan_2026\n"),
        ("- period: ２０２６-０１\n", "- period: 2026-01\n"),
        ("- title_en: Plan of ２０２６\n", "- title_en: Plan of 2026\n"),
        ("- locations: [ \uff23\uff2e, CN ]\n", "- locations: [ CN, CN ]\n"),
        ("- locations:\n  -   location: \uff23\uff2e\n", "- locations:\n  -   location: CN\n"),
        ("- actors: [{actor: a_１, role: lead}]\n", "- actors: [{actor: a_1, role: lead}]\n"),
        ("\ufeff- id: a\r\n  title_en: b\r\n", "- id: a\n  title_en: b\n"),
        ("- id: a\n\ttitle_en: b\n", "- id: a\n  title_en: b\n"),
    ],
)
def test_what_is_certain_is_mended_where_it_stands(wrong, right):
    assert fixed(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "- title_zh: ２０２６年补贴\n",
        "- period: ２０２６年\n",
        "- title_zh: a  b\n",
        "- title_zh: ' '\n",
        "- topic: helth_insurance\n",
        "- titel_zh: 标题\n",
    ],
)
def test_what_is_printed_or_a_guess_is_let_be(text):
    assert fixed(text) == text


def test_figures_keep_the_width_that_is_printed():
    text = "- figure: ２００元\n"
    assert fixed(text, "statistics") == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("- topic: helth_insurance # c\n", "- topic: health_insurance # c\n"),
        ("- titel_zh: 标题\n", "- title_zh: 标题\n"),
        ("- target_groups: [farmer]\n", "- target_groups: [farmers]\n"),
        ("- actors:\n  - actr: a\n    role: leed\n", "- actors:\n  - actor: a\n    role: lead\n"),
        (
            "- evidence: {titel_zh: 'x#char=1,2;sha256=0123456789abcdef'}\n",
            "- evidence: {title_zh: 'x#char=1,2;sha256=0123456789abcdef'}\n",
        ),
    ],
)
def test_a_guess_is_taken_when_it_is_asked_for(wrong, right):
    assert fixed(wrong, unsafe=True) == right


def test_a_label_is_taken_for_its_code():
    code, entry = next(iter(SCHEMA.codelists["topics"].items()))
    assert fixed(f"- topic: '{entry.label_zh}'\n", unsafe=True) == f"- topic: '{code}'\n"


@pytest.mark.parametrize(
    "text",
    [
        "- title_zh: a\n  titel_zh: b\n",
        "- period_start: 2026-01-01\n",
        "- zzzz: 1\n",
        "- topic: qqqq\n",
    ],
    ids=["stands there already", "derived", "no name near", "no code near"],
)
def test_a_guess_that_would_do_harm_is_not_made(text):
    assert fixed(text, unsafe=True) == text


def test_two_misspelt_names_do_not_become_one():
    once = fix_yaml(
        b"- titel_zh: a\n  tiitle_zh: b\n", file="", schema=SCHEMA, table=SCHEMA["measures"], unsafe=True
    )
    assert read_yaml(once.text.encode(), file="").value == [{"title_zh": "a", "tiitle_zh": "b"}]


def test_a_misspelt_name_that_is_given_twice_is_left_to_the_curator():
    text = "- titel_zh: a\n  titel_zh: b\n"
    once = fix_yaml(text.encode(), file="", schema=SCHEMA, table=SCHEMA["measures"], unsafe=True)
    assert once.text == text


@pytest.mark.parametrize(
    "data",
    [
        b"- id: [\n",
        b"- id: \xff\n",
        b"- id: a\x00\n",
        b"- a: b\n\tc: d\n    e: f\n",
        "- id: 医".encode("utf-16"),
    ],
    ids=["syntax", "bytes", "control", "tabs of two widths", "utf-16"],
)
def test_a_file_that_cannot_be_read_is_left_alone_and_told(data):
    found = fix_yaml(data, file="m.yaml", schema=SCHEMA, table=SCHEMA["measures"])
    assert found.text is None
    assert found.repairs == ()
    assert found.problems


def test_every_repair_knows_its_place_and_its_rule():
    data = "- id: a\n  title_zh: ' 标题'\n".encode()
    (repair,) = fix_yaml(data, file="", schema=SCHEMA, table=SCHEMA["measures"]).repairs
    assert repair.rules == ("text_stray_space",)
    assert (repair.line, repair.column, repair.end_line, repair.end_column) == (2, 13, 2, 18)
    assert repair.message == "white space at the ends removed"
    assert plain_text(data)[repair.start : repair.end] == "' 标题'"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("- id：m1\n  topic: a\n", "- id: m1\n  topic: a\n"),
        ("- id: m1\n  topic ：　a # c\n  status：b\n", "- id: m1\n  topic: a # c\n  status: b\n"),
        (
            "- id: m1\n  actors:\n    - actor: a\n      role：lead\n      \n",
            "- id: m1\n  actors:\n    - actor: a\n      role: lead\n      \n",
        ),
        (
            "- id: m1\n  summary_en: |\n    topic：a\n  status：b\n",
            "- id: m1\n  summary_en: |\n    topic：a\n  status: b\n",
        ),
    ],
)
def test_a_full_width_colon_after_a_field_is_mended_where_nothing_can_be_read_otherwise(wrong, right):
    assert fixed(wrong) == right


@pytest.mark.parametrize(
    "text",
    ["- id: m1\n  note: a\n  注：b\n", "- topic: a\n  topic：b\n", "- id: m1\n  topic：a\n  status: 'b\n"],
    ids=["no field", "given twice", "another fault"],
)
def test_a_full_width_colon_that_leaves_a_doubt_is_let_stand(text):
    found = fix_yaml(text.encode(), file="m.yaml", schema=SCHEMA, table=SCHEMA["measures"])
    assert (found.text, found.repairs) == (None, ())
    assert "yaml_syntax" in {p.code for p in found.problems}


def test_dataset_yaml_is_mended_without_a_table():
    assert fixed("id: d\ntitle: 'Cafe\u0301 '\n", None) == "id: d\ntitle: 'Caf\u00e9'\n"


def test_the_dataset_of_this_project_has_nothing_to_mend(root):
    for path in sorted((root / "datasets/livelihood-2026/measures").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert fixed(text) == text


PIECES = st.sampled_from(
    [
        "a",
        "２",
        "\uff58",
        " ",
        "\u3000",
        "\u0301",
        "e\u0301",
        "\u2126",
        "医",
        "'",
        '"',
        "#",
        ": ",
        "-",
        "\\",
        "[",
        "]",
        ",",
        "\n",
        "{",
        "\ufa10",
        "\u00a0",
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
FIELDS = st.sampled_from(
    ["id", "title_zh", "title_en", "summary_en", "topic", "part_of", "period", "titel_zh", "tpoic", "note"]
)


def as_yaml(text: str, way: int) -> str:
    from policy_dataset.records.yaml_scalars import double_quoted, is_plain, literal, quoted  # noqa: PLC0415

    if way == 0 and is_plain(text):
        return text
    if way == 1 and (block := literal(text)) is not None:
        return "\n".join([block[0], *(f"  {line}" for line in block[1:])])
    return double_quoted(text) if way == 2 else quoted(text)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.dictionaries(FIELDS, st.tuples(TEXTS, st.integers(0, 3)), min_size=1, max_size=4), max_size=3
    ),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_values_change_by_their_repairs_alone_and_a_second_time_nothing_does(records, unsafe, line_end):
    lines = []
    for record in records:
        for number, (name, (text, way)) in enumerate(record.items()):
            lines.append(f"{'- ' if number == 0 else '  '}{name}: {as_yaml(text, way)} # c")
    data = "".join(f"{line}\n" for line in lines).replace("\n", line_end).encode()
    before = read_yaml(data, file="")
    if [p for p in before.problems if p.code != "line_ends"]:
        return
    after = read_yaml(fixed(data, unsafe=unsafe).encode(), file="").value
    if unsafe:
        return

    def folded(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split())

    assert len(after or ()) == len(records)
    for was, now in zip(before.value or (), after or (), strict=True):
        assert was.keys() == now.keys()
        assert all(folded(was[name]) == folded(now[name]) for name in was)


def test_repairs_are_made_from_the_end_so_that_offsets_stay_true():
    data = b"- title_zh: ' a'\n  title_en: ' b'\n"
    found = fix_yaml(data, file="", schema=SCHEMA, table=SCHEMA["measures"])
    assert apply(plain_text(data), found.repairs) == found.text == "- title_zh: 'a'\n  title_en: 'b'\n"
