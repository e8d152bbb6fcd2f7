import json
from pathlib import Path

import pytest

from policy_dataset.cli.agreement import command
from policy_dataset.cli.output import Format
from policy_dataset.errors import NotFoundError

DATASET = Path(__file__).parents[2] / "datasets" / "livelihood-2026"


def test_the_table_and_every_disagreement_are_printed_with_file_and_line(capsys):
    command(DATASET)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["field", "units", "percent", "kappa", "alpha"]
    todo = [line for line in lines if line.startswith("codings/")]
    assert any("hailian_hardship_help" in line and "social_assistance" in line for line in todo)
    assert all(line.split("  ")[0].rpartition(":")[2].isdigit() for line in todo)


def test_json_holds_decimals_as_text(capsys):
    command(DATASET, Format.JSON)
    found = json.loads(capsys.readouterr().out)
    topic = next(row for row in found["agreement"] if row["field"] == "measures/topic")
    assert topic == {
        "field": "measures/topic",
        "units": 45,
        "percent": "91.1111",
        "kappa": "0.8968",
        "alpha": "0.8978",
    }
    assert {"table", "record", "field", "said", "now"} == set(found["disagreements"][0])


def test_a_dataset_without_a_second_coding_says_where_to_put_one(tmp_path):
    (tmp_path / "dataset.yaml").write_text("id: small\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match="codings/NAME/"):
        command(tmp_path)
