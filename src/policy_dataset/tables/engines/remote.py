"""What engines say of remote stores that do not open."""

from __future__ import annotations

import re

from policy_dataset.errors import UsageError
from policy_dataset.tables.inputs import shown_address

_SECRET = re.compile(r"(?<=://)[^/@\s]+@|\?[^\s)\"']+")
"""Before a host, and after a question mark."""


def cannot_open(engine: str, address: str, error: Exception, *, do: str = "") -> UsageError:
    """Return the exception of an address that an engine cannot open, with the reason that it gives, and what to do.

    Its words may hold addresses, with what may be secret in them: that is taken out.
    """
    reason = _SECRET.sub("", str(error).strip().partition("\n")[0])
    return UsageError(f"{engine} cannot open {shown_address(address)}: {reason} {do}".rstrip())
