"""Small sets of tables to publish: one of the standard schema, one of a schema that a user declares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pyarrow as pa

from policy_dataset.model.dataset import Contributor, DatasetMeta, Ignore, License
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Code, Table, column, columns
from policy_dataset.tables.arrow import table_of_rows

HASH = "ab" * 32

META = DatasetMeta(
    id="tiny-2026",
    title="A tiny dataset",
    title_zh="小数据集",
    description="A few invented rows of every table.",
    version="1.0.0",
    licenses=(License(name="CC-BY-4.0", path="https://creativecommons.org/licenses/by/4.0/"),),
    contributors=(Contributor(title="The curators", roles=("curator",)),),
    keywords=("test",),
    ignores=(
        Ignore(
            rule="place_not_named",
            table="measures",
            record="ferry",
            reason="Invented",
            expires=date(2027, 1, 1),
        ),
    ),
)

OWN_META = META.model_copy(update={"id": "own", "ignores": (), "title_zh": None})

_PERIOD = {
    "period": "2026",
    "period_start": date(2026, 1, 1),
    "period_end": date(2026, 12, 31),
    "period_role": "effective",
}

ROWS = {
    "sources": [
        {
            "source_id": "gazette",
            "title_zh": "公报",
            "title_en": 'The "Gazette", daily',
            "publisher": "官方",
            "language": "zh-Hans",
            "published": "2026-01-26",
            "published_start": date(2026, 1, 26),
            "published_end": date(2026, 1, 26),
            "file": "page.txt",
            "file_sha256": HASH,
            "spans": "0,100;120,130",
            "characters": 130,
            "url": "https://example.org/gazette",
        },
    ],
    "actors": [
        {
            "actor_id": "state_body",
            "name_zh": "国家机关",
            "name_en": "State body",
            "kind": "ministry",
            "location_id": "CN",
        },
        {
            "actor_id": "its_office",
            "name_zh": "办公室",
            "name_en": "Office",
            "kind": "ministry",
            "parent_id": "state_body",
        },
    ],
    "locations": [
        {"location_id": "CN", "name_zh": "中国", "name_en": "China", "kind": "country"},
        {
            "location_id": "510000",
            "name_zh": "四川省",
            "name_en": "Sichuan",
            "kind": "province",
            "parent_id": "CN",
            "gbt2260": "510000",
        },
        {
            "location_id": "510100",
            "name_zh": "成都市",
            "name_en": "Chengdu",
            "kind": "prefecture",
            "parent_id": "510000",
            "latitude": Decimal("30.66667"),
            "longitude": Decimal("104.06667"),
        },
        {
            "location_id": "140000",
            "name_zh": "山西省",
            "name_en": "Shanxi",
            "kind": "province",
            "parent_id": "CN",
        },
        {
            "location_id": "loc_cn_region_central",
            "name_zh": "中部",
            "name_en": "Central China",
            "kind": "strategy_region",
        },
    ],
    "location_members": [{"group_id": "loc_cn_region_central", "member_id": "140000"}],
    "measures": [
        {
            "measure_id": "ferry",
            "title_zh": "渡轮",
            "title_en": "Ferry, subsidised",
            "summary_en": 'Says "free"\nto all, on two lines',
            "topic": "health_insurance",
            "instrument": "benefit_insurance",
            "status": "announced",
            "commitment": "firm",
            "extent": "full",
            **_PERIOD,
            "period_basis": "printed",
            "source_id": "gazette",
        },
        {
            "measure_id": "ferry_line",
            "title_zh": "航线",
            "title_en": "A line",
            "part_of": "ferry",
            "topic": "health",
            "instrument": "pilot",
            "status": "in_force",
            "commitment": "firm",
            "source_id": "gazette",
        },
    ],
    "measure_actors": [
        {"measure_id": "ferry", "actor_id": "its_office", "role": "lead"},
        {"measure_id": "ferry", "actor_id": "state_body", "role": "lead"},
    ],
    "measure_locations": [
        {"measure_id": "ferry", "location_id": "510100", "role": "applies"},
        {"measure_id": "ferry_line", "location_id": "140000", "role": "applies"},
    ],
    "measure_target_groups": [{"measure_id": "ferry", "target_group": "flexible_workers"}],
    "measure_instruments": [{"measure_id": "ferry", "instrument": "pilot"}],
    "measure_links": [{"measure_id": "ferry_line", "to_id": "ferry", "kind": "extends"}],
    "measure_statuses": [
        {
            "measure_status_id": "ferry/announced/2026-01",
            "measure_id": "ferry",
            "status": "announced",
            "date": "2026-01",
            "date_start": date(2026, 1, 1),
            "date_end": date(2026, 1, 31),
            "source_id": "gazette",
        },
    ],
    "statistics": [
        {
            "statistic_id": "passengers",
            "indicator": "passengers",
            "kind": "observed",
            "figure": "2.59亿人",
            "value": Decimal(259000000),
            "unit": "person",
            "comparator": "eq",
            "resolution": Decimal(1000000),
            "value_base": Decimal(259000000),
            "period": "2025-11-30",
            "period_start": date(2025, 11, 30),
            "period_end": date(2025, 11, 30),
            "period_role": "as_of",
            "period_basis": "printed",
            "location_id": "CN",
            "measure_id": "ferry",
            "source_id": "gazette",
        },
        {
            "statistic_id": "stations",
            "indicator": "passengers",
            "kind": "target",
            "figure": "1.2万余个",
            "value": Decimal(12000),
            "unit": "person",
            "comparator": "gt",
            "lower": Decimal(12000),
            "lower_inclusive": False,
            "location_id": "510100",
            "assumptions": "per_from_indicator",
        },
        {
            "statistic_id": "third",
            "indicator": "passengers",
            "kind": "target",
            "figure": "三分之一",
            "value_exact": "1/3",
            "comparator": "eq",
            "location_id": "140000",
            "measure_id": "ferry_line",
        },
    ],
    "evidence": [
        {
            "evidence_id": f"{table}/{record}/{field or 'record'}/{start},{start + 5}",
            "source_id": "gazette",
            "char_start": start,
            "char_end": start + 5,
            "quote_length": 5,
            "quote_sha256": HASH,
            "prefix_sha256": HASH,
            "suffix_sha256": HASH,
            "table": table,
            "record_id": record,
            "field": field,
        }
        for table, record, field, start in (
            ("measures", "ferry", None, 3),
            ("measures", "ferry", "period", 30),
            ("measures", "ferry_line", None, 40),
            ("statistics", "passengers", "figure", 50),
            ("statistics", "passengers", "period", 60),
        )
    ],
    "coverage": [
        {
            "coverage_id": f"gazette/numeral/{start},{start + 5}",
            "source_id": "gazette",
            "kind": "numeral",
            "char_start": start,
            "char_end": start + 5,
            "disposition": disposition,
            **({"table": "statistics", "record_id": "passengers"} if disposition == "record" else {}),
        }
        for start, disposition in ((50, "record"), (70, "open"))
    ],
    "corrections": [],
    "agreement": [],
    "indicators": [
        {
            "indicator_id": "passengers",
            "name_en": "Passengers",
            "name_zh": "乘客",
            "definition_en": "Who rides",
            "definition_zh": "乘坐者",
            "unit": "person",
            "topic": "health",
        },
    ],
    "units": [
        {
            "unit_id": "person",
            "symbol": "人",
            "name_en": "person",
            "name_zh": "人",
            "dimension": "persons",
            "factor_to_base": "1/1",
            "base_unit": "person",
            "variants_zh": "名|位",
        },
    ],
}


def codes_of(schema: Schema) -> list[dict[str, str | None]]:
    """All codes of all codelists, as the table ``codes`` holds them."""
    return [
        {
            "codelist": name,
            "code": entry.code,
            "parent": entry.parent,
            "label_en": entry.label_en,
            "label_zh": entry.label_zh,
            "definition_en": entry.definition_en or None,
            "definition_zh": entry.definition_zh or None,
            "replaced_by": ";".join(entry.replaced_by) or None,
        }
        for name in sorted({c.codelist for t in schema.published for c in columns(t).values() if c.codelist})
        for entry in schema.codelists[name].values()
    ]


@cache
def standard_tables() -> dict[str, pa.Table]:
    """Every table of the standard schema, with rows that fit together."""
    schema = standard_schema()
    rows = ROWS | {"codes": codes_of(schema)}
    return {t.table_name: table_of_rows(t, rows[t.table_name]) for t in schema.published}


class Harbour(Table, table="harbours", title="Harbours"):
    """A harbour, declared by a user of the library."""

    harbour_id: str = column("Its id.", key=True, examples=("north",))
    name_en: str = column("Its name.", examples=("North harbour",))
    kind: Code | None = column("What it is.", codelist="location_kinds")
    depth: Decimal | None = column("Depth.", unit="m", minimum=0, examples=(Decimal("4.5"),))
    berths: int | None = column("Number of berths.", minimum=0, examples=(3,))
    built: date | None = column("When it was opened.")
    open: bool | None = column("Whether ships may enter.")
    near: str | None = column("The harbour next to it.", references="harbours")


class Call(Table, table="calls", title="Calls"):
    """A ship that calls at a harbour."""

    harbour_id: str = column("The harbour.", key=True, parent=True, references="harbours")
    ship: str = column("The ship.", key=True)


def own_schema() -> Schema:
    """A schema of tables that this library has never heard of."""
    return Schema(
        tables=(Harbour, Call), codelists={"location_kinds": standard_schema().codelists["location_kinds"]}
    )


def own_tables() -> dict[str, pa.Table]:
    """Return rows with every kind of hole, and text that CSV must quote."""
    harbours = [
        {
            "harbour_id": "north",
            "name_en": "North, upper",
            "kind": "zone",
            "depth": Decimal("0.000000001"),
            "berths": 3,
            "built": date(1900, 1, 1),
            "open": True,
        },
        {
            "harbour_id": "south",
            "name_en": 'The "South"\r\nbasin',
            "near": "north",
            "depth": Decimal(-0),
            "open": False,
        },
        {
            "harbour_id": "west",
            "name_en": " West\rend ",
            "near": "south",
            "depth": Decimal("12345678901234567890123456789.5"),
            "berths": 0,
        },
    ]
    calls = [{"harbour_id": "north", "ship": "Ann"}, {"harbour_id": "north", "ship": "Bob"}]
    return {"harbours": table_of_rows(Harbour, harbours), "calls": table_of_rows(Call, calls)}
