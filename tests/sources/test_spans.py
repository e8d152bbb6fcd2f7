from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.problems import Problem
from policy_dataset.sources.spans import Spans, read_spans


@pytest.mark.parametrize("text", ["", "5", "5,5", "9,3", "0,5;3,9", "a,b", "0,5;", "-1,5", "0,5,9"])
def test_spans_out_of_order_or_form_are_a_problem(text):
    assert isinstance(read_spans(text), Problem)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=8, unique=True).filter(lambda n: len(n) % 2 == 0))
def test_spans_are_read_as_they_are_written(numbers):
    ordered = sorted(numbers)
    spans = Spans(tuple(zip(ordered[::2], ordered[1::2], strict=True)))
    assert read_spans(str(spans)) == spans


def test_a_place_belongs_to_the_span_that_holds_it_whole():
    spans = Spans(((0, 10), (20, 30)))
    assert spans.around(2, 5) == (0, 10)
    assert spans.around(8, 22) is None
    assert spans.characters == 20
