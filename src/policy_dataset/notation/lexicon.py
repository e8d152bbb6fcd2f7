"""Words that contain a numeral and are no figure: idioms, names, list numbers.

``lexicon.csv`` beside this file is the list; it began as the project's own case file and grew with the texts read.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def lexicon() -> dict[str, str]:
    """Return the kind (``idiom``, ``name``, ``list_number``) of every entry."""
    text = files(__package__).joinpath("lexicon.csv").read_text(encoding="utf-8")
    return {row["entry"]: row["kind"] for row in csv.DictReader(text.splitlines())}
