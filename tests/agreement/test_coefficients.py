from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.agreement.coefficients import alpha, kappa, masi, percent, rounded

TWELVE = Counter(zip("aabbdcccedda", "babbbccceddd", strict=True))
"""Krippendorff (2011), two observers of twelve articles, nominal data."""

TEN = Counter(zip("0100000010", "1110010000", strict=True))
"""Krippendorff (2011), two observers, binary data."""

CODES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=60)
SETS = st.lists(
    st.tuples(st.frozensets(st.sampled_from("abc")), st.frozensets(st.sampled_from("abc"))),
    min_size=1,
    max_size=40,
)


def test_the_nominal_example_of_krippendorff_gives_his_alpha():
    assert round(alpha(TWELVE), 3) == Fraction(692, 1000)


def test_the_binary_example_of_krippendorff_gives_his_alpha():
    assert round(alpha(TEN), 3) == Fraction(95, 1000)


def test_twenty_of_fifty_and_fifteen_of_fifty_give_a_kappa_of_two_fifths():
    assert kappa({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}) == Fraction(2, 5)


def test_agreement_below_chance_gives_a_negative_kappa():
    assert kappa({("a", "b"): 1, ("b", "a"): 1}) == -1


def test_one_value_used_throughout_leaves_kappa_and_alpha_undefined():
    pairs = {("a", "a"): 7}
    assert (percent(pairs), kappa(pairs), alpha(pairs)) == (100, None, None)


def test_no_units_leave_everything_undefined():
    assert (percent({}), kappa({}), alpha({})) == (None, None, None)


def test_a_value_left_out_is_a_value_like_another():
    assert kappa({(None, None): 1, ("full", "full"): 1}) == 1


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("", "", Fraction(0)),
        ("ab", "ab", Fraction(0)),
        ("a", "", Fraction(1)),
        ("a", "b", Fraction(1)),
        ("a", "ab", 1 - Fraction(1, 2) * Fraction(2, 3)),
        ("ab", "bc", 1 - Fraction(1, 3) * Fraction(1, 3)),
    ],
)
def test_sets_are_as_far_apart_as_passonneau_says(left, right, distance):
    assert masi(frozenset(left), frozenset(right)) == distance == masi(frozenset(right), frozenset(left))


def test_a_half_is_rounded_to_the_even_digit():
    assert (rounded(Fraction(5, 100_000)), rounded(Fraction(15, 100_000))) == (
        Decimal("0.0000"),
        Decimal("0.0002"),
    )


@given(CODES)
def test_swapping_the_coders_changes_nothing(units):
    pairs = Counter(units)
    swapped = Counter((b, a) for a, b in units)
    assert (kappa(pairs), alpha(pairs)) == (kappa(swapped), alpha(swapped))


@given(CODES)
def test_full_agreement_gives_one_where_there_was_something_to_tell_apart(units):
    pairs = Counter((a, a) for a, _ in units)
    assert kappa(pairs) == alpha(pairs) == (1 if len(pairs) > 1 else None)


@given(CODES)
def test_alpha_is_that_of_the_krippendorff_library(units):
    library = pytest.importorskip("krippendorff", reason="the oracle of alpha is not installed")
    ours = alpha(Counter(units))
    if ours is not None:
        data = [[ord(a) for a, _ in units], [ord(b) for _, b in units]]
        assert float(ours) == pytest.approx(library.alpha(data, level_of_measurement="nominal"))


@given(SETS)
def test_alpha_of_sets_is_that_of_the_krippendorff_library_with_the_same_distance(units):
    library = pytest.importorskip("krippendorff", reason="the oracle of alpha is not installed")
    ours = alpha(Counter(units), masi)
    if ours is None:
        return
    values = sorted({v for unit in units for v in unit}, key=sorted)

    def metric(v1, v2, **_):
        return [
            [float(masi(values[int(a)], values[int(b)])) for a, b in zip(*rows, strict=True)]
            for rows in zip(*_wide(v1, v2), strict=True)
        ]

    data = [[values.index(a) for a, _ in units], [values.index(b) for _, b in units]]
    assert float(ours) == pytest.approx(library.alpha(data, level_of_measurement=metric))


def _wide(left, right):
    import numpy as np  # noqa: PLC0415 - comes with the oracle

    return np.broadcast_arrays(left, right)


@given(CODES)
def test_kappa_is_that_of_nltk(units):
    library = pytest.importorskip("nltk.metrics.agreement", reason="the oracle of kappa is not installed")
    ours = kappa(Counter(units))
    if ours is not None:
        data = [(c, n, unit[i]) for n, unit in enumerate(units) for i, c in enumerate("ab")]
        assert float(ours) == pytest.approx(library.AnnotationTask(data=data).kappa())


@given(SETS)
def test_distances_of_sets_are_those_of_nltk(units):
    library = pytest.importorskip("nltk.metrics.distance", reason="the oracle of MASI is not installed")
    for a, b in units:
        if a or b:
            assert float(masi(a, b)) == pytest.approx(library.masi_distance(a, b), abs=0.01)
