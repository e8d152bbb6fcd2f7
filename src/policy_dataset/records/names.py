"""`names.txt`: official names, longer than a record may copy, that the sources print too."""

from __future__ import annotations

from pathlib import Path

from policy_dataset.problems import Problem
from policy_dataset.records.directory import NAMES_FILE
from policy_dataset.utf8 import read_utf8

MAX_NAME = 40
"""Characters of the longest name: what is longer is a sentence."""
CLAUSE_MARKS = frozenset("，。；")


def read_names(root: Path) -> tuple[tuple[str, ...], list[Problem]]:
    """Read the names that records may share with the sources, one a line.

    Returns
    -------
    tuple
        The names, and a problem for each line that is none: the list would be a way around the check against copied
        sentences.
    """
    path = root / NAMES_FILE
    if not path.is_file() or path.is_symlink():
        return (), []
    decoded = read_utf8(path.read_bytes(), file=NAMES_FILE)
    names: list[str] = []
    problems = list(decoded.problems)
    for number, line in enumerate((decoded.text or "").splitlines(), 1):
        name = line.strip()
        why = _why_no_name(name)
        if why is not None:
            problems.append(
                Problem(
                    code="bad_name",
                    message=f"{name!r} is no name: {why}",
                    hint="List the name of a body, law, meeting or programme alone; take out the clause around it.",
                    file=NAMES_FILE,
                    line=number,
                    column=1,
                    end_column=len(line) + 1,
                    value=name,
                )
            )
        elif name:
            names.append(name)
    return tuple(names), problems


def _why_no_name(name: str) -> str | None:
    if len(name) > MAX_NAME:
        return f"it has {len(name)} characters, and {MAX_NAME} are the most"
    marks = sorted(CLAUSE_MARKS & set(name))
    return f"it holds {' '.join(marks)}" if marks else None
