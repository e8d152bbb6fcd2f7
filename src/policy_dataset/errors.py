"""Exceptions for misuse: what a caller did that cannot be answered. Faults in data are `Problem`s and are not raised."""

from __future__ import annotations

import os
from pathlib import Path


class PolicyDatasetError(Exception):
    """Every exception that this library raises on purpose."""


class UsageError(PolicyDatasetError):
    """An argument that cannot be meant; the text says what was given and what is accepted."""


class NotFoundError(PolicyDatasetError, LookupError):
    """A dataset, table, record or text that is not there."""


class MissingExtraError(PolicyDatasetError, ImportError):
    """An optional library is needed for this call and is not installed; the text gives the install command."""


class DeclarationError(PolicyDatasetError, TypeError):
    """A table, field or rule is declared in a way that cannot work."""


class AnchorError(PolicyDatasetError, LookupError):
    """The words of an anchor cannot be found in a text, or may stand at several places; the text says what was tried."""


def text_given(value: object, what: str) -> str:
    """Return an argument that has to be text.

    Raises
    ------
    UsageError
        It is something else.
    """
    if not isinstance(value, str):
        raise UsageError(f"{what} is text (str), not {_kind(value)}")
    return value


def path_given(value: object, what: str) -> Path:
    """Return an argument that has to be the path of a file or folder.

    Raises
    ------
    UsageError
        It is something else.
    """
    if not isinstance(value, str | os.PathLike):
        raise UsageError(f"{what} is a path (str or pathlib.Path), not {_kind(value)}")
    return Path(value)


def _kind(value: object) -> str:
    return "None" if value is None else f"{value!r}, which is {type(value).__name__}"
