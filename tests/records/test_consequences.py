"""What could not be read is told once; what follows from it is not told beside it."""

from __future__ import annotations

from datetime import date

import pytest

from policy_dataset.pipeline import check
from rules.fixtures import BASE, TEXTS, lay_out, write_lock


@pytest.fixture
def dataset(tmp_path):
    laid_out = lay_out(BASE, tmp_path / "dataset")
    write_lock(laid_out, TEXTS)
    return laid_out


def told(dataset, **options):
    report = check(dataset, **options).report
    assert report.faults == ()
    return list(report)


def change(dataset, file, right, wrong):
    path = dataset / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


@pytest.mark.parametrize("file", ["actors", "indicators", "sources", "measures", "locations", "statistics"])
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda text: ("\ufeff" + text).encode("utf-16-le"), "text_utf16"),
        (lambda text: ("# 说明说明说明说明\n" + text).encode("gb18030"), "text_not_utf8"),
        (lambda _: b"- id: a\n  note: " + b"[" * 40 + b"]" * 40 + b"\n", "yaml_too_deep"),
        (lambda _: b"id: town\n", "wrong_shape"),
    ],
    ids=["UTF-16", "GB18030", "too deep", "no list"],
)
def test_a_file_that_cannot_be_read_is_one_fault(dataset, file, spoil, code):
    path = dataset / f"{file}.yaml"
    path.write_bytes(spoil(path.read_text(encoding="utf-8")))
    assert [p.code for p in told(dataset)] == [code]
    assert [p.code for p in told(dataset, texts=TEXTS)] == [code]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "code"),
    [
        ("statistics.yaml", "char=73,76", "char=73-76", "bad_anchor"),
        (
            "statistics.yaml",
            "figure: bulletin#char=73",
            "figure: buletin#char=73",
            "unknown_reference",
        ),
        ("measures.yaml", "town_health_bureau", "某市卫生局", "unknown_reference"),
        ("measures.yaml", "town_health_bureau", "town_helth_bureau", "unknown_reference"),
    ],
)
def test_what_a_slip_only_seems_to_leave_over_is_not_told_beside_it(dataset, file, right, wrong, code):
    change(dataset, file, right, wrong)
    assert [p.code for p in told(dataset)] == [code]
    assert [p.code for p in told(dataset, texts=TEXTS)] == [code]


@pytest.mark.parametrize("name", ["actors.yml", "actorz.yaml"])
def test_a_file_with_a_wrong_name_is_one_fault(dataset, name):
    (dataset / "actors.yaml").rename(dataset / name)
    assert [p.code for p in told(dataset)] == ["unknown_file"]


def test_a_table_file_of_the_wrong_form_is_one_fault(dataset):
    (dataset / "actors.yaml").unlink()
    (dataset / "actors.csv").write_text(
        "actor_id,name_zh,name_en,kind\ntown_health_bureau,a,b\n", encoding="utf-8"
    )
    assert [p.code for p in told(dataset)] == ["csv_ragged"]


def test_records_that_share_an_id_share_their_evidence_and_no_further_fault(dataset):
    path = dataset / "measures.yaml"
    text = path.read_text(encoding="utf-8")
    second = text[text.index("- id: home_services") :].replace(
        "home_services_older_people", "community_clinics_2026"
    )
    path.write_text(text + second, encoding="utf-8")
    assert "evidence_of_absent_field" not in {p.code for p in told(dataset)}


def test_a_folder_without_dataset_yaml_is_not_looked_through(dataset):
    (dataset / "dataset.yaml").unlink()
    (dataset / "notes.yaml").write_text("- a\n", encoding="utf-8")
    assert [p.code for p in told(dataset)] == ["missing_meta"]


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("  topic: health_services\n", "  topic:\n", "Give it: `topic: health_insurance`."),
        ("  topic: health_services\n", "  topic: ''\n", "Give it: `topic: health_insurance`."),
        ("  status: announced\n", "  status: ~\n", "Give it: `status: announced`."),
    ],
)
def test_an_empty_field_that_must_be_given_is_to_be_given(dataset, right, wrong, hint):
    change(dataset, "measures.yaml", right, wrong)
    (problem,) = (p for p in told(dataset) if p.code == "null_value")
    assert (problem.table, problem.record, problem.hint) == ("measures", "community_clinics_2026", hint)


