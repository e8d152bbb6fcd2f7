from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import effort
from policy_dataset.drafting.draft import Draft, draft
from policy_dataset.errors import UsageError
from policy_dataset.model.standard import standard_schema
from policy_dataset.pipeline import check, lock
from policy_dataset.problems import Problem
from policy_dataset.records.curation import read_curation
from policy_dataset.sources.anchors import anchor_of, read_anchor
from policy_dataset.sources.texts import SourceText, read_text

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "provincial_reports"
SOURCE = "town_report"

META = """\
id: my-town
title: A town
description: One report.
version: 0.1.0
licenses:
  - name: CC0-1.0
contributors:
  - title: The policy-dataset contributors
coded_by: coder_a
origin: person
"""

REPORT = """\
云岭市工作简报
记者 某某
一、去年的工作
截至2025年底，全市建成托育点86个，投入3500万元。服务1.2万余人次，位居第二。
老旧小区一件接着一件办。
二、今年的打算
2026年，苏州市将新建诊所12个，力争覆盖率达到95%以上。
近期将研究出台办法，沿中老铁路开展宣传。
"""

TABLES = ("measures", "statistics", "waivers")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.yaml").write_text(META, encoding="utf-8")
    return tmp_path / "data"


def text_of(words: str, folder: Path) -> SourceText:
    path = folder / "report.txt"
    path.write_bytes(words.encode("utf-8"))
    read = read_text(path)
    assert isinstance(read, SourceText)
    return read


def run(dataset: Path, text: SourceText, **options: str) -> Draft:
    made = draft(dataset, text, SOURCE, schema=standard_schema(), **options)
    assert isinstance(made, Draft)
    made.write()
    return made


def files_of(dataset: Path) -> dict[str, bytes]:
    return {
        f.relative_to(dataset).as_posix(): f.read_bytes() for f in sorted(dataset.rglob("*")) if f.is_file()
    }


def rows(dataset: Path, table: str) -> dict[str, dict]:
    curation = read_curation(dataset, standard_schema())
    assert [p for p in curation.problems if p.rule != "todo_left"] == []
    return {row.key: row.document.value[row.path[0]] for row in curation.rows.get(table, ())}


def errors_apart_from_todos(dataset: Path, texts: Path) -> list[Problem]:
    """Errors of cells that a person has not filled in are about the todo there."""
    assert lock(dataset, texts=texts).valid
    report = check(dataset, texts=texts).report
    assert report.faults == ()
    return [p for p in report.errors if not (p.value or "").startswith("todo")]


@pytest.fixture
def drafted(dataset: Path, tmp_path: Path) -> Path:
    run(dataset, text_of(REPORT, tmp_path), published="2026-02-09")
    return dataset


# The source


def test_a_source_that_is_not_declared_is_declared_with_the_whole_text(drafted):
    source = rows(drafted, "sources")[SOURCE]
    assert source["title_zh"] == "云岭市工作简报"
    assert source["published"] == "2026-02-09"
    assert source["file"] == "report.txt"
    assert source["spans"] == f"0,{len(REPORT)}"
    assert source["publisher"] == "todo"


def test_the_day_of_publication_is_a_todo_where_it_is_not_given(dataset, tmp_path):
    run(dataset, text_of(REPORT, tmp_path))
    assert rows(dataset, "sources")[SOURCE]["published"] == "todo"


def test_declaring_a_source_leaves_the_sources_before_it_as_they_are(dataset, tmp_path):
    before = "# ours\n- id: other\n  title_zh: 别的"
    (dataset / "sources.yaml").write_text(before, encoding="utf-8")
    run(dataset, text_of(REPORT, tmp_path))
    assert (dataset / "sources.yaml").read_text(encoding="utf-8").startswith(f"{before}\n\n- id: {SOURCE}\n")


