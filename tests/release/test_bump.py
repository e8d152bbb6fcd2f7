"""Versions: which one a step asks for, and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policy_dataset as pds
from policy_dataset.model.semver import core, precedence
from policy_dataset.release.bump import RULE, STEPS, largest, next_version, understates

NUMBER = st.integers(0, 20)
VERSION = st.builds("{}.{}.{}".format, NUMBER, NUMBER, NUMBER)
STEP = st.sampled_from(STEPS)


@given(VERSION, STEP)
def test_the_next_version_is_later_and_says_enough(version, step):
    following = next_version(version, step)
    assert precedence(following) > precedence(version)
    assert not understates(version, following, step)
    assert understates(version, version, step)


@given(VERSION, STEP, STEP)
def test_a_larger_step_never_asks_for_less(version, one, other):
    lower, higher = sorted((one, other), key=STEPS.index)
    assert core(next_version(version, lower)) <= core(next_version(version, higher))


@given(VERSION, VERSION, STEP)
def test_what_says_enough_for_a_step_says_enough_for_a_smaller_one(old, new, step):
    if not understates(old, new, step):
        assert not any(understates(old, new, s) for s in STEPS[: STEPS.index(step)])


def test_before_one_the_second_number_takes_the_place_of_the_first():
    assert [next_version("0.3.1", step) for step in STEPS] == ["0.3.2", "0.4.0", "0.4.0"]
    assert not understates("0.3.1", "1.0.0", "major")


def test_a_pre_release_of_what_is_asked_for_says_enough():
    assert not understates("1.0.0", "1.1.0-rc.1", "minor")
    assert understates("1.0.0", "1.0.1-rc.1", "minor")


def test_versions_are_ordered_as_semantic_versioning_orders_them():
    ordered = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
    ]
    assert sorted(["1.0.0", *ordered[:-1]], key=precedence) == ordered


def test_the_largest_step_counts():
    assert largest({"patch", "major", "minor"}) == "major"
    assert largest(set()) is None
    assert set(RULE) == set(STEPS)


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "01.0.0", ""])
def test_what_is_no_version_is_misuse(text):
    with pytest.raises(pds.UsageError, match="no semantic version"):
        core(text)
