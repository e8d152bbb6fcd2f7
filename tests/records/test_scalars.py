from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.model.vocabulary import Column
from policy_dataset.problems import Problem
from policy_dataset.records.scalars import read_scalar


@pytest.mark.parametrize(
    "text", ["1e5", "1,000", "１２", ".5", "5.", "007", "NaN", "+1", " 1", "1.0000000001", ""]
)
def test_a_number_is_written_in_plain_digits_or_refused(text):
    assert isinstance(read_scalar(text, Column(type=Decimal)), Problem)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=9))
def test_a_number_is_read_exactly(number):
    text = f"{number:f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    assert read_scalar(text, Column(type=Decimal)) == number


@pytest.mark.parametrize("text", ["True", "yes", "1", "NO", ""])
def test_a_truth_value_is_true_or_false_and_nothing_else(text):
    assert isinstance(read_scalar(text, Column(type=bool)), Problem)


def test_a_code_that_looks_like_a_number_stays_text():
    assert read_scalar("010200", Column(type=str)) == "010200"
