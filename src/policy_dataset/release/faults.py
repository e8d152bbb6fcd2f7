"""Exceptions about packages: what a reader is told of one that is damaged, foreign or hostile."""

from __future__ import annotations

from policy_dataset.errors import PolicyDatasetError


class PackageError(PolicyDatasetError):
    """What was given is no package that this library can read."""


class DamagedPackageError(PackageError):
    """A file of a package is missing, cut, changed or belongs to another release."""


class UnsafePackageError(PackageError):
    """A package names something outside itself, or is built to harm its reader."""
