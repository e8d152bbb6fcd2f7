"""Rows that the library supplies: gazetteer, indicators, units and codes, from the CSV files beside this module.

Origins and licences of the files stand in ``docs/reference-data.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from policy_dataset.model.codelist import Codelist, read_rows

Row = Mapping[str, Any]


@cache
def supplied_rows() -> Mapping[str, tuple[Row, ...]]:
    """Return the library's own rows by table, with published column names."""
    return {
        "locations": tuple(_locations()),
        "location_members": tuple(_members()),
        "indicators": tuple(_renamed(row, "indicator_id") for row in read_rows("codelists/indicators.csv")),
        "units": tuple(_renamed(row, "unit_id") for row in read_rows("codelists/units.csv")),
    }


def code_rows(codelists: Mapping[str, Codelist]) -> Iterator[Row]:
    """Go through the rows of the table `codes` for some codelists."""
    for name, entries in codelists.items():
        for entry in entries.values():
            yield {
                "codelist": name,
                "code": entry.code,
                "parent": entry.parent,
                "label_en": entry.label_en,
                "label_zh": entry.label_zh,
                "definition_en": entry.definition_en or None,
                "definition_zh": entry.definition_zh or None,
                "replaced_by": ";".join(entry.replaced_by) or None,
            }


@cache
def retired_locations() -> Mapping[str, tuple[str, ...]]:
    """Return the GB/T 2260 codes that went out of use and what took their place, for hints."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("gazetteer/locations_cn_retired.csv"):
        if row["status"] == "retired":
            found[row["code"]] = tuple(
                code.partition("[")[0] for code in row["replaced_by"].split(";") if code
            )
    return found


_NOT_PUBLISHED = {"code", "unit_dimension", "in_seed", "status", "since", "replaced_by"}


def _renamed(row: Mapping[str, str], key: str) -> Row:
    return {key: row["code"], **{k: v or None for k, v in row.items() if k not in _NOT_PUBLISHED}}


def _locations() -> Iterator[Row]:
    for row in read_rows("gazetteer/countries.csv"):
        yield {
            "location_id": row["alpha2"],
            "name_zh": row["name_zh"],
            "name_en": row["common_name_en"] or row["name_en"],
            "kind": "country",
            "iso3166": row["alpha2"],
        }
    for row in read_rows("gazetteer/locations_cn.csv"):
        variants = dict.fromkeys(v for v in (row["short_zh"],) if v and v != row["name_zh"])
        yield {
            "location_id": row["code"],
            "name_zh": row["name_zh"],
            "name_en": row["name_en"] or row["name_zh"],
            "variants_zh": "|".join(variants) or None,
            "kind": row["level"],
            "parent_id": row["parent_code"] or "CN",
            "gbt2260": row["code"] if row["basis"] == "gbt2260" else None,
            "iso3166": row["iso3166_2"] or None,
            "latitude": _decimal(row["lat"]),
            "longitude": _decimal(row["lon"]),
            "valid": f"{row['valid_from']}/.." if row["valid_from"] else None,
        }
    for row in read_rows("gazetteer/locations_other.csv"):
        yield {
            "location_id": row["id"],
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "variants_zh": row["alt_zh"].replace(";", "|") or None,
            "kind": row["type"],
            "parent_id": row["parent_id"] or None,
            "admin_by_id": row["admin_by_id"] or None,
            "latitude": _decimal(row["lat"]),
            "longitude": _decimal(row["lon"]),
        }


def _members() -> Iterator[Row]:
    for row in read_rows("gazetteer/locations_other.csv"):
        for member in row["members"].split(";"):
            if member:
                yield {"group_id": row["id"], "member_id": member}


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
