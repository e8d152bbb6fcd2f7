"""What the vocabularies take from a descriptor, each in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_dataset.release.layout import OURS


def released(descriptor: Mapping[str, Any]) -> str | None:
    """Return the day of the release in ISO 8601; None where nobody gave it."""
    day = descriptor[OURS].get("released")
    return None if day is None else str(day)


def address(descriptor: Mapping[str, Any]) -> str | None:
    """Return the IRI of the release under its base IRI, else its home page, else None."""
    base = descriptor.get("base_iri")
    if base:
        return f"{base}{descriptor['name']}@{descriptor['version']}"
    homepage = descriptor.get("homepage")
    return None if homepage is None else str(homepage)


def licence_addresses(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the addresses of the licences, by name where one has none."""
    return [part.get("path") or part["name"] for part in descriptor["licenses"]]


def size_of(resource: Mapping[str, Any]) -> int:
    """Return the number of bytes of a resource."""
    return int(resource["bytes"] if "bytes" in resource else resource["byte_size"])


def sha256_of(resource: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a resource in hexadecimal digits."""
    return str(resource["hash"]).removeprefix("sha256:")


def stated(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stated: nothing that is empty."""
    return {k: v for k, v in found.items() if v not in (None, [], {}, "")}
