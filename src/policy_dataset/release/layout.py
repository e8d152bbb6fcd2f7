"""Where things stand in a package, and what marks it as one of ours."""

from __future__ import annotations

DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"
OURS = "policy_dataset"
"""Property of the descriptor that marks a package as written by this library."""
LAYOUT = 1
"""Changes when a reader of today could not read the package any more."""
