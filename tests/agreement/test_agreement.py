from decimal import Decimal
from pathlib import Path

import pytest

from policy_dataset.agreement.agreement import agreement_frame, agreement_rows, compare, found_shares
from policy_dataset.agreement.codings import coding_of_dataset, codings_of
from policy_dataset.agreement.tasks import tasks
from policy_dataset.model.standard import standard_schema
from policy_dataset.records.curation import read_curation

DIGEST = "0123456789abcdef"
SOURCE = """\
- id: page
  title_zh: 页
  title_en: Page
  publisher: 社
  language: zh-Hans
  published: 2026-01-26
  file: page.txt
  spans: 0,1000
"""


def measure(name, start, end, more=""):
    return (
        f"- id: {name}\n  title_zh: 题\n  title_en: Title\n  topic: employment\n  instrument: planning_target\n"
        f"  status: announced\n  commitment: firm\n{more}  evidence: ['page#char={start},{end};sha256={DIGEST}']\n"
    )


@pytest.fixture
def dataset(tmp_path):
    def make(**files):
        written = {"dataset.yaml": "id: small\ncoded_by: coder_a\n", "sources.yaml": SOURCE}
        for name, text in {
            **written,
            **{k.replace("__", "/") + ".yaml": v for k, v in files.items()},
        }.items():
            path = tmp_path / name.removesuffix(".yaml.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_curation(tmp_path, standard_schema())

    return make


def by_field(curation):
    return {row["field"]: row for row in agreement_rows(curation)}


def test_a_dataset_without_codings_has_no_agreement(dataset):
    curation = dataset(measures=measure("one", 0, 10))
    assert (agreement_rows(curation), agreement_frame(curation).data.num_rows) == ([], 0)


def test_a_single_second_coding_is_compared_with_the_dataset_itself(dataset):
    curation = dataset(measures=measure("one", 0, 10), codings__coder_b__measures=measure("uno", 0, 10))
    assert [c.coder for c in codings_of(curation)] == ["coder_a", "coder_b"]
    assert by_field(curation)["measures/topic"]["percent"] == Decimal("100.0000")


def test_the_first_coders_frozen_records_stand_for_the_dataset(dataset):
    curation = dataset(
        measures=measure("one", 0, 10).replace("announced", "planned"),
        codings__coder_a__measures=measure("one", 0, 10),
        codings__coder_b__measures=measure("uno", 0, 10),
    )
    assert by_field(curation)["measures/status"]["percent"] == Decimal("100.0000")
    assert len(codings_of(curation)) == 2


def test_only_what_both_coders_judged_is_compared(dataset):
    curation = dataset(
        measures=measure("one", 0, 10) + measure("two", 500, 510),
        codings__coder_b__measures=measure("uno", 0, 10),
        codings__coder_b__scope="- source: page\n  span: 0,100\n",
    )
    found = by_field(curation)
    assert (found["measures/found"]["units"], found["measures/evidence"]["units"]) == (1, 100)


def test_without_a_scope_everything_was_judged(dataset):
    curation = dataset(
        measures=measure("one", 0, 10) + measure("two", 500, 510),
        codings__coder_b__measures=measure("uno", 0, 10),
    )
    assert by_field(curation)["measures/found"]["units"] == 2


def test_periods_are_compared_by_what_they_mean(dataset):
    curation = dataset(
        measures=measure("one", 0, 10, "  period: 今年\n"),
        codings__coder_b__measures=measure("uno", 0, 10, "  period: 2026\n"),
    )
    assert by_field(curation)["measures/period"]["percent"] == Decimal("100.0000")


def test_a_parent_is_the_same_when_the_records_named_are(dataset):
    part = "  part_of: {}\n"
    curation = dataset(
        measures=measure("one", 0, 10) + measure("two", 20, 30, part.format("one")),
        codings__coder_b__measures=measure("uno", 0, 10) + measure("due", 20, 30, part.format("uno")),
    )
    assert by_field(curation)["measures/part_of"]["percent"] == Decimal("100.0000")


def test_a_list_agrees_in_part(dataset):
    curation = dataset(
        measures=measure("one", 0, 10, "  target_groups: [workers]\n")
        + measure("two", 20, 30, "  target_groups: [children]\n"),
        codings__coder_b__measures=measure("uno", 0, 10, "  target_groups: [workers, farmers]\n")
        + measure("due", 20, 30, "  target_groups: [children]\n"),
    )
    row = by_field(curation)["measures/target_groups"]
    # Observed distance 2/3 of one unit in two; expected 28/3 over the 12 ordered pairs of four values.
    assert (row["percent"], row["alpha"]) == (Decimal("50.0000"), Decimal("0.5714"))


def test_fields_that_nobody_filled_are_left_out(dataset):
    curation = dataset(measures=measure("one", 0, 10), codings__coder_b__measures=measure("uno", 0, 10))
    assert "measures/extent" not in by_field(curation)


def test_characters_are_counted_as_covered_by_both_by_one_or_by_none(dataset):
    curation = dataset(
        measures=measure("one", 0, 40),
        codings__coder_b__measures=measure("uno", 20, 60),
        codings__coder_b__scope="- source: page\n  span: 0,100\n",
    )
    (comparison,) = [c for c in compare(curation) if c.table.table_name == "measures"]
    assert comparison.characters == (20, 20, 20, 40)


def test_what_one_coder_alone_found_counts_against_the_other(dataset):
    curation = dataset(
        measures=measure("one", 0, 10) + measure("two", 20, 30),
        codings__coder_b__measures=measure("uno", 0, 10),
    )
    (comparison,) = [c for c in compare(curation) if c.table.table_name == "measures"]
    assert found_shares(comparison) == {
        "recall": Decimal("0.5000"),
        "precision": Decimal("1.0000"),
        "f1": Decimal("0.6667"),
    }


def test_three_coders_are_compared_two_by_two(dataset):
    curation = dataset(
        measures=measure("one", 0, 10),
        codings__coder_b__measures=measure("uno", 0, 10),
        codings__coder_c__measures=measure("un", 0, 10).replace("employment", "education_basic"),
    )
    row = by_field(curation)["measures/topic"]
    assert (row["units"], row["percent"]) == (3, Decimal("33.3333"))


def test_a_task_names_both_records_and_what_the_dataset_says_now(dataset):
    curation = dataset(
        measures=measure("one", 0, 10),
        codings__coder_a__measures=measure("one", 0, 10).replace("employment", "macro_economy"),
        codings__coder_b__measures="\n" + measure("uno", 0, 10),
    )
    (task,) = tasks(compare(curation), coding_of_dataset(curation))
    assert task.said == (
        ("macro_economy", "codings/coder_a/measures.yaml:1"),
        ("employment", "codings/coder_b/measures.yaml:2"),
    )
    assert task.now == ("employment", "measures.yaml:1")


def test_a_record_that_one_coder_alone_has_is_a_task(dataset):
    curation = dataset(
        measures=measure("one", 0, 10), codings__coder_b__scope="- source: page\n  span: 0,100\n"
    )
    assert [(t.field, t.said[1][0]) for t in tasks(compare(curation), coding_of_dataset(curation))] == [
        (None, "no record")
    ]


def test_reading_codings_alters_nothing_in_the_curation(dataset):
    curation = dataset(
        measures=measure("one", 0, 10, "  period: 今年\n"), codings__coder_b__measures=measure("uno", 0, 10)
    )
    agreement_rows(curation)
    assert curation.rows["measures"][0].cells["period"] == "今年"


def test_faults_in_a_coding_are_told_at_their_place(dataset):
    curation = dataset(
        measures=measure("one", 0, 10),
        codings__coder_b__measures=measure("uno", 0, 10, "  colour: red\n"),
        codings__coder_b__scope="- source: page\n  span: 9,2\n",
    )
    problems = [p for coding in codings_of(curation) for p in coding.problems]
    assert [(p.code, p.file) for p in problems] == [
        ("unknown_field", "codings/coder_b/measures.yaml"),
        ("bad_spans", "codings/coder_b/scope.yaml"),
    ]


ROOT = Path(__file__).parents[2]


def test_the_page_on_agreement_prints_the_numbers_of_the_codings_kept():
    computed = agreement_rows(read_curation(ROOT / "datasets" / "livelihood-2026", standard_schema()))
    page = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    printed = [line for line in page.splitlines() if line.startswith(("| `measures/", "| `statistics/"))]
    cells = [
        [f"`{row['field']}`", *(row.get(c) for c in ("units", "percent", "kappa", "alpha"))]
        for row in computed
    ]
    assert printed == ["| " + " | ".join("" if c is None else str(c) for c in row) + " |" for row in cells]


def test_topic_instrument_and_status_reach_four_fifths():
    found = by_field(read_curation(ROOT / "datasets" / "livelihood-2026", standard_schema()))
    for name in ("topic", "instrument", "status"):
        row = found[f"measures/{name}"]
        assert min(row["kappa"], row["alpha"]) >= Decimal("0.8")
