"""The command line: one file a verb, found by listing this folder."""

from __future__ import annotations

import sys
import warnings
from typing import Any

INTERRUPTED = 130
"""Exit code of what was stopped with Ctrl-C, as shells know it."""


def main() -> None:
    """Run `policy-dataset`."""
    try:
        from policy_dataset.cli.app import run  # noqa: PLC0415 - keeps `import policy_dataset.cli` light

        warnings.showwarning = _show
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("policy-dataset: stopped\n")
    sys.exit(code)


def _show(message: Warning | str, *_: Any, **__: Any) -> None:
    """Say a warning as a command does: without a line of the code."""
    sys.stderr.write(f"policy-dataset: {message}\n")
