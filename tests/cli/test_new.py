from __future__ import annotations

import sys

import pytest
import yaml

from policy_dataset.cli.app import MISUSE, VALID, run
from policy_dataset.model.standard import standard_schema


@pytest.fixture
def town(tmp_path, monkeypatch, capsys):
    run(["init", str(tmp_path / "town")])
    monkeypatch.chdir(tmp_path / "town")
    capsys.readouterr()
    return tmp_path / "town"


def test_a_measure_to_fill_in_has_every_field_and_todo_where_one_must_decide(capsys):
    assert run(["new", "measure", "--set", "title_en=More canteens", "--set", "topic=elderly_care"]) == VALID
    out = capsys.readouterr().out
    (record,) = yaml.safe_load(out)
    assert record == {
        "id": "more_canteens",
        "title_zh": "todo",
        "title_en": "More canteens",
        "topic": "elderly_care",
        "instrument": "todo",
        "status": "todo",
        "commitment": "todo",
        "evidence": {"record": "todo"},
    }
    for column in standard_schema().authored_columns("measures").values():
        assert f"{column.authored_as}: " in out


def test_codes_are_offered_whole_where_few_and_by_a_command_where_many(capsys):
    run(["new", "measure"])
    out = capsys.readouterr().out
    assert "# commitment: aims_at | explores | firm | studies\n" in out
    assert "`policy-dataset codes topics WORD` finds one" in out


def test_a_statistic_is_named_for_its_indicator_and_period(capsys):
    run(["new", "statistic", "--set", "indicator=community_canteens", "--set", "period=截至2025年12月底"])
    (record,) = yaml.safe_load(capsys.readouterr().out)
    assert record["id"] == "community_canteens_2025_12"
    assert record["evidence"] == {"figure": "todo"}


@pytest.mark.usefixtures("town")
def test_a_new_id_is_none_that_is_taken(capsys):
    assert run(["new", "statistic", "--id", "canteens_2025_12"]) == MISUSE
    assert "already" in capsys.readouterr().err
    run(["new", "statistic", "--set", "indicator=canteens", "--set", "period=2025-12"])
    (record,) = yaml.safe_load(capsys.readouterr().out)
    assert record["id"] == "canteens_2025_12_2"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("topik=elderly_care", "Did you mean 'topic'?"),
        ("topic=eldery_care", "Did you mean 'elderly_care'?"),
        ("topic", "--set topic=elderly_care"),
        ("id=More Canteens", "write it like "),
    ],
)
def test_what_cannot_be_meant_is_misuse(given, told, capsys):
    assert run(["new", "measure", "--set", given]) == MISUSE
    assert told in capsys.readouterr().err


def test_a_record_is_put_after_those_of_a_file_which_stay_as_they_are(town, capsys):
    file = town / "measures/example.yaml"
    before = file.read_text(encoding="utf-8")
    assert run(["new", "measure", "--id", "another", "--append", "measures/example.yaml"]) == VALID
    place = capsys.readouterr().out.split()[0]
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.splitlines()[int(place.split(":")[1]) - 1] == "- id: another"
    assert [r["id"] for r in yaml.safe_load(after)][-1] == "another"


def test_a_new_file_begins_with_the_line_for_the_editor(town):
    assert run(["new", "statistic", "--append", "statistics/jobs.yaml"]) == VALID
    head = (town / "statistics/jobs.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert head == "# yaml-language-server: $schema=../schemas/statistics.schema.json"


def test_a_dataset_that_is_given_is_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["new", "measure", "--dataset", "nowhere"]) == MISUSE
    assert "nowhere holds no dataset.yaml" in capsys.readouterr().err
    assert run(["new", "measure", "--append", "measures/x.yaml"]) == MISUSE
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "name",
    ["notes.yaml", "measures/x.yaml", "../statistics/x.yaml", "statistics/../x.yaml", "statistics/x.csv"],
)
def test_a_statistic_goes_into_a_file_of_statistics_alone(name):
    assert run(["new", "statistic", "--append", name]) == MISUSE


def test_a_damaged_file_is_left_alone(town):
    file = town / "measures/example.yaml"
    file.write_text("- id: 'open\n", encoding="utf-8")
    assert run(["new", "measure", "--append", "measures/example.yaml"]) == MISUSE
    assert file.read_text(encoding="utf-8") == "- id: 'open\n"


@pytest.fixture
def answering(monkeypatch):
    """Somebody at a terminal who gives these answers."""

    def give(*answers: str) -> None:
        said = iter(answers)
        monkeypatch.setattr("policy_dataset.cli.new.typer.prompt", lambda *_, **__: next(said))
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return give


def test_on_a_terminal_what_must_be_known_is_asked_for(answering, capsys):
    # Enter leaves a todo; what is no code shows the codes that it finds, and is asked for again.
    answering("增设社区食堂", "More canteens", "养老", "elderly_care", "todo", "zzz", "announced", "firm")
    assert run(["new", "measure"]) == VALID
    told = capsys.readouterr()
    (record,) = yaml.safe_load(told.out)
    assert (record["id"], record["topic"], record["instrument"]) == ("more_canteens", "elderly_care", "todo")
    assert "Care for older people" in told.err
    assert "no code of statuses has 'zzz'" in told.err
    # What a field is is told once.
    assert told.err.count("Title in the curator's own words, English") == 1


@pytest.mark.usefixtures("town")
def test_on_a_terminal_records_are_found_by_a_word_and_may_be_still_to_come(answering, capsys):
    # Of the dataset and of the library; said twice, an id is meant.
    answering("社区食堂数", "community_canteens", "observed", "12个", "new_place", "new_place")
    assert run(["new", "statistic"]) == VALID
    told = capsys.readouterr()
    (record,) = yaml.safe_load(told.out)
    assert (record["indicator"], record["location"]) == ("community_canteens", "new_place")
    assert "community_canteens  Community canteens" in told.err
    assert "no code of locations has 'new_place'" in told.err
