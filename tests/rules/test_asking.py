"""Questions that are asked at the same time: order, faults, and an end before the end."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import partial
from threading import Barrier, Event, Timer

import pytest

from policy_dataset.rules.asking import answers

each_number = pytest.mark.parametrize("at_once", [1, 2, 5])


@each_number
def test_answers_come_in_the_order_of_the_questions(at_once):
    assert list(answers([partial(int, n) for n in range(50)], at_once)) == list(range(50))


def test_so_many_are_asked_at_the_same_time():
    # Both wait for the other: one after the other, neither would come to its end.
    met = Barrier(2, timeout=30)
    assert sorted(answers([met.wait, met.wait], 2)) == [0, 1]


def test_one_at_a_time_is_asked_when_its_answer_is_wanted():
    asked = []
    answered = answers([partial(asked.append, n) for n in range(3)], 1)
    next(answered)
    assert asked == [0]


@each_number
def test_what_a_question_raises_comes_in_the_place_of_its_answer(at_once):
    answered = answers([lambda: "first", partial(int, "no number"), lambda: "third"], at_once)
    assert next(answered) == "first"
    with pytest.raises(ValueError, match="no number"):
        next(answered)


def test_nothing_is_asked_once_nobody_listens():
    asked, let_go = [], Event()
    waiting = [partial(let_go.wait, 30)] * 2
    answered = answers([lambda: None, *waiting, *(partial(asked.append, n) for n in range(100))], 2)
    next(answered)
    # Both threads wait until the rest has been called off.
    timer = Timer(1, let_go.set)
    timer.start()
    answered.close()
    timer.join()
    assert asked == []


def test_what_is_set_for_the_caller_alone_holds_for_the_questions():
    with localcontext() as context:
        context.prec = 3
        thirds = list(answers([lambda: Decimal(1) / 3] * 3, 2))
    assert thirds == [Decimal("0.333")] * 3


def test_no_more_is_asked_ahead_than_is_taken():
    taken, asked = 0, []
    for _ in answers((partial(asked.append, n) for n in range(50)), 2):
        # Four are asked ahead of the answers; answers take memory until they are taken.
        assert len(asked) <= taken + 4
        taken += 1
    assert asked == sorted(asked)
    assert taken == 50


def test_who_presses_ctrl_c_does_not_wait_for_what_is_asked():
    let_go = Event()

    def interrupted():
        raise KeyboardInterrupt

    answered = answers([interrupted, partial(let_go.wait, 60)], 2)
    with pytest.raises(KeyboardInterrupt):
        next(answered)
    assert not let_go.is_set()
    let_go.set()
