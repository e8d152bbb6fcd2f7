from __future__ import annotations

import random
from decimal import Decimal

import pyarrow as pa
import pytest

import policy_dataset as pds
from policy_dataset.coverage.verify import verify_tables
from policy_dataset.derivation.tables import STANDARD_DERIVATIONS
from policy_dataset.model.standard import standard_schema
from policy_dataset.sources.texts import open_texts

SCHEMA = standard_schema()


@pytest.fixture(scope="session")
def tables(root):
    dataset = pds.load(root / "datasets" / "livelihood-2026")
    return {name: dataset[name].to_arrow() for name in dataset.tables}


@pytest.fixture(scope="session")
def texts(page):
    return open_texts(page)


def verify(tables, texts):
    return verify_tables(SCHEMA, tables, STANDARD_DERIVATIONS, texts)


def test_every_published_cell_is_what_the_page_says(tables, texts):
    verification = verify(tables, texts)
    assert verification.problems == ()
    assert verification.proven > 1000
    assert verification.worded == ("statistics/childbirth_out_of_pocket_target_2026",)


STATISTICS = [
    "figure", "figure_qualifier", "value", "unit", "comparator", "lower", "upper", "lower_inclusive",
    "upper_inclusive", "resolution", "value_base", "change_direction", "change_mode", "change_basis", "compared_with",
    "compared_with_start", "compared_with_end", "period", "period_start", "period_end", "period_printed", "period_time",
    "assumptions", "source_id",
]  # fmt: skip
CELLS = {
    "statistics": STATISTICS,
    "measures": [
        "period",
        "period_start",
        "period_end",
        "period_printed",
        "announced",
        "announced_start",
        "source_id",
    ],
    "evidence": ["char_start", "char_end", "quote_length", "quote_sha256", "prefix_sha256", "suffix_sha256"],
    "sources": ["published_start", "published_end", "characters"],
    "coverage": ["char_start", "share", "disposition"],
}


def another(cell, column, generator):
    """Return a cell of the same type that differs."""
    if cell is None:
        kind = {"lower": Decimal(7), "upper": Decimal(7)}
        return kind.get(column)
    if isinstance(cell, bool):
        return not cell
    if isinstance(cell, Decimal):
        return cell + Decimal("0.1") if generator.random() < 0.5 else cell * 10 + 1
    if isinstance(cell, int):
        return cell + 1
    if isinstance(cell, str):
        if column in ("quote_sha256", "prefix_sha256", "suffix_sha256"):
            return ("0" if cell[0] != "0" else "1") + cell[1:]
        if column == "disposition":
            return "open" if cell != "open" else "record"
        return cell + "1"
    return cell.replace(year=cell.year - 1)


def test_200_changes_of_single_cells_are_caught_and_named(tables, texts):
    generator = random.Random(20260126)  # noqa: S311 - reproducible, not secret
    changed = 0
    while changed < 200:
        name = generator.choice(list(CELLS))
        column = generator.choice(CELLS[name])
        row = generator.randrange(tables[name].num_rows)
        cells = tables[name][column].to_pylist()
        new = another(cells[row], column, generator)
        if new is None or new == cells[row]:
            continue
        changed += 1
        data = tables[name]
        at = data.schema.get_field_index(column)
        mutated = data.set_column(
            at,
            data.schema.field(at),
            pa.array([*cells[:row], new, *cells[row + 1 :]], data.schema.field(at).type),
        )
        problems = verify({**tables, name: mutated}, texts).problems
        keys = [str(mutated[k][row].as_py()) for k in mutated.column_names[:1]]
        named = {(p.table, p.field) for p in problems if p.record in keys or keys[0] in (p.record or "")}
        assert named, (name, column, cells[row], new, [p.message for p in problems][:3])
        if name != "evidence":
            assert (name, column) in named or name == "coverage", (name, column, named)


def test_a_page_that_was_changed_is_caught(tables, page, tmp_path):
    for file in page.iterdir():
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace("2.59亿", "2.95亿"), encoding="utf-8"
        )
    problems = verify(tables, open_texts(tmp_path)).problems
    assert any("maternity_insurance_participants" in (p.record or "") for p in problems)


def test_another_copy_of_the_page_proves_the_same_numbers(tables, page, tmp_path):
    for file in page.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / "copy.txt").write_text(
            "\r\n".join(text.replace("。", "。\n").split("\n")), encoding="utf-8"
        )
    verification = verify(tables, open_texts(tmp_path))
    assert verification.problems == ()
    assert verification.moved > 100


def test_without_the_text_nothing_is_proven(tables, tmp_path):
    verification = verify(tables, open_texts(tmp_path))
    assert {p.rule for p in verification.problems} == {"source_not_at_hand"}
    assert len(verification.problems) == 3


def test_a_text_that_is_no_copy_of_a_source_proves_and_blames_nothing(tables, tmp_path):
    (tmp_path / "other.txt").write_text("2026年，某市新建12个社区门诊。", encoding="utf-8")
    verification = verify(tables, open_texts(tmp_path / "other.txt"))
    assert {p.rule for p in verification.problems} == {"source_not_at_hand"}
    assert verification.proven < 100


def test_a_file_of_a_package_that_was_altered_is_named(root, page, tmp_path):
    package = pds.build(root / "datasets" / "livelihood-2026", tmp_path).path
    file = package / "data" / "statistics.csv"
    file.write_bytes(file.read_bytes().replace(b"259000000", b"295000000"))
    found = pds.load(package).verify(texts=page).problems
    assert [(p.rule, p.file) for p in found] == [("file_altered", "data/statistics.csv")]


def test_a_copy_in_full_width_digits_proves_the_same_numbers_and_is_told_of(tables, page, tmp_path):
    text = next(page.iterdir()).read_text(encoding="utf-8")
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    (tmp_path / "copy.txt").write_text(wide, encoding="utf-8")
    verification = verify(tables, open_texts(tmp_path / "copy.txt"))
    assert [p.message for p in verification.problems] == []
    assert len(verification.copies) == 3
    assert "coverage not verified" in verification.summary()


def test_a_cell_of_a_rewritten_file_is_named_although_its_hash_tells_already(root, page, tmp_path):
    import pyarrow.parquet as pq  # noqa: PLC0415 - this test alone writes Parquet

    package = pds.build(root / "datasets" / "livelihood-2026", tmp_path).path
    path = package / "data" / "statistics.parquet"
    with pq.ParquetFile(path) as file:
        data = file.read()
    at = data.schema.get_field_index("value")
    values = [v + 1 if i == 0 else v for i, v in enumerate(data["value"].to_pylist())]
    pq.write_table(
        data.set_column(at, data.schema.field(at), pa.array(values, data.schema.field(at).type)), path
    )
    found = pds.load(package).verify(texts=page).problems
    assert {p.rule for p in found} == {"file_altered", "cell_not_proven"}
    assert {p.field for p in found if p.rule == "cell_not_proven"} == {"value"}


def test_a_source_without_a_day_crashes_nothing(tables, texts):
    sources = tables["sources"]
    at = sources.schema.get_field_index("published")
    days = [f"{d}x" for d in sources["published"].to_pylist()]
    altered = sources.set_column(at, sources.schema.field(at), pa.array(days, pa.string()))
    assert verify({**tables, "sources": altered}, texts).problems
