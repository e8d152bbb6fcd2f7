"""Put the release of a dataset into the package, where `load(name)` finds it offline.

Usage: python tools/embed.py datasets/livelihood-2026

Run it whenever the records or the tables change; a test compares what is embedded with a fresh build.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from policy_dataset import build
from policy_dataset.release.archive import write_archive

EMBEDDED = Path(__file__).resolve().parent.parent / "src" / "policy_dataset" / "embedded"


def main(dataset: Path) -> None:
    """Build the dataset and write its release as a zip; an older release of the same name goes."""
    with tempfile.TemporaryDirectory() as folder:
        published = build(dataset, folder)
        EMBEDDED.mkdir(exist_ok=True)
        for old in EMBEDDED.glob(f"{published.name}@*.zip"):
            old.unlink()
        write_archive(published.path, EMBEDDED / f"{published.name}@{published.version}.zip")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