def test_a_file_of_sources_that_is_no_list_is_not_written_to(dataset, tmp_path):
    (dataset / "sources.yaml").write_text("id: other\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"sources\.yaml"):
        run(dataset, text_of(REPORT, tmp_path))
    assert list(files_of(dataset)) == ["dataset.yaml", "sources.yaml"]


def test_another_text_under_the_same_source_is_refused(drafted, tmp_path):
    problem = draft(drafted, text_of(REPORT + "。", tmp_path), SOURCE, schema=standard_schema())
    assert isinstance(problem, Problem)
    assert problem.code == "source_changed"


def test_an_empty_text_is_refused(dataset, tmp_path):
    assert isinstance(draft(dataset, text_of(" \n", tmp_path), SOURCE, schema=standard_schema()), Problem)


@pytest.mark.parametrize("source", ["Report", "a b", "../a", "a" * 75])
def test_what_cannot_be_an_id_is_no_source(dataset, tmp_path, source):
    with pytest.raises(UsageError, match="id of a source"):
        draft(dataset, text_of(REPORT, tmp_path), source, schema=standard_schema())


def test_a_directory_without_dataset_yaml_is_no_dataset(tmp_path):
    with pytest.raises(UsageError, match=r"dataset\.yaml"):
        draft(tmp_path, text_of(REPORT, tmp_path), SOURCE, schema=standard_schema())


def test_a_link_is_not_written_through(dataset, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (dataset / "measures").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="symbolic link"):
        run(dataset, text_of(REPORT, tmp_path))


# What is drafted


def test_every_figure_is_a_statistic_as_printed_without_words_that_say_nothing(drafted):
    figures = [s["figure"] for s in rows(drafted, "statistics").values()]
    assert figures == ["86个", "3500万元", "1.2万余人次", "12个", "95%以上"]


def test_a_period_is_the_nearest_date_before_the_figure_in_its_sentence_else_in_its_paragraph(drafted):
    found = {s["figure"]: s for s in rows(drafted, "statistics").values()}
    assert found["86个"]["period"] == "截至2025年底"
    assert "period_basis" not in found["86个"]
    assert found["1.2万余人次"]["period"] == "截至2025年底"
    assert found["1.2万余人次"]["period_basis"] == "inherited"
    assert found["12个"]["period"] == "2026年"


def test_a_figure_without_a_date_holds_on_the_day_of_publication(dataset, tmp_path):
    run(dataset, text_of("全市有诊所86个。\n", tmp_path))
    (only,) = rows(dataset, "statistics").values()
    assert only["period_basis"] == "source_date"
    assert "period" not in only


def test_every_sentence_that_says_something_is_a_measure(drafted):
    starts = [int(i.removeprefix(f"{SOURCE}_")) for i in rows(drafted, "measures")]
    sentences = ("截至", "服务1", "老旧", "2026年，", "近期")
    assert starts == [REPORT.index(s) for s in sentences]


def test_headings_bylines_ordinals_idioms_and_vague_times_are_waived(drafted):
    found = {}
    for waiver in rows(drafted, "waivers").values():
        anchor = read_anchor(waiver["anchor"])
        found[REPORT[anchor.start : anchor.end]] = waiver["reason"]
    assert found == {
        "云岭市工作简报": "transition",
        "记者 某某": "credit_line",
        "一、去年的工作": "transition",
        "二、今年的打算": "transition",
        "第二": "ordinal",
        "一件": "idiom",
        "近期": "vague_time",
    }


def test_places_are_named_with_the_role_of_their_kind(drafted):
    found = {i: m.get("locations") for i, m in rows(drafted, "measures").items()}
    assert found[f"{SOURCE}_{REPORT.index('2026年，')}"] == ["320500"]
    assert found[f"{SOURCE}_{REPORT.index('近期')}"] == [
        {"location": "loc_x_line_china_laos_railway", "role": "route"}
    ]


def test_actors_are_those_that_the_dataset_declares_and_nobody_else(dataset, tmp_path):
    actors = "- id: health_bureau\n  name_zh: 云岭市卫生局\n  variants_zh: 市卫生局\n  name_en: Bureau\n  kind: prefectural_government\n"
    (dataset / "actors.yaml").write_text(actors, encoding="utf-8")
    run(dataset, text_of("市卫生局局长王某某表示，将开放诊所。\n", tmp_path))
    (only,) = rows(dataset, "measures").values()
    assert only["actors"] == [{"actor": "health_bureau", "role": "todo"}]
    assert "王某某" not in "".join(f.decode() for f in files_of(dataset).values())


def test_hints_stand_in_comments(drafted):
    statistics = (drafted / f"statistics/{SOURCE}.draft.yaml").read_text(encoding="utf-8")
    assert "# = 35000000 CNY; unit: yuan\n" in statistics
    assert "# = more than 12000 人次" in statistics
    measures = (drafted / f"measures/{SOURCE}.draft.yaml").read_text(encoding="utf-8")
    assert "# commitment: aims_at (力争)\n" in measures
    assert "# commitment: studies (研究)\n" in measures


def test_two_dates_in_a_sentence_are_for_a_person_to_choose_from(dataset, tmp_path):
    run(dataset, text_of("2026年启动工程，2028年完工。\n", tmp_path))
    (only,) = rows(dataset, "measures").values()
    assert only["period"] == "todo"
    assert len(only["evidence"]["period"]) == 2


def test_a_figure_that_only_its_words_explain_is_a_todo(dataset, tmp_path):
    run(dataset, text_of("去年发电3亿度。\n", tmp_path))
    (only,) = rows(dataset, "statistics").values()
    assert only["figure"] == "todo"
    assert "# figure: 3亿度: " in (dataset / f"statistics/{SOURCE}.draft.yaml").read_text(encoding="utf-8")
    assert errors_apart_from_todos(dataset, tmp_path / "report.txt") == []


def test_no_words_of_the_text_but_figures_dates_and_names_are_written(drafted):
    written = "".join(f.decode() for name, f in files_of(drafted).items() if name != "dataset.yaml")
    for clause in re.split("[，。\n]", REPORT):
        if len(clause) > 8:
            assert clause not in written


# Validation and accounting


def test_todos_apart_a_draft_is_valid(drafted, tmp_path):
    assert errors_apart_from_todos(drafted, tmp_path / "report.txt") == []


def test_a_draft_without_the_day_of_publication_is_valid_too(dataset, tmp_path):
    run(dataset, text_of("今年建成诊所3个。去年投入3500万元。全年服务5万人次。\n", tmp_path))
    assert errors_apart_from_todos(dataset, tmp_path / "report.txt") == []


def test_every_todo_is_refused(drafted, tmp_path):
    report = check(drafted, texts=tmp_path / "report.txt").report
    refused = {(p.file, p.line) for p in report if (p.value or "").startswith("todo")}
    written = {
        (name, number)
        for name, data in files_of(drafted).items()
        for number, line in enumerate(data.decode().split("\n"), 1)
        if line.endswith(": todo")
    }
    assert written
    assert written <= refused


def test_after_drafting_nothing_is_open(drafted, tmp_path):
    checked = check(drafted, texts=tmp_path / "report.txt")
    assert checked.books.open == ()
    assert checked.books.stale == ()


# Drafting again


def test_drafting_again_changes_nothing(drafted, tmp_path):
    before = files_of(drafted)
    made = run(drafted, text_of(REPORT, tmp_path))
    assert made.changed == ()
    assert files_of(drafted) == before


def edit(path: Path, old: str, new: str) -> str:
    """Change one record of a draft file and return it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    path.write_text(changed, encoding="utf-8", newline="\n")
    return next(part for part in changed.split("# draft ") if new in part)


def test_an_edited_record_stays_to_the_byte(drafted, tmp_path):
    path = drafted / f"measures/{SOURCE}.draft.yaml"
    edited = edit(path, "title_zh: todo", "title_zh:   建成托育点  # mine")
    made = run(drafted, text_of(REPORT, tmp_path))
    assert edited in path.read_text(encoding="utf-8")
    assert made.own["measures"] == 1
    assert len(rows(drafted, "measures")) == 5
    before = files_of(drafted)
    run(drafted, text_of(REPORT, tmp_path))
    assert files_of(drafted) == before


def test_an_edited_record_that_moved_elsewhere_is_not_drafted_a_second_time(drafted, tmp_path):
    path = drafted / f"statistics/{SOURCE}.draft.yaml"
    start = REPORT.index("86个")
    edit(path, f"#char={start},", f"#char={start + 1},")
    run(drafted, text_of(REPORT, tmp_path))
    assert path.read_text(encoding="utf-8").count(f"- id: {SOURCE}_{start}\n") == 1


def test_a_candidate_that_a_persons_record_accounts_for_is_gone(drafted, tmp_path):
    start = REPORT.index("12个")
    anchor = anchor_of(SOURCE, REPORT, start, start + 3)
    record = f"- id: clinics\n  indicator: todo\n  kind: todo\n  figure: 12个\n  location: todo\n  evidence: {anchor}\n"
    (drafted / "statistics" / "clinics.yaml").write_text(record, encoding="utf-8")
    run(drafted, text_of(REPORT, tmp_path))
    assert [s["figure"] for s in rows(drafted, "statistics").values()].count("12个") == 1
    assert f"{SOURCE}_{start}" not in rows(drafted, "statistics")


def test_a_figure_that_is_coded_does_not_take_the_measure_of_its_sentence_away(drafted, tmp_path):
    edit(drafted / f"statistics/{SOURCE}.draft.yaml", "indicator: todo", "indicator: community_clinics")
    run(drafted, text_of(REPORT, tmp_path))
    assert f"{SOURCE}_{REPORT.index('截至')}" in rows(drafted, "measures")


def test_a_measure_that_a_person_deletes_after_coding_its_figure_does_not_come_back(drafted, tmp_path):
    edit(drafted / f"statistics/{SOURCE}.draft.yaml", "indicator: todo", "indicator: community_clinics")
    path = drafted / f"measures/{SOURCE}.draft.yaml"
    text = path.read_text(encoding="utf-8")
    first = text.index("# draft ")
    path.write_text(text[:first] + text[text.index("# draft ", first + 1) :], encoding="utf-8", newline="\n")
    run(drafted, text_of(REPORT, tmp_path))
    assert f"{SOURCE}_{REPORT.index('截至')}" not in rows(drafted, "measures")


def test_a_measure_by_a_persons_hand_takes_the_place_of_the_drafted_one(drafted, tmp_path):
    start = REPORT.index("2026年，")
    anchor = anchor_of(SOURCE, REPORT, start + 6, start + 16)
    (drafted / "measures" / "ours.yaml").write_text(
        f"- id: ours\n  title_zh: todo\n  evidence: {anchor}\n", encoding="utf-8"
    )
    run(drafted, text_of(REPORT, tmp_path))
    assert f"{SOURCE}_{start}" not in rows(drafted, "measures")
    assert "ours" in rows(drafted, "measures")


def test_a_date_that_a_persons_measure_leaves_out_is_drafted_by_itself(drafted, tmp_path):
    words = "2026年启动工程。\n"
    path = drafted / "sources.yaml"
    path.unlink()
    for table in TABLES:
        (drafted / f"{table}/{SOURCE}.draft.yaml").unlink()
    anchor = anchor_of(SOURCE, words, 0, 10)
    (drafted / "measures" / "ours.yaml").write_text(
        f"- id: ours\n  title_zh: todo\n  evidence: {anchor}\n", encoding="utf-8"
    )
    run(drafted, text_of(words, tmp_path))
    assert rows(drafted, "measures")[f"{SOURCE}_0"]["period"] == "2026年"


def test_once_everything_is_coded_elsewhere_the_draft_files_are_gone(drafted, tmp_path):
    for table in TABLES:
        (drafted / table / f"{SOURCE}.draft.yaml").rename(drafted / table / "ours.yaml")
    run(drafted, text_of(REPORT, tmp_path))
    assert [n for n in files_of(drafted) if n.endswith(".draft.yaml")] == []


def test_periods_are_read_once_the_day_of_publication_is_filled_in(dataset, tmp_path):
    text = text_of("全年建成诊所3个。今年投入5万元。\n", tmp_path)
    run(dataset, text)
    edit(dataset / "sources.yaml", "published: todo", "published: 2026-02-09")
    run(dataset, text)
    assert errors_apart_from_todos(dataset, tmp_path / "report.txt") == []


@settings(max_examples=effort(20, 200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    "2026年",
                    "今年，",
                    "12个",
                    "1.2万余人。",
                    "\n",
                    "“",
                    "”",
                    "《",
                    "》",
                    "一批",
                    "# ",
                    "江苏省",
                    "第3",
                    "\r\n",
                    "\ufeff",
                    "！",
                    "万人",
                    "同比增长5%",
                    "5\n万元",
                    "近日",
                ]
            ),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_any_text_goes_through_twice_and_is_accounted_for(tmp_path_factory, pieces):
    words = "".join(pieces)
    if not words.strip() or any("\ud800" <= c <= "\udfff" for c in words):
        return
    folder = tmp_path_factory.mktemp("any")
    dataset = folder / "data"
    dataset.mkdir()
    (dataset / "dataset.yaml").write_text(META, encoding="utf-8")
    text = text_of(words, folder)
    run(dataset, text, published="2026-02-09")
    before = files_of(dataset)
    run(dataset, text)
    assert files_of(dataset) == before
    assert errors_apart_from_todos(dataset, folder / "report.txt") == []
    assert check(dataset, texts=folder / "report.txt").books.open == ()


# A report as it is printed


@pytest.fixture
def report() -> SourceText:
    path = REPORTS / "320000.txt"
    if not path.is_file():
        pytest.skip("the provincial reports are not at hand (../shared/corpora)")
    read = read_text(path)
    assert isinstance(read, SourceText)
    return read


def test_a_provincial_report_is_drafted_and_todos_apart_valid(dataset, report):
    began = time.monotonic()
    run(dataset, report)
    assert time.monotonic() - began < 30
    assert errors_apart_from_todos(dataset, REPORTS / report.file) == []
    before = files_of(dataset)
    run(dataset, report)
    assert files_of(dataset) == {**before}
    assert check(dataset, texts=REPORTS / report.file).books.open == ()


def test_all_anchors_of_the_draft_of_a_report_resolve(dataset, report):
    run(dataset, report, published="2026-02-09")
    written = "".join(
        data.decode() for name, data in files_of(dataset).items() if name.endswith(".draft.yaml")
    )
    anchors = re.findall(rf"{SOURCE}#\S+", written)
    assert len(anchors) > 500
    for anchor in map(read_anchor, anchors):
        assert anchor == anchor_of(SOURCE, report.text, anchor.start, anchor.end)


def test_no_sentence_of_a_report_is_written(dataset, report):
    run(dataset, report)
    written = "".join(data.decode() for name, data in files_of(dataset).items() if name != "sources.yaml")
    for run_of_characters in re.findall("[\u3400-\u9fff]{16,}", written):
        assert run_of_characters not in report.text
