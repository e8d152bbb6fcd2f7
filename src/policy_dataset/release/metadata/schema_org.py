"""``schema-org.jsonld``: the release for search engines.

References
----------
schema.org/Dataset; the context is given in full, so that nothing has to be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_dataset.release.descriptor import to_json
from policy_dataset.release.metadata.descriptor_reading import (
    address,
    licence_addresses,
    released,
    sha256_of,
    size_of,
    stated,
)

FILE = "schema-org.jsonld"


def text(descriptor: Mapping[str, Any]) -> str:
    """Return the file; addresses of files are relative to it."""
    d = descriptor
    temporal = d.get("temporal", {})
    span = f"{temporal.get('start', '..')}/{temporal.get('end', '..')}" if temporal else None
    found = {
        # A relative address is one in both: an identifier that is an address, whatever stands around it.
        "@context": {"@vocab": "https://schema.org/", **{k: {"@type": "@id"} for k in _ADDRESSES}},
        "@type": "Dataset",
        "@id": address(d),
        "name": [
            {"@value": d["title"], "@language": "en"},
            *([{"@value": d["title_zh"], "@language": "zh"}] if d.get("title_zh") else []),
        ],
        "identifier": f"{d['name']}@{d['version']}",
        "description": d["description"],
        "version": d["version"],
        "datePublished": released(d),
        "url": d.get("homepage"),
        "license": [_licence(name) for name in licence_addresses(d)],
        "isAccessibleForFree": True,
        "keywords": d.get("keywords"),
        "creator": [
            stated({"@type": "Organization", "name": c["title"], "url": c.get("path")})
            for c in d["contributors"]
        ],
        "temporalCoverage": span,
        "isBasedOn": [_source(s) for s in d.get("sources", ())],
        "distribution": [_download(r) for r in d["resources"]],
    }
    return to_json(stated(found))


_ADDRESSES = ("contentUrl", "license", "url")


def _licence(name: str) -> str | dict[str, str]:
    if name.startswith(("http://", "https://")):
        return name
    # A name is no address, and would be taken for a file beside this one.
    return {"@type": "CreativeWork", "name": name}


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    publisher = source.get("publisher")
    return stated(
        {
            "@type": "CreativeWork",
            "name": source["title"],
            "url": source.get("path"),
            "datePublished": source.get("published"),
            "license": source.get("license_path"),
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        }
    )


def _download(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": resource["title"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "encodingFormat": resource["mediatype"],
        "contentSize": f"{size_of(resource)} B",
        "sha256": sha256_of(resource),
    }
