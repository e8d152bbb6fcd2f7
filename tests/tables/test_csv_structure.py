"""The strict structure pass, against a machine that looks at one sign at a time."""

import csv
import gzip
import io
import lzma
import re
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy_dataset.problems import Severity
from policy_dataset.tables.csv_rows import MAX_KEPT
from policy_dataset.tables.csv_structure import CsvCheck, CsvStructure, check_csv


def check(data, *, block=None, smallest=1, **options):
    data = data.encode() if isinstance(data, str) else data
    if block is None:
        return check_csv(data, file="x.csv", **options)
    return CsvCheck(BytesIO(data), "x.csv", block=block, smallest=smallest, **options).run()


def places(structure):
    return [(problem.code, problem.line, problem.column) for problem in structure.problems]


def lines_of_rows(structure):
    return [structure.line_of_row(row) for row in range(structure.rows)]


# --------------------------------------------------------------------------------------- the slow machine


def reference(data):  # noqa: C901, PLR0912, PLR0915 - one sign at a time, every case spelled out
    """Header width, lines of data rows, and the set of faults, by RFC 4180 and nothing else."""
    faults, row_lines, first_end, header = set(), [], None, None
    mixed = False
    at, line, size = 0, 1, len(data)

    def column(offset):
        return offset - (data.rfind(b"\n", 0, offset) + 1) + 1

    def end_row(crlf):
        nonlocal first_end, mixed
        if first_end is None:
            first_end = crlf
        elif crlf != first_end and not mixed:
            mixed = True
            faults.add(("csv_line_ends", line, None))

    outside = bytearray(data)
    for quoted in re.finditer(rb'"[^"]*"', data):
        outside[quoted.start() : quoted.end()] = b"x" * len(quoted[0])
    lone = [n for n in range(size) if outside[n : n + 1] == b"\r" and outside[n + 1 : n + 2] != b"\n"]
    if len(lone) > max(1, outside.count(b"\n")):  # lines end with CR alone: nothing else is told
        line = data.count(b"\n", 0, lone[0]) + 1
        return None, [], {("csv_line_ends", line, column(lone[0]))}

    while at < size:
        if data[at : at + 1] == b"\n" or data[at : at + 2] == b"\r\n":
            crlf = data[at : at + 1] == b"\r"
            faults.add(("csv_empty_line", line, 1))
            end_row(crlf)
            at += 2 if crlf else 1
            line += 1
            continue
        row_start, row_line, cells, sound, ended = at, line, 0, True, None
        while ended is None:
            cells += 1
            quoted = data[at : at + 1] == b'"'
            if quoted:
                opened, opened_line = at, line
                at += 1
                while at < size:
                    if data[at : at + 2] == b'""':
                        at += 2
                    elif data[at : at + 1] == b'"':
                        break
                    else:
                        line += data[at : at + 1] == b"\n"
                        at += 1
                if at >= size:
                    faults.add(("csv_quote", opened_line, column(opened)))
                    sound, line = False, opened_line
                    end = data.find(b"\n", opened)
                    ended = "eof" if end < 0 else "crlf" if data[end - 1 : end] == b"\r" else "lf"
                    at = content_end = size if end < 0 else end - (ended == "crlf")
                    break
                at += 1
            told = False
            while True:
                sign = data[at : at + 1]
                if sign in (b"", b",", b"\n") or data[at : at + 2] == b"\r\n":
                    break
                if sign == b"\r":
                    faults.add(("csv_line_ends", line, column(at)))
                if (quoted or sign == b'"') and not told:
                    faults.add(("csv_quote", line, column(at)))
                    told, sound = True, False
                at += 1
            content_end = at
            if data[at : at + 1] == b",":
                at += 1
            elif data[at : at + 1] == b"\n":
                ended = "lf"
            elif data[at : at + 2] == b"\r\n":
                ended = "crlf"
            else:
                ended = "eof"
        content = data[row_start:content_end]
        if header is None:
            header = (content, cells)
        else:
            row_lines.append(row_line)
            if content == header[0]:
                faults.add(("csv_header", row_line, 1))
            if sound and cells != header[1]:
                faults.add(("csv_ragged", row_line, None))
        if ended != "eof":
            end_row(ended == "crlf")
            at += 2 if ended == "crlf" else 1
            line += 1
    return header, row_lines, faults


