"""The patterns of the scanner: where a mention may start, and how far it reaches. Compiled at first use.

They decide spans only. What a span means is decided by the grammar, which reads it as a whole text.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from policy_dataset.notation import words
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.lexicon import lexicon
from policy_dataset.notation.trie import trie_pattern
from policy_dataset.notation.units import units

CN_DIGITS = "零一二三四五六七八九"
NUMERALS = CN_DIGITS + "两十百千万亿廿卅卌几半数双俩仨"
DASH = "(?:至|到|—{1,2}|-{1,2}|–|~|―{1,2}|─)"

# Words in which a unit's character goes on to mean something else: 2家庭, 3方面, 5人才.
_GUARDS = {
    "方": "[面案式向位针法便略阵圆言才]", "元": "[素宵旦件]|首(?!付)", "家": "[庭禽畜风底训喻]|长(?!期)|属(?!地)|政(?=[服人企从])|电(?=下)|居(?=[企产用])",
    "人": "[均民才口类物像士]|工(?!作)|员(?!工)|大(?=代|常)|社(?=[部厅局系])|力(?!争)|数(?![十百千])", "本": "[科土地级市省区届书月年轮着报质色领次来身]",
    "口": "[岸号径碑腔粮味]", "项": "目(?!标)|链", "位": "[置数于移]|居(?!民)", "面": "[积向对貌临试板粉料]", "里": "[程面斯]", "道": "[路理德教]", "号": "[召称码]",
    "门": "[户类口店诊]", "场": "地(?!方)|所(?!在)|[馆景站面]", "级": "[别联差配]", "年": "[均轻度产龄鉴画货级会]", "日": "[均常报产照益元本前趋]", "天": "[津然气下河地空府山文际]",
    "周": "[边末期期转到围年岁口]", "度": "[假过量]", "层": "[面次级出]", "段": "[位落]", "部": "[门分队委署省级件属]|长(?!篇)", "列": "[车入为举]", "张": "[家贴力]",
    "件": "[均]", "名": "优(?![秀良先异])|单(?![位亲])|[称誉]|义(?![工务诊])|列(?=前|第|全)|城(?![管市镇乡])|牌|特(?=优)", "份": "[额]", "步": "[伐骤行]", "支": "[撑持出付柱点线]|部(?!队)|援(?![藏疆外鄂青])", "队": "[伍员]", "组": "[织建团长]|合(?!影)|成(?![员套果])", "对": "[外接口标应象策比照于]",
    "头": "[部条企脑版雁羊]", "只": "[有能要是]", "片": "[区面]", "把": "[握关手控]", "根": "[本据治源]", "台": "[阶账湾上胞资]|风(?![力电机])|商(?![用务])", "套": "[餐利]", "座": "谈|位(?!于)", "处": "[理置于级长]|分(?![布散别])|在(?!建)",
    "所": "以(?![上下内])|在(?!建)|[有属需谓]", "种": "植(?!物)|业(?![务态])|类(?!型)|粮(?![食油])|[质养子源苗田]", "次": "[序数于年月日]|生(?![态产活])|要(?![求点])", "条": "[件例款约目]", "期": "[间限望末]", "轮": "[换胎流船]", "版": "[图权块面本]",
    "站": "[位点立台城]", "村": "[庄民级落镇]", "校": "[园企长地]", "例": "[如外]", "起": "[步来飞点草伏源诉航立家因早到]", "单": "[位元体独项列一纯边]", "床": "[位]",
    "批": "发(?=[市商业零和价企额])|[复准]", "类": "[似别型]", "间": "[接]", "户": "[籍外均型]", "幅": "[度员]", "首": "[都次要先届个创店发府页]", "篇": "[章]", "册": "[子]", "颗": "[粒]", "宗": "[旨教商]",
    "笔": "[试]", "块": "[链]", "辆": "^", "角": "[度色落逐]", "毛": "[利]", "分": "[之别析钟]", "成": "[为立功果效员本都长熟型绩就年人交分套品就]", "两": "[岸个]", "担": "[当任保忧心负]",
    "里程": "^", "升": "[级至到]", "克": "[服难己]", "斤": "^", "瓦": "^", "伏": "^", "秒": "[杀]", "倍": "[增感数受]", "番": "[茄禺]", "P": "[A-Za-z0-9]", "km": "[A-Za-z]", "kg": "[A-Za-z]",
    "亩": "[均]", "岁": "[月末]", "课时": "^", "届": "[时满期]", "架": "[构设桥]", "羽": "[毛绒]", "尾": "[款矿气水]", "匹": "[配]", "枚": "^", "星期": "[一二三四五六日天]", "米": "[粉面饭兰]",
    "圆": "[满桌]", "节": "[能约水点奏目日假省气肢俭选制碳律电]", "集": "[中聚群成团体合市约]", "款": "[项式待]", "箱": "[包]", "页": "[面岩]", "堂": "[食]", "粒": "[子度]", "枝": "[叶]", "串": "[联]", "PF": "[A-Za-z]", "EF": "[A-Za-z]", "MW": "[A-Za-z]", "GW": "[A-Za-z]", "kW": "[A-Za-z]", "cm": "[A-Za-z]", "mm": "[A-Za-z]", "港币": "^", "趟": "^",
}  # fmt: skip
_NUMBERED = ("次代表大会", "次全会", "次会议", "号线", "级能效")

_SURPLUS = "(?:余|多(?!元[化主投融供参共格文统解纠调素性空格]|样[化性的]|边|少(?!数)|功能|领域|渠道|层次|维|式联|业态|方[参面联位共])|几(?=[万亿千百个名家人天年]|$)|来(?=[万亿个名家人天年次亩斤元里米吨头户只辆岁公平条座种位件项块分小]))"
_MULTIPLIER = "(?:[十百千]{0,2}(?:万亿|万万|亿亿|亿|万)|千(?![瓦米克伏])|百(?!分))"
_GROUPED = "[0-9]{1,3}(?:，[0-9]{3}(?![0-9.,，]))++(?![0-9])"
_ARABIC = f"(?:{_GROUPED}|[0-9]++(?:[.,\\u2009\\u202f][0-9]++)*+)"
_ARABIC_TERM = f"(?:{_ARABIC}{_SURPLUS}?+(?:[ \\u00a0]?{_MULTIPLIER}{_SURPLUS}?(?:[0-9]++{_MULTIPLIER}{_SURPLUS}?)*+(?:(?<=万)[0-9]{{4}}+(?![0-9年.%]))?)?+)"
_CN_RUN = f"(?:[{CN_DIGITS}十百千万亿两廿卅卌几]|数(?=[十百千万亿])|(?<=十)数(?=[个名人家年天]))++"
_CN_TERM = f"(?:俩|仨|{_CN_RUN}(?:[余多来](?=[百千万亿])[十百千万亿]++|点[{CN_DIGITS}]++(?:[十百千]{{0,2}}[万亿]{{1,2}}|千|百)?)?+{_SURPLUS}?+)"
_TERM = f"(?:{_ARABIC_TERM}|{_CN_TERM})"
_SIGN = "(?:[-\u2212](?=[0-9])|负|零[下上](?=[0-9一二三四五六七八九十]))"


@cache
def _unit() -> str:
    forms = [form for unit in units().values() for form in unit.forms]
    return trie_pattern([*forms, *_NUMBERED], _GUARDS)


@cache
def _quantity() -> str:
    unit = _unit()
    broken = "个(?:[多余来]半?|半[多余来]?)(?:小时|月|星期|季度|百分点)|个半"
    after_unit = "(?:[余多](?![元种样边方领彩功渠业式层维部少])|半(?![年个导数径岛成价]))?"
    lower = f"(?:(?<=[元块角时钟年斤里米吨])零?{_TERM}(?:分钟|分(?![之别析])|秒钟?|角|毛|两(?![岸个])|克|米|个月|天(?![津然])))"
    with_unit = f"(?:[ \\n\\u00a0\\u2009]?(?:{broken}|成[{CN_DIGITS}]|{unit}){after_unit}{lower}{{0,2}})?"
    part = f"[1-9][0-9]?/[1-9][0-9]?(?![0-9/.])|百分之{_TERM}|千分之{_TERM}|万分之{_TERM}|一半|半数|(?<=[过近])半(?![年月天日小个数百决径山夜空球生世路里斤亩价学周截成导])|半(?:个?[多余]?(?:月|小时|季度|学期|星期)|年|天|日|周|斤|亩|公里|里)|{_CN_TERM}分之{_TERM}"
    return f"(?:{part}|(?:{_SIGN})?{_TERM}{with_unit})"


# What must not follow keeps 内地, 起步, 上下游 and their like out; 内逐 is in a marked sentence, where 内 belongs to what follows.
_AFTER = (
    "(?:(?=[ 及(以之左上有封内起许])[ ]?(?:及?以上|及以下|\\((?:不?含)\\)以[上下]|以[上下]\\((?:不?含)\\)|以下|以内|以外|之内|左右|上下(?![联游级楼班齐功])|有余|封顶|"
    "(?<=[钟时天日周月年%里米])内(?![陆资外部容蒙河涝需贸销地设生逐])|(?<=[元角岁%])起(?![步来飞点草伏源诉航立家因早重到])|(?<=[0-9万亿千百十])许))"
)


@cache
def figure() -> re.Pattern[str]:
    """Return the pattern of a figure from its numeral to its last word."""
    unit, quantity = _unit(), _quantity()
    per = f"(?:/(?:[百千万])?(?:{unit}|[日月年])|每(?:平方米|立方米|平方公里|公顷|亩|吨|公斤|千瓦时|人|户|天|年|月))?"
    second = f"(?:(?=[ 至到—–~―─-])[ ]?{DASH}[ ]?(?![0-9]{{4}}年|第){quantity})?"
    # A digit and its successor: 3、4百, 三、四个.
    return re.compile(f"{quantity}{second}{per}(?:级(?![别联差配]))?{_AFTER}{{0,2}}")


@cache
def enumeration() -> re.Pattern[str]:
    """Return the pattern of a digit and its successor that may be one range: 3、4百元."""
    pairs = [f"{a}、{b}" for row in ("123456789", "一二三四五六七八九") for a, b in pairwise(row)]
    return re.compile(
        f"(?:{'|'.join(pairs)}|两、三)(?![0-9.{CN_DIGITS}])(?:{_MULTIPLIER}|[十百千万亿])?(?:{_unit()})"
    )


_N = f"(?:[0-9]{{1,2}}(?![0-9])|[{CN_DIGITS}十廿卅]{{1,3}})"
_CLOCK_PART = "凌晨|清晨|早晨|早上|上午|中午|下午|午后|傍晚|晚上|晚间|夜间|深夜|晚(?=[0-9])"
_CLOCK_TIME = f"(?:{_N}(?:时(?![间期代长刻])|点(?:钟|整|半|(?={_N}分)))(?:{_N}分(?:钟)?|半|整|[一三]刻)?|[0-9]{{1,2}}:[0-9]{{2}}(?![0-9:]))(?:许|左右|前后)?"
_CLOCK = f"(?:(?:{_CLOCK_PART})?{_CLOCK_TIME}|(?:{_CLOCK_PART})(?:{_N}点(?:左右|许)?)?)"
_DAY = f"{_N}[ ]?(?:日|号(?![线楼院文令机店院井]))"
_MONTH_PART = "[上中下]旬|[初底末](?![等级])|中(?=[，。、；：;:\\s]|$)"
_MONTH = f"{_N}[ ]?月份?(?:[ ]?{_DAY}(?:{_CLOCK}(?:{DASH}{_CLOCK_TIME})?)?(?:[ ]?{DASH}[ ]?(?:{_N}[ ]?月[ ]?)?{_DAY})?|{_N}{DASH}{_DAY}|某日|{_MONTH_PART})?"
_MONTHS = f"{_N}{DASH}{_N}月份?"
_QUARTER = "第?(?:[0-9]|[一二三四五六七八九])季度[初底末]?"
_QUARTERS = f"第?[1-4一二三四]{DASH}第?[1-4一二三四]季度"
_FIRST = f"[前头](?:{_N}(?:个月|月)|(?:[0-9]|[一二三四两])个?季度)末?"
_SEASON = "[春夏秋冬]季|[春夏秋冬]天|暑[期假]"
_YEAR_PART = "年?[初底末](?![等级步])|年中|年内|内(?![陆资外部容蒙河涝需贸销])|全年|某[日月]|同期|中(?=[，。、；：;:\\s]|$)"
_INSIDE = f"(?:{_FIRST}|{_MONTHS}|{_MONTH}|{_QUARTERS}|{_QUARTER}|[上下]半年[初底末]?|{_SEASON}|{_YEAR_PART})"
_YEAR = f"(?:公元)?(?:[12][0-9]{{3}}|[一二][{CN_DIGITS}]{{3}})[ ]?年(?!代)度?"
_RELATIVE_YEAR = "(?:今年|去年|大前年|前年(?![均度])|明年|后年|来年|本年度|本年|上年度|上一年度?|上年|当年|同年|次年|翌年|全年|下一年)"
_YEARS = f"(?:[12][0-9]{{3}}|[一二][{CN_DIGITS}]{{3}})年?{DASH}(?:[12][0-9]{{3}}|[一二][{CN_DIGITS}]{{3}})(?:学年|年度|年)"
_POINT = f"(?:{_YEARS}|(?:{_YEAR}|{_RELATIVE_YEAR})(?:[ ]?{_INSIDE})?)"
_ISO = "[12][0-9]{3}(?:-[0-9]{1,2}-[0-9]{1,2}|\\.[0-9]{1,2}\\.[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})(?![0-9])(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
_TAIL = (
    "(?:以来|来(?=[，。、；;,]|我)|至今|起(?![步来飞点草伏源诉航立家因早重到])|开始|之前|以前|前后|"
    f"前(?!提(?![交出供升高前])|[后期往列沿景身所瞻端进{CN_DIGITS}十两0-9])|之后|以后|后(?![续期面勤备来方台端半评劲疫置])|期间|左右|止)"
)
_SECOND = f"(?:(?:起|[ ])?{DASH}[ ]?(?:{_POINT}|(?:次年|翌年){_INSIDE}?|{_INSIDE}|{_DAY})|或{_POINT})"
_DATE_BARE = f"(?:{_FIRST}|{_MONTHS}|{_MONTH}|{_QUARTERS}|{_QUARTER}|[上下]半年[初底末]?|年[初底末中](?![等级步间])|年内|暑期)"
_DAYS_ONLY = f"{_N}日(?![均常报产照益元本游内]|以[内上下]|之内|左右)(?:{_CLOCK})?(?:{DASH}{_DAY})?"
_LONG = f"(?:[0-9]{{1,3}}|[{CN_DIGITS}十两]{{1,3}}|半)多?(?:年|个?月|个季度|周|天)多?(?:以来|来(?![说讲]))"
_STRETCH = f"(?:近|最近|过去|刚过去|未来|今后|接下来|这)的?(?:[0-9]{{1,3}}|[{CN_DIGITS}十两]{{1,3}}|半)(?:年|个月|个季度|个星期|周|天|日)(?![均])(?:时间)?(?:以来|来|间|里|内)?"
_CENTURY = f"(?:{_N}世纪|[上本]个?世纪)(?:[0-9{CN_DIGITS[1:]}][0十]年代(?:初期?|[早中末后]期|末)?|[初末]|中叶)?|(?:1[0-9]|20)?[0-9{CN_DIGITS[1:]}][0十]年代(?:初期?|[早中末后]期|末)?"
_PLAN_TAIL = "(?:发展(?=规划|计划|时期))?(?:规划|计划)?(?:时期|期间|规划|计划|期(?=末))?(?:期?末|收官之年|开局起步之年|开局之年|初期|中期|[前后头](?:[0-9一二三四两])年|第[一二三四五]年)?(?:以来|期间)?"
_PLAN = f'(?:十[一二三四五六七八九]五[”’"」]?(?![普届次])|二十五?[”’"」](?=时期|期间|规划|计划)|[{CN_DIGITS[1:]}十]五[”’"」]?(?=时期|期间|规划|计划)){_PLAN_TAIL}'
_LAW = f'[{CN_DIGITS[1:]}]五[”’"]?普法'
_VAGUE = (
    "近日|日前|近期|最近|前不久|不久前|近来|目前|当前|现在|眼下|现阶段|迄今|近年来|近年|近些年来?|近几年来?|这些年来?|这几年|多年来|几年来|数年来|长期以来|一直以来|历年来|"
    "新时代以来|进入新时代以来|新时代|改革开放以来|新中国成立以来|过去几年|未来几年|今后几年|今后一个时期|今后一段时间|未来一段时间"
)
_DAY_WORDS = (
    "今天|今日|昨天|昨日|前天|明天|明日|后天|今晨|今早|今晚|昨晚|昨夜|明早|明晚|当日|当天|同日|次日|翌日|当晚"
)
_WEEKS = "(?:上上|上|本|这|下)个?(?:周|星期|礼拜)[一二三四五六日天末]?"
_MONTH_WORDS = "本月|这个月|上个月|上月|下个月|下月|当月|同月|次月|本季度|上季度|下季度|上一季度|下一季度"
_PERIOD_WORDS = (
    "同比|环比|(?:平均)?(?:日|月|年|周|季|人|户|亩|次|件|村|校)均|单[件次户]|"
    "每(?:周|星期)[一二三四五六日](?![次趟场个天节期项回班列轮两千万百十到至])|(?:平均)?每(?:[一二两三四五六七八九十百千万亿]+(?:人口|人|户|平方公里|公里|亩|名|家|元)|一?(?:天|日|周|月|季度|年|学年|小时|分钟|人|户|亩|件|趟|吨|斤|公斤|千克|辆|床|升|公顷|平方米|立方米|千瓦时|学生|度(?=电)))|如今|此前|此后|当时|届时|往年|以往|同期(?!限)"
)


@cache
def dates() -> re.Pattern[str]:
    """Return the pattern of a date from its first numeral or word; groups tell what kind of reading follows."""
    return re.compile(
        f"(?P<law>{_LAW})|(?P<plan>{_PLAN}|第{_N}个五年(?:规划|计划)(?:时期|期间)?)"
        f"|(?P<date>(?:{_ISO}|{_POINT}{_SECOND}?|{_DATE_BARE}{_SECOND}?|{_DAYS_ONLY}|{_CENTURY}|{_LONG}|{_STRETCH}|(?!一时)(?:(?<=[晨午晚夜]){_N}点(?![0-9])|{_CLOCK_TIME})(?:{DASH}{_CLOCK_TIME})?){_TAIL}{{0,2}})"
        "|(?P<damaged>[0-9]{1,3} [0-9]{1,3}年|[0-9]{2}年[0-9]{1,2}月)"
    )


@cache
def time_words() -> re.Pattern[str]:
    """Return the pattern of a relative date or period word."""
    return re.compile(
        f"(?P<date>(?:{_STRETCH}|(?:{_VAGUE})|(?:{_DAY_WORDS})(?:{_CLOCK})?|{_WEEKS}|(?:{_MONTH_WORDS})(?:{_DAY}|{_MONTH_PART})?|{_CENTURY}|{_RELATIVE_YEAR}(?:[ ]?{_INSIDE})?{_SECOND}?|{_DATE_BARE}{_SECOND}?){_TAIL}{{0,2}})"
        f"|(?P<word>{_PERIOD_WORDS})"
    )


# First characters of time words, and what must follow for a look to be worth it.
_TIME_STARTS = (
    "(?<=今)(?=[年天日晨早晚后])|(?<=去)(?=年)|(?<=前)(?=[年天不三两一二四五六七八九十0-9个])|(?<=明)(?=[年天日早晚])|(?<=后)(?=[年天])|(?<=来)(?=年)|(?<=昨)(?=[天日晚夜])|(?<=本)(?=[年月周季个世])|(?<=这)(?=[个些几周0-9一二三四五六七八九十两])"
    "|(?<=上)(?=[年月周个季半一世星上])|(?<=下)(?=[年月周个季半一星])|(?<=当)(?=[年月日天前晚时])|(?<=同)(?=[年月日期比])|(?<=次)(?=[年日月])|(?<=翌)(?=[年日])|(?<=全)(?=年)|(?<=大)(?=前年)|(?<=近)(?=[日期年来些几0-9一二三四五六七八九十两半])"
    "|(?<=日)(?=[前均])|(?<=目)(?=前)|(?<=现)(?=[在阶])|(?<=最)(?=近)|(?<=过)(?=去)|(?<=未)(?=来)|(?<=刚)(?=过去)|(?<=接)(?=下来)|(?<=眼)(?=下)|(?<=迄)(?=今)|(?<=不)(?=久前)|(?<=长)(?=期以)|(?<=一)(?=直以)|(?<=历)(?=年来)|(?<=新)(?=[时中])|(?<=进)(?=入新)|(?<=改)(?=革开)|(?<=多)(?=年来)"
    "|(?<=环)(?=比)|(?<=[月周季人户亩件村校])(?=均)|(?<=年)(?=[均初底末中内])|(?<=平)(?=均)|(?<=单)(?=[件次户])|(?<=每)(?=[一二两三四五六七八九十百千万亿天日周月季年学小分人户亩件趟平吨斤公千辆床升立度])|(?<=如)(?=今)|(?<=此)(?=[前后])|(?<=届)(?=时)|(?<=往)(?=年)|(?<=以)(?=往)|(?<=暑)(?=期)|(?<=头)(?=[0-9一二三四五六七八九两十])"
)
_TIME_FIRST = "今去前明后来昨本这上下当同次翌全大近日目现最过未刚接眼迄不长一历新进改多环月周季人户亩件村校年平单每如此届往以暑头"
# One look at the next character spares most places the long alternation.
_TIME_SECOND = (
    "(?=["
    + "".join(sorted(set("".join(re.findall("\\(\\?=\\[?([^\\])]+)", _TIME_STARTS))))).replace("-", "")
    + "0-9])"
)
_QUOTED = f'[^“”‘’"，。；：;:、\\n]{{0,9}}?[0-9{NUMERALS}][^“”‘’"，。；：;:\\n]{{0,11}}'
_SEVERAL = "[家种次名条类起处批轮场位份座]|个|项(?!目)"


@cache
def starts() -> re.Pattern[str]:
    """Return the pattern that finds where a mention may start; `lastgroup` tells which reader comes next."""
    return re.compile(
        f"[0-9{NUMERALS}第首翻“‘多\\({_TIME_FIRST}]"
        f"(?:(?<=[0-9])(?P<arabic>)[0-9]*+|(?<=[{NUMERALS}])(?P<chinese>)|(?<=[第首])(?P<ordinal>)|(?<=翻)(?P<doubling>)了?(?:[近超约逾])?[一二两三四五六七八九0-9]?番"
        f"|(?<=[“‘])(?P<quoted>)(?={_QUOTED}[”’])|(?<=多)(?P<several>)(?:{_SEVERAL})|(?<=\\()(?P<bracket>)[0-9一二三四五六七八九十]{{1,3}}\\)|(?P<time>){_TIME_SECOND}(?:{_TIME_STARTS}))"
    )


_CN_LIST = "(?:[一二三四五六七八九十]{1,3})"


@cache
def chinese() -> re.Pattern[str]:
    """Return the pattern of set phrases and list numbers that start with a Chinese numeral."""
    entries = [entry for entry in lexicon() if entry[0] in NUMERALS]
    return re.compile(
        f"(?P<list>{_CN_LIST}(?:是(?!否|由|以|从)|、(?=[^{NUMERALS}0-9])))|(?P<entry>{trie_pattern(entries)})"
    )


@cache
def ordinal() -> re.Pattern[str]:
    """Return the pattern of an ordinal from 第 or 首 on, or a set phrase that begins so."""
    entries = [entry for entry in lexicon() if entry[0] in "第首"]
    unit = _unit()
    return re.compile(
        f"(?P<entry>{trie_pattern(entries)})|(?P<ordinal>第(?:[0-9]{{1,6}}|[{CN_DIGITS}十百千两]++)(?:{unit})?|首(?:{unit}))"
    )


LABELS = LazyPattern(
    "(?P<phone>0[0-9]{2,3}-[0-9]{7,8}(?![0-9]))|(?P<ratio>[0-9]+(?:\\.[0-9]+)?(?:[∶:比][0-9]+(?:\\.[0-9]+)?)++)|(?P<sum>[0-9]+(?:\\.[0-9]+)?(?:\\+(?:[0-9]+(?:\\.[0-9]+)?|[NXnx]))+)|(?P<dotted>[0-9]{1,2}[·•][0-9]{1,2})"
    "|(?P<label>1[0-9]{2,4}[\u4e00-\u9fff]{0,6}?热线|[0-9]{3,8}(?=(?:政务)?(?:热线|平台|工程|行动))(?:热线|平台|工程|行动)|[0-9]{1,2}G-A|[0-9]A级|[0-9]级能效|[0-9]{1,4}[A-Za-z][A-Za-z0-9-]*)"
)
LIST_NUMBER = LazyPattern("[0-9]{1,2}[.、](?![0-9]|$)|[0-9]{1,2}\\.(?=[12][0-9]{3}年)")


def _reversed_words(table: dict[str, str | None] | list[str]) -> str:
    return trie_pattern([word[::-1] for word in table])


# Left of a word, these characters make another word of it: 节约, 通过, 拥有.
_NOT_AFTER = {
    "约": "[节公条合签预履制]", "过": "[通经度越胜错透渡走]", "达": "[到发直传表抵送下转]", "共": "[公中一总]", "计": "[统设预审会估累合共总]", "满": "[圆充丰美饱未不年]", "近": "[附最临靠接将]",
    "破": "[打突]", "突破": "新", "仅": "不", "超": "赶", "最高": "^", "最低": "^", "累计": "^",
}  # fmt: skip
_SINGLE_VERBS = "[攀跃飙晋递激剧骤锐缩衰消折抵扣倍负]"


@cache
def left_words() -> re.Pattern[str]:
    """Return the pattern, in reverse, of the words that a figure takes from its left."""
    skipped = {"为", "有", "上", "计"}
    parts = []
    for word in sorted((word for word in words.BEFORE if word not in skipped), key=len, reverse=True):
        guard = _NOT_AFTER.get(word, "")
        finished = "了?" if word in words.FINISHED else ""
        parts.append(finished + re.escape(word[::-1]) + (f"(?!{guard})" if guard and guard != "^" else ""))
    qualifier = "(?:" + "|".join(parts) + ")"
    bridge = f"(?:{_reversed_words(words.BRIDGES)})(?:{_reversed_words(list(words.BRIDGED))})"
    bases = _reversed_words(list(words.BASES))
    compared = '(?:比相)?(?:期同|[底末初])?(?:年上|年去|年前|月上|度季上|年[0-9]{4}|期同年?|年(?=前)|(?:期时|间期|期末|末期|末)?[”’"]?五[一二三四]?十[“‘"]?|前年[0-9一二三四五六七八九十]{1,2})[比较]'
    manner = "(?:际实|义名)?"
    verb = "|".join(
        re.escape(verb[::-1]) + (f"(?!{_SINGLE_VERBS})" if len(verb) == 1 else "(?!负)")
        for verb in sorted(words.DIRECTIONS, key=len, reverse=True)
    )
    change = f"(?:[到至为]?了?(?:{verb})(?:{manner}(?:{bases}|{compared}))*)"
    each = "(?:(?:口人|[人户天日周月年亩件趟吨斤辆次床台套度升]|度季|时小|斤公|克千|顷公|里公方平|里公|米方[平立]|时瓦千|生学)[一百千万]?每)"
    rate = f"(?:(?:{each}|{_reversed_words(list(words.RATES))})(?:均平)?)"
    # Of 翻番 the verb is part of what was found: 较2020年翻两番.
    doubled = f"(?:{manner}(?:{bases}|{compared}))++"
    return re.compile(f"(?:{doubled}|(?:{bridge}|{qualifier})*(?:{change})?(?:{qualifier})*(?:{rate})*)")


@cache
def left_ends() -> frozenset[str]:
    """Return the characters that such words end with."""
    every = [
        *words.BEFORE,
        *words.BRIDGES,
        *words.DIRECTIONS,
        *words.RATES,
        "到",
        "至",
        "为",
        "了",
        *"人户天日周月年亩件趟度口吨斤辆次床台套升时克顷里米生",
    ]
    return frozenset(word[-1] for word in every)


@cache
def bare_numeral() -> re.Pattern[str]:
    """Return the pattern of a numeral without unit."""
    return re.compile(_TERM)


@cache
def quoted() -> re.Pattern[str]:
    """Return the pattern of a short quoted phrase with a numeral, from after the opening mark to the closing one."""
    return re.compile(f"{_QUOTED}[”’]")
