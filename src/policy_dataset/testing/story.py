"""A small right dataset of the standard tables: a bulletin of a town, and records of what it says.

Every rule can be broken in it by one change: that is why each of its records is there.
"""

from __future__ import annotations

from typing import Any

from policy_dataset.model.schema import Schema
from policy_dataset.testing.chance import Chance
from policy_dataset.testing.draft import Draft, Record, sha256_of
from policy_dataset.testing.page import Page
from policy_dataset.testing.story_bulk import BULK, bulk_rows
from policy_dataset.testing.story_facts import Facts, bulletin, notice

TABLES = (
    "sources",
    "actors",
    "locations",
    "indicators",
    "units",
    "measures",
    "statistics",
    "corrections",
    "waivers",
)
"""What a schema must declare for the story to be told in it."""
NAME = "某市便民服务工作领导小组办公室"
EXPIRES = "2099-12-31"


def standard_draft(schema: Schema, chance: Chance) -> Draft:
    """Return the dataset; figures, names, codes and dates are as chance has them."""
    return _Story(schema, chance).tell()


class _Story:
    def __init__(self, schema: Schema, chance: Chance) -> None:
        self.facts = Facts.of(chance)
        self.draft = Draft(schema)
        self.bulletin, self.notice = bulletin(self.facts), notice(self.facts)

    def tell(self) -> Draft:
        draft = self.draft
        draft.meta = self._meta()
        draft.records = {
            "sources": [self._source(self.bulletin, "简报"), self._source(self.notice, "通报")],
            "actors": self._actors(),
            "locations": self._locations(),
            "indicators": self._indicators(),
            "units": self._units(),
            "measures": self._measures(),
            "statistics": self._statistics(),
            "corrections": self._corrections(),
            "waivers": [
                {"id": "closing_line", "anchor": self.bulletin.anchor("closing"), "reason": "background"}
            ],
        }
        draft.texts = {"bulletin.txt": self.bulletin.text, "notice.txt": self.notice.text}
        draft.more = {"names.txt": f"{NAME}\n", BULK: bulk_rows(self.facts.year)}
        return draft

    def _meta(self) -> Record:
        return {
            "id": "town-bulletin",
            "title": "Bulletin of a town",
            "description": "What one bulletin and one notice say.",
            "version": "1.0.0",
            "licenses": [{"name": "CC0-1.0"}],
            "contributors": [{"title": "The curators"}],
            "coded_by": "coder_a",
            "origin": "person",
            "ignores": [
                {
                    "rule": "broad_code",
                    "table": "measures",
                    "record": "canteens",
                    "reason": "No code below it fits",
                    "expires": EXPIRES,
                }
            ],
        }

    def _source(self, page: Page, kind: str) -> Record:
        return {
            "id": page.source,
            "title_zh": f"{self.facts.town}{kind}",
            "publisher": self.facts.town,
            "language": "zh-Hans",
            "published": self.facts.day,
            "file": f"{page.source}.txt",
            "file_sha256": sha256_of(page.text),
            "spans": f"0,{len(page.text)}",
        }

    def _actors(self) -> list[Record]:
        named = (
            ("health_bureau", "卫生局", "Health Bureau"),
            ("civil_bureau", "民政局", "Civil Affairs Bureau"),
        )
        return [
            {
                "id": key,
                "name_zh": f"{self.facts.town}{name}",
                "name_en": f"{english} of {self.facts.town_en}",
                "kind": "prefectural_government",
                "location": "town",
            }
            for key, name, english in named
        ]

    def _locations(self) -> list[Record]:
        town = {
            "id": "town",
            "name_zh": self.facts.town,
            "name_en": self.facts.town_en,
            "kind": "prefecture",
            "parent": "510000",
        }
        line = {"id": "town_line", "name_zh": "青东线", "name_en": "Qingdong Line", "kind": "railway_line"}
        district = {
            "id": "east_district",
            "name_zh": "东城片区",
            "name_en": "East District",
            "kind": "zone",
            "parent": "town",
            "latitude": "30.66667",
            "longitude": "104.06667",
        }
        village = {
            "id": "new_village",
            "name_zh": "锦江区新村",
            "name_en": "New Village",
            "kind": "community",
            "parent": "510104",
            "gbt2260": "510104",
        }
        return [town, line, district, village]

    def _indicators(self) -> list[Record]:
        made = (
            ("town_clinics", "社区门诊数", "Community clinics", "item"),
            ("town_clinic_money", "门诊投入", "Money for clinics", "yuan"),
            ("town_requests", "热线诉求量", "Requests to the hotline", "request"),
            ("town_bundles", "门诊组团数", "Bundles of clinics", "town_bundle"),
        )
        return [
            {
                "id": key,
                "name_en": english,
                "name_zh": chinese,
                "definition_en": f"{english} in the period",
                "definition_zh": f"统计期内{chinese}",
                "unit": unit,
            }
            for key, chinese, english, unit in made
        ]

    def _units(self) -> list[Record]:
        bundle = {
            "id": "town_bundle",
            "symbol": "组",
            "variants_zh": "个",
            "name_en": "bundle of clinics",
            "name_zh": "组团",
            "dimension": "items",
            "factor_to_base": "4/1",
            "base_unit": "item",
        }
        return [bundle]

    def _measures(self) -> list[Record]:
        at = self.bulletin.anchor
        clinics = self._measure(
            "clinics",
            ("新建社区门诊", "Build clinics in communities"),
            period="今年",
            announced=self.bulletin.quote("day"),
            actors=[{"actor": "health_bureau", "role": "lead"}],
            locations=["town"],
            target_groups=[self.facts.group],
            evidence={
                "record": at("build", "clinics"),
                "period": at("this_year"),
                "announced": at("day"),
            },
        )
        home = self._measure(
            "home_services",
            ("老年人上门服务", "Services at the homes of older people"),
            commitment="explores",
            part_of="clinics",
            period=f"{self.facts.year}-06",
            period_basis="authored",
            announced=self.facts.day,
            actors=[{"actor": "civil_bureau", "role": "lead"}],
            locations=[
                {"location": "town_line", "role": "route"},
                {"location": "east_district", "role": "applies"},
            ],
            target_groups=["older_people"],
            evidence={"record": at("home", "district"), "announced": at("day")},
        )
        hotline = self._measure(
            "hotline",
            ("市民热线", "Take requests on one hotline"),
            summary_en="Residents call one number with requests of all kinds.",
            status="in_force",
            period_basis="source_date",
            also_instruments=["monitoring_disclosure"],
            links=[{"to": "hotline_old", "kind": "replaces"}],
            history=[
                {"status": "piloting", "date": str(self.facts.year - 2), "evidence": at("hotline")},
                {
                    "status": "in_force",
                    "date": str(self.facts.year - 1),
                    "evidence": at("hotline", "requests"),
                },
            ],
            locations=["town"],
            evidence=at("hotline", "requests"),
        )
        old = self._measure(
            "hotline_old",
            ("旧热线", "An older hotline"),
            status="superseded",
            period_basis="source_date",
            locations=["town"],
            evidence=at("old_hotline"),
        )
        canteens = self._measure(
            "canteens",
            ("社区食堂", "Canteens in communities"),
            topic="governance",
            status="planned",
            period=str(self.facts.year + 1),
            period_basis="authored",
            links=[{"to": "clinics", "kind": "continues"}],
            locations=["new_village"],
            evidence=at("canteen", "next_year"),
        )
        trial = self._measure(
            "canteen_trial",
            ("食堂试点", "A trial of canteens"),
            status="piloting",
            extent="pilot",
            period_basis="source_date",
            evidence={"record": at("canteen")},
        )
        return [clinics, home, hotline, old, canteens, trial]

    def _measure(self, key: str, titles: tuple[str, str], **fields: Any) -> Record:
        given = {
            "topic": self.facts.topic,
            "instrument": "service_provision",
            "status": "announced",
            "commitment": "firm",
        }
        return {"id": key, "title_zh": titles[0], "title_en": titles[1], **given, **fields}

    def _statistics(self) -> list[Record]:
        at = self.bulletin.anchor
        last = f"截至{self.facts.year - 1}年12月底"
        first = {"figure": at("planned"), "period": at("this_year")}
        return [
            self._statistic("planned", "town_clinics", "plan_scope", f"{self.facts.planned}个", "今年", first, "clinics"),
            self._statistic("built", "town_clinics", "observed", f"{self.facts.built}个", last,
                            {"figure": at("built"), "period": at("last_day")}),
            self._statistic("growth", "town_clinics", "change", f"同比增长{self.facts.growth}%", last,
                            {"figure": at("on_year", "growth"), "period": at("last_day"), "compared_with": at("on_year")})
            | {"compared_with": f"{self.facts.year - 2}-12-31"},
            self._statistic("money", "town_clinic_money", "allocation", f"{self.facts.money}万元", "今年",
                            {"figure": at("money"), "period": at("this_year")}, "clinics"),
            self._statistic("requests", "town_requests", "observed", f"{self.facts.requests}.3万余件", "去年",
                            {"figure": at("requests"), "period": at("last_year"), "claim": at("record")})
            | {"claim": "record_high", "population_en": "residents", "population_zh": "居民"},
            self._statistic("goal", "town_clinics", "target", f"{self.facts.goal}个", str(self.facts.year + 1), at("goal"))
            | {"period_basis": "authored"},
            self._statistic("bundles", "town_bundles", "plan_scope", "3组", "今年",
                            {"figure": at("bundles"), "period": at("this_year")}),
            self._statistic("built_noticed", "town_clinics", "observed", f"{self.facts.built}个", f"{self.facts.year - 1}-12-31",
                            self.notice.anchor("built"))
            | {"period_basis": "authored"},
        ]  # fmt: skip

    def _statistic(  # noqa: PLR0913 - what a statistic is made of, in the order of its fields
        self,
        key: str,
        indicator: str,
        kind: str,
        figure: str,
        period: str,
        evidence: Any,
        measure: str | None = None,
    ) -> Record:
        made: Record = {
            "id": key, "indicator": indicator, "kind": kind, "figure": figure, "period": period, "location": "town",
        }  # fmt: skip
        if measure is not None:
            made["measure"] = measure
        return made | {"evidence": evidence}

    def _corrections(self) -> list[Record]:
        at = self.bulletin.anchor
        stray = {
            "id": "stray_words",
            "anchor": at("stray"),
            "kind": "stray_text",
            "reason": "Words of another article",
        }
        slip = {
            "id": "likely_year", "anchor": at("slip"), "kind": "likely_slip", "reading": "今年", "reason": "A slip of the pen",
        }  # fmt: skip
        return [stray, slip]
