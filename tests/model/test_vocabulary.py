from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policy_dataset.errors import DeclarationError
from policy_dataset.model.vocabulary import (
    Code,
    Origin,
    Table,
    authored_columns,
    column,
    columns,
    derived,
    key_of,
    links,
    nested,
)


class Part(Table, table="parts", title="Parts"):
    whole_id: str = column("The whole.", key=True, parent=True, references="wholes")
    number: int = column("Which part.", key=True)


class Whole(Table, table="wholes", title="Wholes"):
    whole_id: str = column("Id.", key=True)
    other_id: str | None = column("Another whole.", references="wholes")
    size: Decimal | None = derived("How large.")
    kind: Code = column("What kind.", authored_default="plain")
    parts: tuple[Part, ...] = links("Its parts.", Part, shorthand="number")


def test_a_column_is_declared_once_and_tells_everything_about_itself():
    declared = columns(Whole)
    assert list(declared) == ["whole_id", "other_id", "size", "kind"]
    assert declared["size"].type is Decimal
    assert declared["size"].origin is Origin.DERIVED
    assert not declared["other_id"].required
    assert declared["whole_id"].description == "Id."


def test_authors_write_id_for_the_key_and_drop_id_from_references():
    assert list(authored_columns(Whole)) == ["id", "other", "kind"]
    assert list(authored_columns(Part)) == ["number"]


def test_a_field_with_a_default_need_not_be_written():
    assert not columns(Whole)["kind"].authored_required
    assert columns(Whole)["whole_id"].authored_required


def test_keys_and_nested_lists_follow_from_the_declaration():
    assert key_of(Part) == ("whole_id", "number")
    assert nested(Whole)["parts"].target is Part


def test_a_row_is_frozen_and_refuses_unknown_fields():
    row = Part(whole_id="a", number=1)
    with pytest.raises(ValueError, match="frozen"):
        row.number = 2
    with pytest.raises(ValueError, match="extra"):
        Part(whole_id="a", number=1, nubmer=2)


def test_a_float_column_is_refused_where_it_is_declared():
    class Wrong(Table, table="wrong"):
        key: str = column("Key.", key=True)
        share: float = column("A share.")

    with pytest.raises(DeclarationError, match="a column is one of"):
        columns(Wrong)


def test_a_field_without_a_declaration_is_refused():
    class Wrong(Table, table="wrong"):
        key: str = column("Key.", key=True)
        note: str = ""

    with pytest.raises(DeclarationError, match="without column"):
        columns(Wrong)


def test_a_table_is_named_in_snake_case():
    with pytest.raises(DeclarationError, match="lower snake_case"):

        class Wrong(Table, table="Wrong-Name"):
            key: str = column("Key.", key=True)


def test_a_code_is_a_text_that_knows_its_labels():
    code = Code("pilot", "Pilot", "试点")
    assert code == "pilot"
    assert (code.label_en, code.label_zh) == ("Pilot", "试点")
    assert isinstance(Whole(whole_id="a", other_id=None, size=None, kind="x").kind, Code)


def test_days_and_truths_are_column_types():
    class Dated(Table, table="dated"):
        key: str = column("Key.", key=True)
        day: date = column("Day.")
        sure: bool | None = column("Whether.")

    assert [c.type for c in columns(Dated).values()] == [str, date, bool]