def test_an_empty_field_that_may_be_left_out_is_to_be_left_out(dataset):
    change(dataset, "measures.yaml", "  period: 今年\n", "  period:\n")
    (problem,) = (p for p in told(dataset) if p.code == "null_value")
    assert problem.field == "period"
    assert problem.hint.startswith("Leave the key out")


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("    - town\n", "    - China\n", "Write the id, not the name: 'CN'."),
        ("    - town\n", "    - 四川省\n", "Write the id, not the name: '510000'."),
        ("    - town\n", "    - 四川\n", "Write the id, not the name: '510000'."),
        (
            "actor: town_health_bureau",
            "actor: 某市卫生局",
            "Write the id, not the name: 'town_health_bureau'.",
        ),
    ],
)
def test_a_name_in_the_place_of_an_id_is_looked_up(dataset, right, wrong, hint):
    change(dataset, "measures.yaml", right, wrong)
    assert hint in {p.hint for p in told(dataset) if p.code == "unknown_reference"}


def test_a_name_that_several_records_have_lists_them(dataset):
    change(dataset, "measures.yaml", "    - town\n", "    - 朝阳区\n")
    (problem,) = (p for p in told(dataset) if p.code == "unknown_reference")
    assert problem.hint.startswith("Write the id, not the name, which several have: '")


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (
            "health_services, elderly_care",
            "Write one code an item of the list: health_services, elderly_care.",
        ),
        (
            "[health_services，elderly_care]",
            "Write one code an item of the list: health_services, elderly_care.",
        ),
        ("helth_services", "Did you mean 'health_services'?"),
        (
            "health_services\u00a0",
            "Did you mean 'health_services'? The text holds U+00A0, which is not seen.",
        ),
    ],
)
def test_a_code_that_is_one_letter_away_is_suggested_alone(dataset, given, hint):
    change(dataset, "measures.yaml", "topic: health_services", f'topic: "{given}"')
    (problem,) = (p for p in told(dataset) if p.code == "unknown_code")
    assert problem.hint == hint


IGNORE = """ignores:
  - rule: {}
    table: {}
    record: {}
    reason: It is so
    expires: 2027-01-01
"""


@pytest.mark.parametrize(
    ("ignore", "message", "hint"),
    [
        (
            ("unused_recor", "actorz", "town_health_burea"),
            "there is no rule 'unused_recor' and no table 'actorz' and no record 'town_health_burea'",
            "Write `rule: unused_record`, `table: actors`, `record: town_health_bureau`.",
        ),
        (
            ("unit_unknown", "actors", "town_health_bureau"),
            "the rule is called 'unknown_reference' now",
            "Write `rule: unknown_reference`.",
        ),
        (("unused_record", "actors", "qqqq"), "there is no record 'qqqq'", "Remove it."),
        (("unused_record", "actors", "town_health_bureau"), "silences nothing", "Remove it."),
    ],
)
def test_an_ignore_that_is_misspelt_is_told_what_was_meant(dataset, ignore, message, hint):
    meta = dataset / "dataset.yaml"
    meta.write_text(meta.read_text(encoding="utf-8") + IGNORE.format(*ignore), encoding="utf-8")
    (problem,) = told(dataset, today=date(2026, 2, 1))
    assert problem.code == "ignore_unused"
    assert problem.message.endswith(message)
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("right", "wrong"), [("63030738aa7b1313", "63030738AA7B1313"), (";sha256", ";SHA256")]
)
def test_a_digest_in_capitals_is_to_be_written_in_small_letters(dataset, right, wrong):
    change(dataset, "measures.yaml", right, wrong)
    assert {p.hint for p in told(dataset) if p.code == "bad_anchor"} == {"Write the digest in small letters."}


def test_a_list_in_the_place_of_an_entry_is_told_the_fields_of_the_entry(dataset):
    change(dataset, "measures.yaml", "    - town\n", "    - - town\n")
    (problem,) = (p for p in told(dataset) if p.code == "wrong_shape")
    assert problem.hint.startswith(
        "Write it as fields: `location: …` and so on, one a line, or as one text alone: `- "
    )
