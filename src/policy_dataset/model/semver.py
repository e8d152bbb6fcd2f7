"""Semantic versions: their form and their order."""

from __future__ import annotations

import re

from policy_dataset.errors import UsageError

SEMVER_PATTERN = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"


def core(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a semantic version.

    Raises
    ------
    UsageError
        It is none.
    """
    if not re.fullmatch(SEMVER_PATTERN, version):
        raise UsageError(f"{version!r} is no semantic version, as 1.0.0 is")
    major, minor, patch = (int(part) for part in re.split(r"[-+]", version)[0].split("."))
    return major, minor, patch


def is_pre_release(version: str) -> bool:
    """Whether a version only goes before a release and promises nothing yet: ``1.0.0-rc.1``."""
    return "-" in version.partition("+")[0]


def precedence(version: str) -> tuple[object, ...]:
    """Return what orders versions as Semantic Versioning does: a pre-release goes before its release.

    Examples
    --------
    >>> sorted(["1.0.0", "1.0.0-rc.10", "1.0.0-rc.2", "0.9.0"], key=precedence)
    ['0.9.0', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0']
    """
    numbers = core(version)
    pre = version.partition("+")[0].partition("-")[2]
    # Identifiers of digits are numbers and go before words; no identifiers at all go last.
    parts = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in pre.split(".")) if pre else ()
    return (numbers, not pre, parts)
