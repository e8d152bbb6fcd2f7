"""Columns that cannot work are refused where they are declared, with what to write instead."""

from __future__ import annotations

from decimal import Decimal
from types import new_class

import pytest

from policy_dataset.errors import DeclarationError
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, column


def declared(kinds, columns, **keywords):
    def fill(body):
        body |= {"__annotations__": {"thing_id": str, **kinds}, "__module__": __name__}
        body |= {"thing_id": column("Id.", key=True), **columns}

    return new_class("Thing", (Table,), {"table": "things", "title": "Things", **keywords}, fill)


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        (int, {"minimum": 5, "maximum": 1}, r"a minimum \(5\) above its maximum \(1\)"),
        (int, {"minimum": "5"}, "'5', which is str"),
        (Decimal, {"maximum": 0.5}, "0.5, which is float"),
        (str, {"maximum": 5}, "only whole and decimal numbers"),
        (str, {"pattern": "[a-"}, "no regular expression: unterminated"),
        (str, {"pattern": "(?=a)a"}, "not every engine can look around"),
        (str, {"pattern": r"(?:a)\1"}, "no regular expression|refer to groups"),
        (int, {"pattern": "[0-9]+"}, "only texts have forms"),
        (str, {"codelist": "colors"}, "not here. Hand it in"),
        (str, {"references": "thing"}, "no table here. Did you mean 'things'?"),
    ],
)
def test_what_cannot_work_is_refused_before_any_data_is_read(kind, wrong, words):
    with pytest.raises(DeclarationError, match=words):
        Schema((declared({"much": kind}, {"much": column("How much.", **wrong)}),))


def test_a_column_is_named_in_snake_case():
    with pytest.raises(DeclarationError, match="lower snake_case"):
        Schema((declared({"How much": str}, {"How much": column("How much.")}),))


def test_two_columns_of_one_name_in_records_are_refused():
    with pytest.raises(DeclarationError, match="thing_id and id are both written 'id'"):
        Schema((declared({"id": str}, {"id": column("Another.")}),))


@pytest.mark.parametrize(
    ("unique", "words"),
    [
        ((("note",),), "no column 'note'"),
        (("thing_id",), r"unique=\(\('thing_id',\),\)"),
    ],
)
def test_a_unique_key_is_a_tuple_of_columns(unique, words):
    with pytest.raises(DeclarationError, match=words):
        Schema((declared({}, {}, unique=unique),))
