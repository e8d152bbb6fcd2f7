"""What the story is about, as chance has it, and the two pages that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from policy_dataset.testing.chance import Chance
from policy_dataset.testing.page import Page

_TOWNS = (("某市", "The Town"), ("青河市", "Qinghe City"), ("东岭市", "Dongling City"))
_TOPICS = ("health_services", "elderly_care", "grassroots_governance")
_GROUPS = ("older_people", "migrant_workers", "flexible_workers")


@dataclass(frozen=True, slots=True)
class Facts:
    """Names, codes, days and numbers."""

    year: int
    day: str
    town: str
    town_en: str
    topic: str
    group: str
    planned: int
    built: int
    money: int
    growth: int
    requests: int
    goal: int

    @classmethod
    def of(cls, chance: Chance) -> Facts:
        """Let chance decide."""
        year, (town, town_en) = chance.number(2020, 2026), chance.pick(_TOWNS)
        return cls(
            year=year,
            day=f"{year}-01-{chance.number(10, 28):02d}",
            town=town,
            town_en=town_en,
            topic=chance.pick(_TOPICS),
            group=chance.pick(_GROUPS),
            planned=chance.number(2, 9),
            built=chance.number(30, 99),
            money=100 * chance.number(11, 99),
            growth=chance.number(1, 19),
            requests=chance.number(2, 9),
            goal=chance.number(100, 200),
        )


def bulletin(facts: Facts) -> Page:
    """Write the bulletin."""
    page = Page("bulletin")
    say, town = page.say, facts.town
    say(f"{town}简报\n\n")
    day = facts.day.split("-")
    say(f"{facts.year}年{int(day[1])}月{int(day[2])}日", "day")
    say("，")
    say(f"{town}卫生局", "health")
    say("宣布，")
    say("今年", "this_year")
    say("将在全市")
    say("新建", "build")
    say(f"{facts.planned}个", "planned")
    say("社区门诊", "clinics")
    say("，预计投入")
    say(f"{facts.money}万元", "money")
    say("。\n\n")
    say(f"截至{facts.year - 1}年12月底", "last_day")
    say("，全市已建成")
    say(f"{facts.built}个", "built")
    say("社区门诊，")
    say("同比", "on_year")
    say(f"增长{facts.growth}%", "growth")
    say("。下一步，")
    say(f"{town}民政局", "civil")
    say("将探索")
    say("为老年人提供上门服务", "home")
    say("，沿青东线", "line")
    say("在东城片区", "district")
    say("先行。\n\n")
    say("去年", "last_year")
    say("，热线受理诉求", "hotline")
    say(f"{facts.requests}.3万余件", "requests")
    say("，")
    say("创历史新高", "record")
    say("，比老热线更便捷", "old_hotline")
    say("。社区食堂试点在锦江区新村", "canteen")
    say("开办，")
    say("明年", "next_year")
    say("推广，门诊目标为")
    say(f"{facts.goal}个", "goal")
    say("，另有")
    say("3组", "bundles")
    say("门诊组团。\n\n")
    say("据悉，", "stray")
    say("今后", "slip")
    say("还将继续。\n\n居民可以到服务大厅咨询。", "closing")
    say("\n")
    return page


def notice(facts: Facts) -> Page:
    """Write the notice."""
    page = Page("notice")
    say = page.say
    say(f"{facts.town}通报\n\n")
    say(f"截至{facts.year - 1}年12月底", "last_day")
    say(f"，{facts.town}启用的社区门诊为")
    say(f"{facts.built}个", "built")
    say("。\n")
    return page
