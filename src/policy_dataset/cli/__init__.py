"""The command line: one file a verb, found by listing this folder."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `policy-dataset`."""
    from policy_dataset.cli.app import run  # noqa: PLC0415 - keeps `import policy_dataset.cli` light

    sys.exit(run(sys.argv[1:]))
