"""The words that stand around a figure: qualifiers, bridges, rates, changes. Tables, in canonical spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from policy_dataset.values.figure import Comparator


def _row(words: str, meaning: Comparator | None) -> dict[str, Comparator | None]:
    return dict.fromkeys(words.split(), meaning)


# Before the number. None: the word is kept as a part and says nothing about the bound.
BEFORE: dict[str, Comparator | None] = {
    **_row("达 达到 为 共 共计 共有 总共 总计 累计 合计 计 有 仅 仅有 只有", None),
    **_row("超 超过 超出 逾 突破 破 过 高于 大于 多于 不止 >", Comparator.GT),
    **_row(
        "不少于 不低于 不小于 至少 最少 最低 起码 下限为 大于等于 不得少于 不得低于 不得小于 不应少于 不应低于 不能少于 不能低于 不下于 不下 ≥ ≧ ⩾ >= 上 满 年满",
        Comparator.GE,
    ),
    **_row("近 接近 将近 不到 不足 不满 未满 未达 未达到 低于 少于 小于 不及 <", Comparator.LT),
    **_row(
        "不超过 不高于 不多于 不大于 不超 至多 最多 最高 最大 上限为 小于等于 不得超过 不得高于 不得大于 不得多于 不得超出 不应超过 不能超过 不可超过 不宜超过 未超过 未超 未突破 不突破 不逾 没有超过 ≤ ≦ ⩽ <=",
        Comparator.LE,
    ),
    **_row("约 大约 约为 大概 大致 ≈", Comparator.APPROX),
}
# Read in a text that is given as a figure, not gathered from running text, where they belong to the sentence.
BEFORE_ALSO: dict[str, Comparator | None] = {
    **_row("人民币 可达 一共 高达 多达 已达 已有 均为 均达 约合 约占 从", None),
    **_row("超越 早已超过 已超 已超过", Comparator.GT),
    **_row("不短于 不早于 下限 最短 最小", Comparator.GE),
    **_row("逼近 短于 几近", Comparator.LT),
    **_row("不长于 上限 最长", Comparator.LE),
    **_row("约有 约达 约计 差不多 大体 估计", Comparator.APPROX),
}
AFTER: dict[str, Comparator | None] = {
    **_row("余 多 有余 开外 出头 不止 以外 (不含)以上 以上(不含)", Comparator.GT),
    **_row("以上 及以上 及其以上 (含)以上 以上(含) 之上 起", Comparator.GE),
    **_row("(不含)以下 以下(不含) (不含)以内", Comparator.LT),
    **_row("以下 及以下 及其以下 (含)以下 以下(含) 以内 (含)以内 之内 之下 内 封顶", Comparator.LE),
    **_row("左右 上下 前后 许", Comparator.APPROX),
}
# 整 closes an amount of money and bounds nothing.
AFTER["整"] = None
# These may take 了: 突破了3万亿元.
FINISHED = frozenset(["达到", "超过", "突破", "达", "超", "超出", "高于", "低于", "少于", "接近"])
# After these one verb may stand between the word and its number: 每周至少开行4趟.
BRIDGED = frozenset(["至少", "最少", "最多", "最高", "最低", "不超过", "不少于", "至多", "起码"])
BRIDGES = ["有", "开行", "安排", "补贴", "建设", "建成", "新增", "达到", "完成", "提供", "培育", "需", "需要"]

# Words inside a numeral or between number and unit.
INNER: dict[str, Comparator] = {"余": Comparator.GT, "多": Comparator.GT, "来": Comparator.APPROX}

# Rate words and the code of their denominator. 每 + a unit is read by rule.
RATES = {
    "日均": "d",
    "月均": "mo",
    "年均": "a",
    "周均": "wk",
    "季均": "quarter",
    "时均": "h",
    "人均": "人",
    "户均": "户",
    "亩均": "mu",
    "次均": "次",
    "件均": "件",
    "村均": "村",
    "校均": "校",
    "台均": "台",
    "床均": "床",
    "单件": "件",
    "单次": "次",
    "单户": "户",
}
# Denominators that are no unit after a number: 每月, /年, 每天.
PER_WORDS = {
    "日": "d",
    "天": "d",
    "周": "wk",
    "星期": "wk",
    "月": "mo",
    "季度": "quarter",
    "季": "quarter",
    "年": "a",
    "小时": "h",
    "分钟": "min",
    "人口": "人",
    "学年": "a",
}

UP = [
    "增长",
    "增加",
    "提高",
    "提升",
    "上升",
    "上涨",
    "扩大",
    "增",
    "涨",
    "升",
    "新增",
    "净增",
    "增收",
    "增产",
    "上调",
    "加快",
]
DOWN = [
    "下降",
    "减少",
    "降低",
    "缩小",
    "收窄",
    "回落",
    "下跌",
    "下调",
    "减",
    "降",
    "跌",
    "压减",
    "缩短",
    "减产",
    "放缓",
    "减收",
    "压缩",
]
DIRECTIONS = {**dict.fromkeys(UP, "up"), **dict.fromkeys(DOWN, "down")}
BASES = {
    "同比": "yoy",
    "环比": "pop",
    "年均": "annual_average",
    "累计": "cumulative",
    "年平均": "annual_average",
}
# What 比 and 较 may compare with: a time, a plan, a usual level. A noun in between (比重, 较大) is no comparison.
_TIME = (
    "(?:(?:公元)?[0-9零一二三四五六七八九]{4}年|[0-9]{1,2}月份?|[0-9]{1,2}日|[0-9一二三四五六七八九十两几]{1,3}个?(?:年|月|季度|周|天)前"
    "|[上前][一1]?个?(?:年度?|月|季度|周|半年|期|学年|轮)|[去前今]年|本年|上半年|下半年|[一二三四]季度|同期|往年|常年|历年|历史|同月"
    "|[“‘\"']?[一二三四五六七八九十]{1,2}五[”’\"']?|时期|期间|期末|年初|年末|年底|月末|月底|初期|期初|末|初|底|全年|平均|均值|之前|以前|前|时|的)+"
)
_LEVEL = "(?:全国|全省|全市|全区|全县|计划|规划|目标|预期|预计|规定|原来|过去|此前|以往|改革前|原计划|原定|基期|基准年?)(?:平均|水平|平均水平|时间|同期)*"
COMPARED = f"(?:比|较|同|与|和)(?P<with>{_TIME}|{_LEVEL})(?:相比|比)?"
MANNERS = "(?:实际|名义|分别|平均|大幅|再|又|共|各|将|已|均|总体)*"


def _alternation(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def before() -> re.Pattern[str]:
    """Return the pattern of one word before a number, longest first."""
    plain = _alternation(word for word in [*BEFORE, *BEFORE_ALSO])
    return re.compile(f"(?:{_alternation(word + '了' for word in FINISHED)}|{plain})")


@cache
def after() -> re.Pattern[str]:
    """Return the pattern of one word after a number."""
    return re.compile(_alternation(AFTER))


@cache
def bridge() -> re.Pattern[str]:
    """Return the pattern of a bridge verb."""
    return re.compile(_alternation(BRIDGES))


@cache
def rate() -> re.Pattern[str]:
    """Return the pattern of a rate word, without the 每 forms."""
    return re.compile("(?:平均)?(?:" + _alternation(RATES) + ")")


@cache
def change() -> re.Pattern[str]:
    """Return the pattern of a change: basis, verb, 了, and 到, 至 or 为 for the level reached."""
    bases = _alternation(BASES)
    return re.compile(
        f"(?P<bases>(?:(?:{bases}|{COMPARED}){MANNERS})*)(?P<verb>{_alternation(DIRECTIONS)}|翻)了?(?P<to>到|至|为)?"
    )


@cache
def basis_word() -> re.Pattern[str]:
    """Return the pattern of one basis inside a change."""
    return re.compile(f"(?P<word>{_alternation(BASES)})|{COMPARED}")


def comparator_before(word: str) -> Comparator | None:
    """Return what a word before the number says."""
    word = word.removesuffix("了")
    return BEFORE[word] if word in BEFORE else BEFORE_ALSO[word]
