"""The structure of CSV files, checked in a thread of its own; what is proven of a file can be read meanwhile."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from policy_dataset.tables.csv_lines import CsvStructure
from policy_dataset.tables.csv_structure import BLOCK, CsvCheck


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole rows of a file, proven in order: the bytes from `start` to `end`, half-open."""

    start: int
    end: int
    rows: int


def read_header(path: Path, file: str) -> tuple[str, ...] | None:
    """Return the header of a CSV file; None where something is wrong up to its end."""
    with path.open("rb") as stream:
        check = CsvCheck(stream, file)
        for _ in check.steps():
            if check.header:
                break
        return check.header if check.header and check.proven is not None else None


class RunningCheck:
    """The check of one file, while it runs and after.

    Attributes
    ----------
    smallest, largest
        Bytes that are handed to a reader at once: few at first, so that it begins early; many later, so that it is quick.
    """

    smallest = 1 << 21
    largest = 1 << 24

    def __init__(self, path: Path, file: str, *, block: int = BLOCK) -> None:
        self._path = path
        self._file = file
        self._block = block
        self._news = Condition()
        self._offsets: array[int] = array("q")
        self._rows: array[int] = array("q")
        self._over = False
        self._faulty = False
        self._structure: CsvStructure | None = None
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Check the file from its beginning to its end; what goes wrong is raised where the result is asked for."""
        try:
            with self._path.open("rb") as stream:
                check = CsvCheck(stream, self._file, block=self._block)
                for _ in check.steps():
                    self._tell(check)
            self._structure = check.result()
        except BaseException as failure:  # noqa: BLE001 - raised again in `result`
            self._failure = failure
        finally:
            with self._news:
                self._over = True
                self._news.notify_all()

    def _tell(self, check: CsvCheck) -> None:
        if not check.header or self._faulty:
            return
        with self._news:
            if check.proven is None:
                self._faulty = True
            else:
                offset, rows = check.proven
                self._offsets.append(offset)
                self._rows.append(rows)
            self._news.notify_all()

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self._over

    def result(self) -> CsvStructure:
        """Return what the check has found, once it is over.

        Raises
        ------
        OSError
            The file could not be read.
        """
        with self._news:
            self._news.wait_for(lambda: self._over)
        if self._structure is None:
            assert self._failure is not None  # noqa: S101 - one of the two is there
            raise self._failure
        return self._structure

    def stretches(self) -> Iterator[Stretch]:
        """Go through the data rows as they are proven, and stop where something is wrong.

        The rows may be read, but they count only once `result` has no problem.
        """
        size, at = self.smallest, 0
        while True:
            with self._news:
                while not (self._faulty or self._over or self._reaches(at, size)):
                    self._news.wait()
                if self._faulty or len(self._offsets) <= at + 1:
                    return
                # As much as is there, but for a reader that is slower than the check no more than it can hold.
                to = max(bisect_right(self._offsets, self._offsets[at] + self.largest) - 1, at + 1)
                stretch = Stretch(self._offsets[at], self._offsets[to], self._rows[to] - self._rows[at])
            if stretch.end > stretch.start:
                yield stretch
            size, at = min(2 * size, self.largest), to

    def _reaches(self, at: int, size: int) -> bool:
        return len(self._offsets) > at + 1 and self._offsets[-1] - self._offsets[at] >= size


def start(checks: Sequence[RunningCheck]) -> None:
    """Run checks one after the other, beside what is done next."""

    def run() -> None:
        for check in checks:
            check.run()

    if checks:
        Thread(target=run, name="structure of CSV files", daemon=True).start()
