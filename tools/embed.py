"""Put the release of a dataset into the package, where `load(name)` finds it offline.

Usage: python tools/embed.py [DATASET…]; without, all of ``datasets/``.

Run it whenever the records, the tables or the metadata change; tests compare what is embedded with a fresh build.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from policy_dataset import build
from policy_dataset.release.archive import write_archive

ROOT = Path(__file__).resolve().parent.parent
EMBEDDED = ROOT / "src" / "policy_dataset" / "embedded"


def main(dataset: Path) -> None:
    """Build the dataset and write its release as a zip; an older release of the same name goes."""
    with tempfile.TemporaryDirectory() as folder:
        published = build(dataset, folder)
        EMBEDDED.mkdir(exist_ok=True)
        for old in EMBEDDED.glob(f"{published.name}@*.zip"):
            old.unlink()
        write_archive(published.path, EMBEDDED / f"{published.name}@{published.version}.zip")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    for dataset in given or sorted(file.parent for file in (ROOT / "datasets").glob("*/dataset.yaml")):
        main(dataset)