def assert_same(data, structure):
    header, row_lines, faults = reference(data)
    found = [
        place for place in places(structure) if place[0] != "csv_header" or place[1:] in row_places(row_lines)
    ]
    expected = sorted(faults, key=str)
    assert sorted(found, key=str) == expected
    assert lines_of_rows(structure) == row_lines
    assert len(structure.header) == (header[1] if header else 0)


def row_places(row_lines):
    return {(line, 1) for line in row_lines}


SMALL = st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r", b"\r\n", b'""', b'"a"']), max_size=40).map(
    b"".join
)
HEADERS = st.sampled_from([b"", b"a\n", b"a,b\n", b"a,b\r\n", b'"a",b,c\n', b'"a\nb",c\n'])


@settings(max_examples=1500)
@given(HEADERS, SMALL, st.integers(3, 24), st.integers(1, 8))
@example(b"a,b\n", b'1,"2\n3,4\n', 8, 1)
@example(b"a,b\n", b'1,"2\r\n"\r\n', 4, 2)
@example(b"a,b\n", b"1,2\r", 3, 1)
@example(b"a\n", b'""\n\n""\n', 5, 1)
def test_random_signs_are_judged_as_by_the_slow_machine_whatever_the_blocks(header, body, block, smallest):
    data = header + body
    assert_same(data, check(data, block=block, smallest=smallest))


CELLS = st.text(st.sampled_from('ab,"\n中'), max_size=5)


@st.composite
def files(draw):
    """Valid files as Python writes them, with a few bytes changed in some."""
    width = draw(st.integers(1, 4))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, lineterminator=end, quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    )
    writer.writerow([f"h{i}" for i in range(width)])
    for row in draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=25)):
        writer.writerow(row)
    return width, text.getvalue()


@given(files(), st.integers(3, 64), st.integers(1, 16))
def test_a_valid_file_has_no_problem_and_its_rows_stand_where_pythons_reader_finds_them(
    file, block, smallest
):
    width, text = file
    structure = check(text, block=block, smallest=smallest)
    assert structure.problems == ()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, line = [], 0
    for row in reader:
        if rows:
            assert structure.line_of_row(len(rows) - 1) == line + 1
        rows.append(row)
        line = reader.line_num
    assert structure.rows == len(rows) - 1
    assert structure.header == tuple(rows[0])
    assert len(structure.header) == width


@settings(max_examples=300)
@given(files(), st.data(), st.integers(3, 64))
def test_a_changed_file_is_judged_as_by_the_slow_machine(file, data, block):
    text = file[1].replace("中", "c")
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(["", '"', ",", "\n", "\r", "x", '""', "\r\n"]))
    changed = (text[:at] + piece + text[at + data.draw(st.integers(0, 2)) :]).encode()
    assert_same(changed, check(changed, block=block))


@given(st.binary(max_size=300), st.integers(3, 64))
def test_any_bytes_are_judged_without_an_exception(data, block):
    structure = check(data, block=block)
    assert isinstance(structure, CsvStructure)
    lines_of_rows(structure)
    for problem in structure.problems:
        assert problem.hint
        assert problem.line >= 1


