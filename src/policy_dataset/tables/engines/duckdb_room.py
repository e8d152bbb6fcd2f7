"""What is told where DuckDB has too little memory, and no place for what does not fit into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import duckdb

from policy_dataset.errors import UsageError

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_NO_PLACE = re.compile(
    r"Failed to create directory|No space left|max_temp_directory_size", re.IGNORECASE | re.ASCII
)
_DO = "Name a folder with more space in TMPDIR, give the table in parts, or take the engine spark."


class _HasFolder(Protocol):
    folder: str


_Engine = TypeVar("_Engine", bound=_HasFolder)


def in_its_room(
    ask: Callable[Concatenate[_Engine, _Given], _Answer],
) -> Callable[Concatenate[_Engine, _Given], _Answer]:
    """Make misuse of it where a question to the engine needs more room than there is.

    The engine says in `folder` where it puts what does not fit into memory; empty, where it has no such place.
    """

    @wraps(ask)
    def asked(engine: _Engine, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return ask(engine, *given, **named)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as fault:
            if isinstance(fault, duckdb.IOException) and not _NO_PLACE.search(str(fault)):
                raise
            place = (
                f"or in {engine.folder}, where the rest goes" if engine.folder else "and no temporary folder"
            )
            reason = str(fault).strip().partition("\n")[0].rstrip(".")
            raise UsageError(f"DuckDB has not enough room in memory, {place}: {reason}. {_DO}") from fault

    return asked
