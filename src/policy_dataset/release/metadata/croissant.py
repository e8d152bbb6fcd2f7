"""``croissant.json``: the release for machine learning: files with hashes, tables with typed fields.

References
----------
MLCommons Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_dataset.release.cite import cite_descriptor
from policy_dataset.release.descriptor import to_json
from policy_dataset.release.metadata.descriptor_reading import (
    address,
    licence_addresses,
    released,
    sha256_of,
    size_of,
    stated,
)

FILE = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives."""

# Its readers know no exact decimal: what they make of such a number is theirs, the files hold it whole.
_TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_SUFFIX = "_parquet"


def text(descriptor: Mapping[str, Any]) -> str:
    """Return the file; each table is a record set, read from its Parquet file."""
    d = descriptor
    tables = [r for r in d["resources"] if r["format"] == "parquet"]
    people = [
        stated({"@type": "Organization", "name": c["title"], "url": c.get("path")}) for c in d["contributors"]
    ]
    found: dict[str, Any] = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": d["name"],
        "alternateName": [n for n in (d["title"], d.get("title_zh")) if n],
        "description": d["description"],
        "url": address(d),
        "version": d["version"],
        "datePublished": released(d),
        "license": licence_addresses(d),
        "creator": people,
        "keywords": d.get("keywords"),
        "citeAs": cite_descriptor(d, "bibtex"),
        "isLiveDataset": False,
        "distribution": [_file(r) for r in d["resources"]],
        "recordSet": [_records(r) for r in tables],
    }
    return to_json({k: v for k, v in found.items() if v not in (None, [], "")})


def _name(resource: Mapping[str, Any]) -> str:
    return str(resource["name"]).removesuffix(_SUFFIX)


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": f"{resource['title']}, as {resource['format']}.",
        "contentUrl": resource["path"],
        "contentSize": f"{size_of(resource)} B",
        "encodingFormat": _MEDIA[resource["format"]],
        "sha256": sha256_of(resource),
    }


# The names by which its readers choose how to open a file.
_MEDIA: Mapping[str, str] = {"csv": "text/csv", "parquet": "application/x-parquet"}


def _records(resource: Mapping[str, Any]) -> dict[str, Any]:
    # Without references to other record sets: readers join along them and drop rows whose cell is null. Foreign keys
    # stand in datapackage.json.
    table, schema = _name(resource), resource["schema"]
    found = {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": resource["description"],
        "key": [{"@id": f"{table}/{part}"} for part in schema["primaryKey"]],
        "field": [_field(resource, field) for field in schema["fields"]],
    }
    return stated(found)


def _field(resource: Mapping[str, Any], field: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{_name(resource)}/{field['name']}",
        "name": f"{_name(resource)}/{field['name']}",
        "description": field.get("description", ""),
        "dataType": _TYPES[field["type"]],
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
    }