# --------------------------------------------------------------------------------------------- each fault


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ('a,b\n1,"2\n3,4\n', "csv_quote", 2, 3, "opens cell 2 is not closed"),
        ('a,b\n1,"2"x\n', "csv_quote", 2, 6, "follows the closing quote of cell 2"),
        ('a,b\n1,x"y\n', "csv_quote", 2, 4, "stands inside cell 2"),
        ('a,b\n1,a"b"c\n', "csv_quote", 2, 4, "stands inside cell 2"),
        ('a,b\n1, "x"\n', "csv_quote", 2, 4, "stands inside cell 2"),
        ("a,b\n1\n", "csv_ragged", 2, None, "has 1 cell, the header has 2"),
        ("a,b\n1,2,3\n", "csv_ragged", 2, None, "has 3 cells, the header has 2"),
        ('a,b\n"x\ny",2\n1\n', "csv_ragged", 4, None, "has 1 cell"),
        ("a,b\n1,2\n\n3,4\n", "csv_empty_line", 3, 1, "empty"),
        ("a,b\n1,2\n\n", "csv_empty_line", 3, 1, "empty"),
        ("a\n1\n\n2\n", "csv_empty_line", 3, 1, "empty"),
        ("a,,c\n1,2,3\n", "csv_header", 1, 3, "column 2 has no name"),
        ("a,b,a\n1,2,3\n", "csv_header", 1, 5, "'a' is given to columns 1 and 3"),
        ("a,b\n1,2\na,b\n", "csv_header", 3, 1, "repeated"),
        ("", "csv_header", 1, None, "empty"),
        ("a,b\n1,\x00\n", "text_nul", 2, 3, "NUL"),
        ("a,b\n1,2\r\n3,4\n", "csv_line_ends", 2, None, "CRLF"),
        ("a,b\r\n1,2\r\n3,4\n", "csv_line_ends", 3, None, "LF"),
        ("a,b\n1,2\r3\n", "csv_line_ends", 2, 4, "CR without LF"),
        ("a,b\r1,2\r3,4\r", "csv_line_ends", 1, 4, "the lines end with CR alone"),
        ("a,b\r1,2\r3,4\n", "csv_line_ends", 1, 4, "the lines end with CR alone"),
        ('a,"b\r"\r1,2\r3,4\r', "csv_line_ends", 1, 7, "the lines end with CR alone"),
    ],
)  # fmt: skip
def test_each_fault_is_reported_at_its_place(text, code, line, column, words):
    structure = check(text)
    assert places(structure) == [(code, line, column)]
    (problem,) = structure.problems
    assert words in problem.message
    assert problem.hint
    assert problem.file == "x.csv"
    assert problem.severity is Severity.ERROR
    assert structure.totals == {code: 1}


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("id,note", ((1, 1, 3), (1, 4, 8))),
        ('"甲","a, ""b""",', ((1, 1, 4), (1, 5, 15), (1, 16, 16))),
        ('"two\nlines",c', ((1, 1, 5), (2, 8, 9))),
    ],
)
def test_the_cells_of_the_header_have_places(header, wanted):
    assert check(f"{header}\n").header_places == wanted


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_is_no_part_of_the_header(end):
    plain = end.join(["甲,b", "1,2", '"x', 'y",3', "4,5", ""]).encode()
    marked, without = check(b"\xef\xbb\xbf" + plain, block=12, smallest=4), check(plain)
    assert marked.problems == ()
    assert (marked.header, marked.header_places) == (("甲", "b"), without.header_places)
    assert lines_of_rows(marked) == lines_of_rows(without) == [2, 3, 5]
    line, offset = marked.known_line(5)
    assert (b"\xef\xbb\xbf" + plain)[:offset].count(b"\n") == line - 1


def test_columns_are_counted_in_code_points():
    assert places(check('甲,乙\n𠀀中,x"\n')) == [("csv_quote", 2, 5)]
    assert places(check('甲,乙\n"中\n文"x,y\n')) == [("csv_quote", 3, 3)]


def test_broken_utf8_is_reported_with_byte_line_and_column():
    structure = check("名,b\n中".encode() + b"\xff,\xe4\xb8\n")
    assert places(structure) == [("text_not_utf8", 2, 2), ("text_not_utf8", 2, 4)]
    assert "byte 9 " in structure.problems[0].message
    assert structure.rows == 1


def test_a_file_in_utf16_is_one_problem():
    assert places(check("a,b\r\n1,2\r\n".encode("utf-16"))) == [("text_utf16", 1, 1)]


def test_crlf_throughout_is_in_order():
    structure = check(b'a,b\r\n1,"x\r\ny"\r\n2,z\r\n')
    assert structure.problems == ()
    assert lines_of_rows(structure) == [2, 4]


def test_an_unclosed_quote_in_a_file_with_crlf_is_no_mixture_of_line_ends():
    assert places(check('a,b\r\n1,"2\r\n3,4\r\n')) == [("csv_quote", 2, 3)]


def test_a_line_of_commas_costs_little():
    structure = check("a,b\n" + "," * 2_000_000)
    assert structure.problems[0].message == "the row has 2000001 cells, the header has 2"


def test_line_ends_in_quotes_are_text_and_no_mixture():
    assert check(b'a,b\r\n1,"x\ny\rz"\r\n').problems == ()


def test_the_last_line_end_may_be_missing():
    for text in ("a,b\n1,2", 'a,b\n1,"2"', "a,b"):
        assert check(text).problems == ()


