from __future__ import annotations

import subprocess
import sys


def test_listing_the_verbs_loads_no_engine():
    code = (
        "import sys; from policy_dataset.cli import app; app.verbs();"
        "print([m for m in ('polars', 'narwhals', 'pyarrow', 'frictionless') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
