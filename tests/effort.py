"""How much the heavy tests do: a part in every run, the whole with `POLICY_DATASET_TESTS=full`, as every night.

`POLICY_DATASET_SEED` is the number of the first random input; another one tries what nobody has seen.
"""

from __future__ import annotations

import os

FULL = os.environ.get("POLICY_DATASET_TESTS") == "full"
SEED = int(os.environ.get("POLICY_DATASET_SEED", "0"))


def effort(part: int, whole: int) -> int:
    """Return how many: a part of it, or the whole where that was asked for."""
    return whole if FULL else part
