from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.model.standard import standard_schema
from policy_dataset.records.directory import list_directory
from policy_dataset.records.field_order import FieldOrder, order_of_meta, order_of_table
from policy_dataset.records.yaml_format import format_yaml
from policy_dataset.records.yaml_scalars import double_quoted, folded, literal, quoted, reads_as
from policy_dataset.records.yaml_text import read_yaml

AB = FieldOrder(("id", "a", "b", "list"), {"list": FieldOrder(("x", "y"))})


def formatted(text: str, order: FieldOrder = AB) -> str:
    found = format_yaml(text.encode(), file="records.yaml", order=order)
    assert found.problems == ()
    assert format_yaml(found.text.encode(), file="records.yaml", order=order).text == found.text
    return found.text


def test_fields_stand_in_declared_order_and_unknown_ones_come_last():
    assert formatted("- z: 1\n  b: 2\n  id: 3\n  y: 4\n") == "- id: 3\n  b: 2\n  z: 1\n  y: 4\n"


def test_nested_records_have_an_order_of_their_own():
    assert formatted("- list:\n  - y: 1\n    x: 2\n  id: r\n") == (
        "- id: r\n  list:\n    - x: 2\n      y: 1\n"
    )


def test_comments_go_with_what_they_are_about():
    text = (
        "# of the file\n\n# of the record\n- b: 1 # beside b\n  # above id\n  id: r\n  list: # beside list\n"
        "    # above the first\n    - x: 1 # beside x\n    # at the foot of the list\n    # too\n"
        "  a: 2\n  # at the foot of the record\n# at the foot of the file\n"
    )
    assert formatted(text) == (
        "# of the file\n\n# of the record\n# above id\n- id: r\n  a: 2\n  b: 1  # beside b\n"
        "  list:  # beside list\n    # above the first\n    - x: 1  # beside x\n"
        "    # at the foot of the list\n    # too\n"
        "  # at the foot of the record\n# at the foot of the file\n"
    )


def test_records_are_parted_by_one_blank_line_and_nothing_else_is():
    assert formatted("\n\n- id: a\n\n  b: 1\n- id: b\n\n\n\n- id: c\n\n") == (
        "- id: a\n  b: 1\n\n- id: b\n\n- id: c\n"
    )


def test_quotes_stay_and_become_single_ones_where_they_can():
    text = '- id: NO\n  a: "NO"\n  b: "it\'s"\n  c: \'x\'\n  d: "\\u4e2d \\t"\n'
    assert formatted(text) == "- id: NO\n  a: 'NO'\n  b: \"it's\"\n  c: 'x'\n  d: \"中 \\t\"\n"


def test_a_text_over_several_lines_comes_on_one():
    assert formatted("- id: one\n    two\n  a: 'three\n    four'\n") == "- id: one two\n  a: 'three four'\n"


def test_blocks_of_text_keep_their_lines():
    text = "- id: |\n      one  \n\n\n        two\n\n  a: >- # why\n      three\n      four\n  b: |+\n    five\n\n"
    assert formatted(text) == (
        '- id: |\n    one  \n\n\n      two\n  a: >-  # why\n    three\n    four\n  b: "five\\n\\n"\n'
    )


def test_a_list_in_brackets_stays_on_its_line_while_it_fits():
    assert formatted("- id: r\n  a: [ x,y ,  'z' ]\n  b: {k: v}\n") == (
        "- id: r\n  a: [x, y, 'z']\n  b:\n    k: v\n"
    )
    long = ", ".join(f"item_{n:02}" for n in range(20))
    assert "  a:\n    - item_00\n" in formatted(f"- id: r\n  a: [{long}]\n")


def test_what_is_warned_of_is_formatted_all_the_same():
    assert formatted("- b: homes #1 of them\n  a: x\n") == "- a: x\n  b: homes  #1 of them\n"


def test_comments_in_brackets_are_kept():
    assert formatted("- id: r\n  a: [x, # one\n    # two\n    y] # three\n") == (
        "- id: r\n  a:  # three\n    - x  # one\n    # two\n    - y\n"
    )


def test_the_line_for_editors_stays_at_the_top():
    text = "# yaml-language-server: $schema=x.json\n# of title\ntitle: t\nid: d\n"
    assert formatted(text, order_of_meta()) == (
        "# yaml-language-server: $schema=x.json\nid: d\n# of title\ntitle: t\n"
    )


def test_windows_line_ends_and_a_byte_order_mark_go():
    found = format_yaml(b"\xef\xbb\xbf- id: a\r\n  b: c\r\n", file="", order=AB)
    assert found.text == "- id: a\n  b: c\n"


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "---\n", "just text\n"], ids=["empty", "comment", "marker", "text"]
)
def test_a_file_without_records_is_left_as_it_is(text):
    assert format_yaml(text.encode(), file="", order=AB).text == text


@pytest.mark.parametrize(
    "text", ["- id: [\n", "- id: a\n  id: b\n", "- id: &x a\n", "- id:\n", "\t- id: a\n"]
)
def test_a_file_that_cannot_be_read_whole_is_left_alone_and_told(text):
    found = format_yaml(text.encode(), file="r.yaml", order=AB)
    assert found.text is None
    assert found.problems


def test_the_fields_of_a_table_come_as_they_are_declared():
    order = order_of_table(standard_schema()["measures"])
    assert order.names[:4] == ("id", "title_zh", "title_en", "summary_en")
    assert order.names[-1] == "evidence"
    assert order.inside["actors"].names == ("actor", "role")
    assert order.inside["evidence"].names[:2] == ("record", "id")


