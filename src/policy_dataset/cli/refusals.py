"""What the system refuses, in plain words, with what to do where that is known."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from policy_dataset.cli.language import in_words
from policy_dataset.errors import UsageError

_ROOM = (
    "Make room there, or choose another disk (`--out`, the variable TMPDIR); what stood there before stands."
)
_REMEDIES: Final[Mapping[int, str]] = {
    errno.ENOSPC: _ROOM,
    **({errno.EDQUOT: _ROOM} if hasattr(errno, "EDQUOT") else {}),
    errno.EFBIG: "The system allows no larger file there: see `ulimit -f`, or choose another disk.",
    errno.EROFS: "Choose a folder that can be written to.",
    errno.EACCES: "Ask for the right to it, or choose another place.",
    errno.EMFILE: "Allow more open files (`ulimit -n`).",
    errno.ENAMETOOLONG: "Give a shorter name.",
}


def refusal(error: OSError) -> str:
    """Return what the system refused, at which file or folder where that is known, and what to do."""
    what = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
    remedy = _REMEDIES.get(error.errno or 0)
    return what if remedy is None else f"{what}. {_said(remedy)}"


def _said(remedy: str) -> str:
    try:
        return in_words(remedy)
    except UsageError:  # there is no such language
        return remedy
