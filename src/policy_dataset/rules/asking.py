"""Questions to an engine, several at once where it takes them; the answers come in the order of the questions."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

_Answer = TypeVar("_Answer")


def answers(questions: Iterable[Callable[[], _Answer]], at_once: int) -> Generator[_Answer, None, None]:
    """Ask questions that do not depend on each other, and give their answers.

    Parameters
    ----------
    at_once
        So many are asked at the same time; one is asked only when its answer is wanted.

    Raises
    ------
    Exception
        What a question raises, where its answer would have come. What is still to be asked is not asked any more, as
        when nobody listens any longer.

    Examples
    --------
    >>> list(answers([lambda: "a", lambda: "b", lambda: "c"], at_once=2))
    ['a', 'b', 'c']
    """
    if at_once == 1:
        for question in questions:
            yield question()
        return
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="policy-dataset rules")
    try:
        # What is set for the caller alone, the precision of decimals for one, holds for the questions too.
        for asked in [pool.submit(copy_context().run, question) for question in questions]:
            yield asked.result()
    finally:
        pool.shutdown(cancel_futures=True)