def test_the_dataset_of_this_project_keeps_every_value_and_comment(root):
    schema = standard_schema()
    files = list_directory(root / "datasets/livelihood-2026", schema).files
    assert files
    for file in files:
        before = file.path.read_text(encoding="utf-8")
        after = formatted(before, order_of_table(schema[file.table]))
        assert read_yaml(after.encode(), file="").value == read_yaml(before.encode(), file="").value


# Whatever an author may write, by hand-made layout.

WORDS = st.sampled_from(
    [
        "x",
        "NO",
        "1:30",
        "a b",
        "医保",
        "010",
        "-",
        "a #b",
        "a: b",
        "#c",
        "'",
        '"',
        "\\",
        "[",
        "{}",
        "a'b",
        "*x",
        "&y",
        "!z",
        "|",
        ">",
        "%",
        "@",
        "null",
        "~",
        "a\nb",
        "a\n\nb\n",
        " x",
        "x ",
        "\n",
        "　宽",
        "\u0301",
        "\x85",
        "\u2028",
        "\U0001f600",
    ]
)
TEXTS = st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=3).map("".join))
NAMES = st.sampled_from(["id", "a", "b", "list", "x", "y", "z", "a b", "名"])
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
COMMENTS = st.sampled_from(["", "", "", "# c", "#d", "# e: f", "# - g", "# 'h"])


class Layout:
    """Writes values in one of the ways that YAML allows, with comments strewn in."""

    def __init__(self, draw) -> None:
        self.draw = draw

    def pick(self, *ways):
        return self.draw(st.sampled_from(ways))

    def comment(self, indent: int) -> list[str]:
        lines = []
        if self.pick(0, 0, 1):
            lines += [""] * self.pick(0, 1, 2)
            comment = self.draw(COMMENTS)
            if comment:
                lines.append(" " * max(0, indent + self.pick(0, 0, 0, -2, 2)) + comment)
        return lines

    def beside(self) -> str:
        comment = self.draw(COMMENTS)
        return f" {comment}" if comment else ""

    def text(self, value: str, indent: int, *, key: bool = False) -> list[str]:
        ways = [double_quoted(value)]
        if (
            reads_as(value, value)
            and not value.startswith(" ")
            and not (key and ("\n" in value or ":" in value))
        ):
            ways += [value] * 3
        if "\n" not in value and reads_as(quoted(value), value):
            ways.append(quoted(value))
        block = literal(value) if not key else None
        if block is not None and self.pick(0, 1):
            return [block[0] + self.beside(), *(" " * indent + line if line else "" for line in block[1:])]
        return [self.pick(*ways) + ("" if key else self.beside())]

    def flow(self, value) -> str:
        if isinstance(value, str):
            return double_quoted(value)
        if isinstance(value, list):
            return f"[{', '.join(self.flow(v) for v in value)}]"
        return f"{{{', '.join(f'{double_quoted(k)}: {self.flow(v)}' for k, v in value.items())}}}"

    def below(self, lead: str, value, indent: int) -> list[str]:
        """A value after its key or dash."""
        if isinstance(value, str):
            first, *rest = self.text(value, indent)
            return [f"{lead} {first}", *rest]
        if not value or self.pick(0, 0, 0, 1):
            return [f"{lead} {self.flow(value)}{self.beside()}"]
        step = self.pick(1, 2, 3)
        lines = self.block(value, indent + step)
        return [f"{lead}{self.beside()}", *self.comment(indent + step), *lines]

    def block(self, value, indent: int) -> list[str]:
        lines: list[str] = []
        pairs = value.items() if isinstance(value, dict) else ((None, v) for v in value)
        for name, inner in pairs:
            lines += self.comment(indent)
            lead = "-" if name is None else f"{self.text(name, indent, key=True)[0]}:"
            if name is None and isinstance(inner, dict) and inner and self.pick(0, 1):
                first, *rest = self.block(inner, indent + 2)
                if first.strip() and not first.lstrip().startswith("#"):
                    lines += [f"{' ' * indent}- {first[indent + 2 :]}", *rest]
                    continue
            shown = self.below(lead, inner, indent)
            lines += [" " * indent + shown[0], *shown[1:]]
        return lines + self.comment(indent)


@st.composite
def documents(draw):
    value = draw(st.lists(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), min_size=1, max_size=3))
    layout = Layout(draw)
    return value, "\n".join(layout.block(value, draw(st.sampled_from([0, 0, 2])))) + "\n"


@settings(max_examples=300, deadline=None)
@given(documents())
def test_no_value_changes_no_comment_is_lost_and_a_second_time_changes_nothing(document):
    value, text = document
    read = read_yaml(text.encode(), file="")
    if read.problems or read.value != value:
        return  # a layout that YAML reads otherwise
    after = formatted(text)
    assert read_yaml(after.encode(), file="").value == value
    kept = Counter(re.findall(r"# (?:c|e: f|- g|'h)$|#d$", after, flags=re.MULTILINE))
    assert kept == Counter(re.findall(r"# (?:c|e: f|- g|'h)$|#d$", text, flags=re.MULTILINE))
    assert not re.search(r"[ \t]$", after.replace("\\t", ""), flags=re.MULTILINE) or "|" in after


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_in_quotes_is_read_as_itself(text):
    read = read_yaml(f"- {quoted(text)}\n- {double_quoted(text)}\n".encode(), file="")
    assert read.value == [text, text]


@given(TEXTS)
def test_a_block_is_read_as_its_text_or_is_not_offered(text):
    lines = literal(text)
    assert lines is None or reads_as("\n".join(lines), text)


def test_a_folded_block_keeps_its_breaks():
    raw = ">-\n      one\n      two\n\n      three"
    assert folded(raw, "one two\nthree") == [">-", "  one", "  two", "", "  three"]
