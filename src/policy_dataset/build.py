"""Moved to `policy_dataset.pipeline`."""

from policy_dataset.pipeline import *  # noqa: F403
from policy_dataset.pipeline import Library, check, in_memory, lock, validate  # noqa: F401
