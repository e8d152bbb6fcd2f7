"""``dcat.jsonld``: the release for catalogues of open data.

References
----------
W3C DCAT 3, with what DCAT-AP 3 asks of a dataset and its distributions: what stands at each property, of which class,
and how often. What is named by its address alone says its class here, so that a reader need not fetch the vocabularies.
Formats are those of the file type list of the Publications Office of the European Union.
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

FILE = "dcat.jsonld"

CONTEXT: Mapping[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"


def text(descriptor: Mapping[str, Any]) -> str:
    """Return the file; addresses of files are relative to it."""
    d = descriptor
    temporal = d.get("temporal", {})
    found = {
        "@context": dict(CONTEXT),
        "@id": address(d) or "",
        "@type": "dcat:Dataset",
        "dct:title": [
            _worded(d["title"], "en"),
            *([_worded(d["title_zh"], "zh")] if d.get("title_zh") else []),
        ],
        "dct:description": _worded(d["description"], "en"),
        "dct:identifier": f"{d['name']}@{d['version']}",
        "dcat:version": d["version"],
        "dct:issued": _day(released(d)),
        "dcat:keyword": [_worded(word, "en") for word in d.get("keywords", ())],
        "dcat:landingPage": _named(d.get("homepage"), "foaf:Document"),
        "dct:publisher": _agent(d["contributors"][0]),
        "dct:creator": [_agent(c) for c in d["contributors"]],
        "dct:accessRights": _named(_PUBLIC, "dct:RightsStatement"),
        "dct:license": [_licence(name) for name in licence_addresses(d)],
        "dct:temporal": stated(
            {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": _day(temporal.get("start")),
                "dcat:endDate": _day(temporal.get("end")),
            }
        )
        if temporal
        else None,
        # The sources are pages; `dct:source` would say that each is a dataset.
        "prov:wasDerivedFrom": [_source(s) for s in d.get("sources", ())],
        "dcat:distribution": [_distribution(r, _only_licence(d)) for r in d["resources"]],
    }
    # An empty @id is the file itself, and is stated.
    return to_json(stated(found) if found["@id"] else {"@id": ""} | stated(found))


def _worded(value: str, language: str) -> dict[str, str]:
    return {"@value": value, "@language": language}


def _day(value: str | None) -> dict[str, str] | None:
    return {"@value": value, "@type": "xsd:date"} if value else None


def _named(address: str | None, kind: str) -> dict[str, str] | None:
    return {"@id": address, "@type": kind} if address else None


def _agent(person: Mapping[str, Any]) -> dict[str, Any]:
    return stated(
        {
            "@type": "foaf:Agent",
            "foaf:name": person["title"],
            "foaf:homepage": _named(person.get("path"), "foaf:Document"),
        }
    )


def _licence(name: str) -> dict[str, Any]:
    kind = "dct:LicenseDocument"
    if name.startswith(("http://", "https://")):
        return {"@id": name, "@type": kind}
    return {"@type": kind, "dct:title": name}


def _only_licence(d: Mapping[str, Any]) -> dict[str, Any]:
    """Return the licence of a distribution, which has one at most: several are one document that names them."""
    names = licence_addresses(d)
    return _licence(names[0] if len(names) == 1 else "; ".join(part["name"] for part in d["licenses"]))


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    return stated(
        {
            "@id": source.get("path"),
            "@type": "prov:Entity",
            "dct:title": source["title"],
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": source["publisher"]}
            if source.get("publisher")
            else None,
        }
    )


def _distribution(resource: Mapping[str, Any], licence: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _worded(f"{resource['title']} ({resource['format']})", "en"),
        "dct:description": _worded(resource["description"], "en") if resource.get("description") else None,
        "dcat:accessURL": {"@id": resource["path"]},
        "dcat:downloadURL": {"@id": resource["path"]},
        "dct:format": _named(f"{_FILE_TYPES}{resource['format'].upper()}", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": _named(f"{_MEDIA_TYPES}{resource['mediatype']}", "dct:MediaType"),
        "dcat:byteSize": {"@value": size_of(resource), "@type": "xsd:nonNegativeInteger"},
        "dct:license": licence,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _named("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": sha256_of(resource), "@type": "xsd:hexBinary"},
        },
    }
