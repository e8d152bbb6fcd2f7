"""Exceptions for misuse: what a caller did that cannot be answered. Faults in data are `Problem`s and are not raised."""

from __future__ import annotations


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
