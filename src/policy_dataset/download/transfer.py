"""Bringing one body to the disk: attempt after attempt, each taking up where the last was cut, until it is whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http import HTTPStatus

from urllib3.exceptions import HTTPError

from policy_dataset.download.address import Address
from policy_dataset.download.client import Answer, Client, Passing
from policy_dataset.download.faults import DownloadError, UnreachableError, WrongContentError
from policy_dataset.download.head import watched
from policy_dataset.download.parts import Part, State
from policy_dataset.download.patience import Pace

PIECE = 1 << 16
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
# What is sent back to its server, and so has to be what a header may hold.
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Shows a download: called with its address and size, it gives what is told how many bytes are there."""


class NotModified(Exception):  # noqa: N818 - an answer, not an error
    """The server has what was fetched before."""


@dataclass(slots=True)
class Transfer:
    """One body that is wanted.

    Attributes
    ----------
    size
        What it must have, in bytes; None where nobody has said.
    limit
        What it may have at most.
    copy
        What is known of the copy at hand; its server is asked for another one only.
    pieced
        Whether what was received was put together from several answers.
    whole
        Whether each attempt is to begin at the beginning.
    """

    client: Client
    address: Address
    part: Part
    size: int | None
    limit: int
    progress: Progress
    copy: State | None = None
    pieced: bool = False
    whole: bool = False

    def receive(self) -> State:
        """Bring the body into the part, whole as far as its server tells.

        Raises
        ------
        NotModified
            The copy at hand is what the server has.
        UnreachableError
            Patience is at its end; what came is kept.
        DownloadError
            The server gives none, or another one; nothing is kept.
        """
        patience = self.client.patience
        failures = 0
        for attempt in range(1, patience.all_attempts + 1):
            before = self.part.size()
            try:
                return self._attempt()
            except Passing as fault:
                failures = 1 if self.part.size() - before >= patience.worth else failures + 1
                if failures >= patience.attempts or attempt == patience.all_attempts:
                    raise UnreachableError(self._given_up(str(fault), attempt)) from None
                patience.sleep(patience.wait(failures, fault.wait))
        raise AssertionError("the last attempt returns or raises")

    def _given_up(self, reason: str, attempts: int) -> str:
        times = f"after {attempts} attempts" if attempts > 1 else "after one attempt"
        rest = (
            f"; {self.part.size():,} bytes are kept, and the next run takes up there"
            if self._resumes()
            else ""
        )
        return f"{self.address.place} cannot be downloaded: {reason} ({times}){rest}"

    def _resumes(self) -> bool:
        return not self.whole and self.part.resumable(known=self.address.sha256 is not None)

    def _attempt(self) -> State:
        state, offset = self.part.state(), self.part.size()
        if not self._resumes() or (self.size is not None and offset > self.size):
            offset = 0
        if offset and offset == (state.total if state.total is not None else self.size):
            self.pieced = True
            return state
        with self.client.asked(self.address, self._headers(state, offset)) as answer:
            if answer.status == HTTPStatus.NOT_MODIFIED:
                self._check_not_modified(offset)
            if answer.status == HTTPStatus.OK:  # the whole, also where a range was asked for
                state, offset, self.pieced = self._begin(answer), 0, False
            else:
                self._check_range(answer, state, offset)
                self.pieced = True
            self._append(answer, state, offset)
        return state

    def _headers(self, state: State, offset: int) -> dict[str, str]:
        if offset:
            asked = {"Range": f"bytes={offset}-"}
            return asked | ({"If-Range": state.validator} if state.validator else {})
        if self.copy is None:
            return {}
        given = {"If-None-Match": self.copy.tag, "If-Modified-Since": self.copy.changed}
        return {name: value for name, value in given.items() if value}

    def _check_not_modified(self, offset: int) -> None:
        if self.copy is None or offset:
            raise Passing("it says that nothing changed, and was not asked that")
        raise NotModified

    def _begin(self, answer: Answer) -> State:
        tag, changed = _validator(answer, "ETag"), _validator(answer, "Last-Modified")
        strong = tag if tag and tag.startswith('"') else None
        state = State(strong or changed, tag, changed, _length(answer))
        self._check_total(state.total, answer)
        self.part.begin(state)
        return state

    def _check_range(self, answer: Answer, state: State, offset: int) -> None:
        """Accept what follows the part, and throw the part away for any other range."""
        if not offset:
            raise Passing("it sends a part that nobody asked for")
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
        start, total = (
            (int(found[1]), found[3]) if found and answer.status == HTTPStatus.PARTIAL_CONTENT else (-1, "*")
        )
        tag = _validator(answer, "ETag")
        wanted = state.total if state.total is not None else self.size
        fits = start == offset and (total == "*" or wanted is None or int(total) == wanted)
        if not fits or (tag is not None and state.tag is not None and tag != state.tag):
            self.part.discard()
            raise Passing("it sends another part than the one that was asked for")

    def _check_total(self, total: int | None, answer: Answer) -> None:
        if total is None:
            return
        if self.size is not None and total != self.size:
            raise WrongContentError(
                f"{self.address.place} has {total:,} bytes and should have {self.size:,}{_page(answer)}"
            )
        if total > self.limit:
            raise WrongContentError(
                f"{self.address.place} has {total:,} bytes, more than the {self.limit:,} allowed"
            )
        self.part.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.part.folder).free
        if total > free:
            raise DownloadError(
                f"{self.address.place} has {total:,} bytes, and the disk of the cache has {free:,} free"
            )

    def _append(self, answer: Answer, state: State, offset: int) -> None:
        wanted = self.size if self.size is not None else state.total
        bound = wanted if wanted is not None else self.limit
        with self.progress(self.address.place, wanted) as show, self.part.body.open("ab") as file:
            for piece in self._pieces(answer):
                if offset + len(piece) > bound:
                    raise WrongContentError(f"{self.address.place} does not end after {bound:,} bytes")
                file.write(piece)
                offset += len(piece)
                show(offset)
        if offset == 0 and state.total is None:
            raise Passing("it sends nothing")
        if wanted is not None and offset < wanted:
            raise Passing(f"it stopped after {offset:,} of {wanted:,} bytes")

    def _pieces(self, answer: Answer) -> Iterator[bytes]:
        patience = self.client.patience
        pace = Pace(patience)
        # What comes is kept as it comes, whatever its Content-Encoding says: nothing is unpacked on the way.
        with watched(answer.shutdown, patience.silence) as watch:
            try:
                while piece := answer.read1(PIECE, decode_content=False):
                    watch.heard()
                    yield piece
                    if pace.too_slow(len(piece)):
                        raise Passing(f"it sends less than {patience.slowest:,} bytes a second")
            except HTTPError:
                # What the watch ended looks like a broken connection.
                if not watch.silent:
                    raise
        if watch.silent:
            raise Passing("it fell silent")


def _validator(answer: Answer, name: str) -> str | None:
    text = answer.headers.get(name, "")
    return text if _VALIDATOR.fullmatch(text) else None


def _length(answer: Answer) -> int | None:
    # A chunked body has none, whatever a header says.
    text = "" if answer.headers.get("Transfer-Encoding") else answer.headers.get("Content-Length", "")
    return int(text[:18]) if text.isascii() and text.isdigit() else None


def _page(answer: Answer) -> str:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return "; it is a web page, perhaps one to log in" if kind == "text/html" else ""