def test_a_quoted_empty_cell_is_a_row_of_one_column():
    structure = check('a\n""\n""\n')
    assert structure.problems == ()
    assert structure.rows == 2


def test_the_header_may_span_lines():
    structure = check('a,"b\nc"\n1,2\n')
    assert structure.header == ("a", "b\nc")
    assert structure.line_of_row(0) == 3


def test_quotes_are_taken_off_the_header():
    assert check('"a","b ""c"""\n').header == ("a", 'b "c"')


def test_a_header_inside_of_a_quoted_cell_is_text():
    assert check('a,b\n1,"x\na,b\n"\n').problems == ()


def test_expected_names_that_are_missing_are_named():
    assert check("a,b\n", expected_header=["b", "a"]).problems == ()
    (problem,) = check("a,b\n", expected_header=["a", "c"]).problems
    assert problem.message == "the header lacks c"
    (problem,) = check("1,2\n", expected_header=["a", "b"]).problems
    assert problem.message == "the first line is not the header"


def test_problems_are_kept_up_to_a_bound_and_counted_beyond_it():
    structure = check("a,b\n" + "1\n" * 1000 + "\x00,\x00\n" * 500)
    assert len(structure.problems) == 2 * MAX_KEPT
    assert structure.totals == {"csv_ragged": 1000, "text_nul": 1000}


@pytest.mark.parametrize("block", [16, 64, 1 << 17])
def test_totals_do_not_depend_on_the_blocks(block):
    data = b"a,b\n" + b"1,2\r\n3,4\n" * 300 + b"\xff,\xff\n" * 150
    assert check(data, block=block).totals == {"csv_line_ends": 300, "text_not_utf8": 300}


def test_an_endless_quoted_cell_is_one_that_is_not_closed():
    data = 'a,b\n1,"' + "x,y\n" * 100 + '"\n3,4\n'
    structure = check(data, block=32, max_cell=100)
    assert structure.problems[0].message == "the quote that opens cell 2 is not closed"
    assert structure.problems[0].line == 2
    assert structure.rows == 102


def test_a_file_on_disk_is_read_in_blocks(tmp_path):
    path = tmp_path / "long.csv"
    rows = [f'{i},"note {i}, 约{i}万件\n"\n' if i % 97 == 0 else f"{i},plain\n" for i in range(60_000)]
    rows[50_000] = "50000\n"
    path.write_text("id,note\n" + "".join(rows), encoding="utf-8", newline="")
    structure = check_csv(path, file="long.csv")
    assert structure.rows == 60_000
    line = 2 + 50_000 + len(range(0, 50_000, 97))
    assert places(structure) == [("csv_ragged", line, None)]
    assert structure.line_of_row(50_000) == line


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"id;name\n1;a,b\n2;c\n", "`;`"), (b"id\tname\n1\ta\n", "tabs"), (b"id|name\n", "`|`")],
)
def test_another_separator_is_named_once(data, words):
    (problem,) = check_csv(data, file="x.csv", expected_header=("id", "name")).problems
    assert (problem.rule, problem.message) == (
        "csv_header",
        f"the columns are separated by {words}, not by commas",
    )


def test_a_file_of_another_code_page_is_one_problem_that_names_it():
    data = ("id,name\n" + "1,国家医疗保障局\n" * 20_000).encode("gb18030")
    (problem,) = check_csv(data, file="x.csv").problems
    assert (problem.rule, problem.line) == ("text_not_utf8", 2)
    assert "GB18030" in problem.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00!\xb5\n;,", "workbooks of Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Excel"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "compressed by gzip"),
        (lzma.compress(b"a,b\n1,2\n"), "compressed by xz"),
        (b"PAR1\x15\x00\n\xff\n" + bytes(100) + b"PAR1", "it is Parquet"),
    ],
    # Named, for what compresses writes the time, and tests shared by processes need one name.
    ids=["workbook", "old-workbook", "gzip", "xz", "parquet"],
)
def test_a_file_that_is_no_text_is_one_problem_that_says_what_it_is(data, words):
    (problem,) = check(data).problems
    assert (problem.code, problem.line, problem.column) == ("text_not_utf8", 1, 1)
    assert words in problem.message
    assert problem.hint


def test_a_ragged_row_says_that_the_others_are_judged_later():
    (problem,) = check_csv(b"a,b\n1\n", file="x.csv").problems
    assert problem.hint.endswith("What stands in the rows is judged then.")
