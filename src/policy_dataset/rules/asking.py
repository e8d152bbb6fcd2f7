"""Questions to an engine, several at once where it takes them; the answers come in the order of the questions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

_Answer = TypeVar("_Answer")

_AHEAD = 2
"""So many times as many questions as are asked at once are asked before an answer is taken: answers take memory."""


def answers(questions: Iterable[Callable[[], _Answer]], at_once: int) -> Generator[_Answer, None, None]:
    """Ask questions that do not depend on each other, and give their answers.

    Parameters
    ----------
    at_once
        So many are asked at the same time; if it is one, each is asked when its answer is wanted.

    Raises
    ------
    Exception
        What a question raises, where its answer would have come. What is still to be asked is not asked any more, as
        when nobody listens any longer; what is being asked is waited for, but not by who presses Ctrl-C.

    Examples
    --------
    >>> list(answers([lambda: "a", lambda: "b", lambda: "c"], at_once=2))
    ['a', 'b', 'c']
    """
    if at_once == 1:
        for question in questions:
            yield question()
        return
    asking: _Asking[_Answer] = _Asking(at_once)
    asked: deque[Future[_Answer]] = deque()
    wait = True
    try:
        for question in questions:
            if len(asked) == _AHEAD * at_once:
                yield asked.popleft().result()
            asked.append(asking.ask(question))
        while asked:
            yield asked.popleft().result()
    except KeyboardInterrupt:
        wait = False
        raise
    finally:
        for future in asked:
            future.cancel()
        asking.end(wait=wait)


class _Asking(Generic[_Answer]):
    """Threads that ask. They are none that the end of the process would wait for, as those of executors are."""

    def __init__(self, number: int) -> None:
        self._questions: SimpleQueue[tuple[Future[_Answer], Callable[[], _Answer]] | None] = SimpleQueue()
        self._threads = [
            Thread(target=self._run, name="policy-dataset rules", daemon=True) for _ in range(number)
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, question: Callable[[], _Answer]) -> Future[_Answer]:
        """Have a question asked."""
        future: Future[_Answer] = Future()
        # What is set for the caller alone, the precision of decimals for one, holds for the question too.
        context = copy_context()
        self._questions.put((future, lambda: context.run(question)))
        return future

    def end(self, *, wait: bool) -> None:
        """Let the threads end with the questions that are asked."""
        for _ in self._threads:
            self._questions.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _run(self) -> None:
        while (asked := self._questions.get()) is not None:
            future, question = asked
            if future.set_running_or_notify_cancel():
                try:
                    answer = question()
                except BaseException as error:  # noqa: BLE001 - raised again where the answer is taken
                    future.set_exception(error)
                else:
                    future.set_result(answer)
                    del answer
            del asked, future, question
