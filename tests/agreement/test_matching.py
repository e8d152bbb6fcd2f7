from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.agreement.matching import heaviest, match
from policy_dataset.agreement.spans import common, joined, length

PLACES = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), st.integers(0, 30), st.integers(1, 8)).map(
        lambda t: (t[0], t[1], t[1] + t[2])
    ),
    min_size=1,
    max_size=3,
).map(joined)
WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20),
    max_size=12,
)


def place(start, end, source="page"):
    return ((source, start, end),)


def characters(places):
    return {(source, n) for source, start, end in places for n in range(start, end)}


@given(PLACES, PLACES)
def test_common_characters_are_those_that_stand_in_both(left, right):
    assert characters(common(left, right)) == characters(left) & characters(right)
    assert length(common(left, right)) == len(characters(left) & characters(right))


@given(WEIGHTS)
def test_no_other_pairing_is_heavier(weights):
    found = heaviest(weights)
    rights = [*range(4), *[None] * 4]
    best = max(
        sum(weights.get(pair, 0) for pair in enumerate(order)) for order in set(permutations(rights, 4))
    )
    assert sum(weights[pair] for pair in found) == best
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)


@given(st.lists(PLACES, max_size=8), st.lists(PLACES, max_size=8))
def test_pairs_share_a_tenth_of_their_characters_and_use_each_record_once(left, right):
    pairs = match(left, right)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    for a, b in pairs:
        mine, yours = characters(left[a]), characters(right[b])
        assert Fraction(len(mine & yours), len(mine | yours)) >= Fraction(1, 10)


def test_a_part_goes_to_the_part_and_not_to_the_parent_around_it():
    left = [place(0, 23), place(4, 8), place(9, 13)]
    right = [place(0, 8), place(9, 13)]
    assert match(left, right) == ((1, 0), (2, 1))


def test_the_best_sum_is_taken_and_not_the_best_single_pair():
    left = [place(0, 10), place(0, 14)]
    right = [place(0, 12), place(6, 30)]
    assert match(left, right) == ((0, 0), (1, 1))


def test_records_that_hardly_touch_are_two():
    assert match([place(0, 10)], [place(9, 20)]) == ()


def test_the_same_characters_of_another_source_are_not_the_same():
    assert match([place(0, 10)], [place(0, 10, "other")]) == ()
