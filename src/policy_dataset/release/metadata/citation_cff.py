"""``CITATION.cff``: how to cite the release, for GitHub, Zenodo, Zotero and R.

References
----------
Citation File Format 1.2.0, https://citation-file-format.github.io/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_dataset.release.metadata.descriptor_reading import address, released

FILE = "CITATION.cff"

# The format takes identifiers of SPDX alone, and a licence may have another name.
_SPDX = re.compile(
    r"(CC-(BY|BY-SA|BY-NC|BY-ND|BY-NC-SA|BY-NC-ND)-[1-4]\.0|CC0-1\.0|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|MIT|Apache-2\.0)"
)


def text(descriptor: Mapping[str, Any]) -> str:
    """Return the file: YAML whose texts are all quoted as in JSON, which YAML takes as it is."""
    return "".join(f"{line}\n" for line in _lines(descriptor))


def _lines(d: Mapping[str, Any]) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_quoted('Please cite this dataset with its version; a record by its id.')}"
    yield "type: dataset"
    yield f"title: {_quoted(d['title'])}"
    yield f"abstract: {_quoted(' '.join(d['description'].split()))}"
    yield f"version: {_quoted(d['version'])}"
    if day := released(d):
        yield f"date-released: {day}"
    if url := address(d):
        yield f"url: {_quoted(url)}"
    yield from _licences(d["licenses"])
    yield "authors:"
    for person in d["contributors"]:
        yield f"  - name: {_quoted(person['title'])}"
        if person.get("path"):
            yield f"    website: {_quoted(person['path'])}"
    if d.get("keywords"):
        yield "keywords:"
        yield from (f"  - {_quoted(word)}" for word in dict.fromkeys(d["keywords"]))
    yield "identifiers:"
    yield "  - type: other"
    yield f"    value: {_quoted(d['name'] + '@' + d['version'])}"
    yield f"    description: {_quoted('Name and version; a record adds /<table>/<id>.')}"


def _licences(licences: list[Mapping[str, Any]]) -> Iterator[str]:
    if all(_SPDX.fullmatch(part["name"]) for part in licences):
        yield "license:"
        yield from (f"  - {_quoted(part['name'])}" for part in licences)
    elif licences[0].get("path"):
        yield f"license-url: {_quoted(licences[0]['path'])}"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
