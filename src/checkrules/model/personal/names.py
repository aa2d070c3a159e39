"""A person's name that a text ties to somebody under care, beside words of risk. What is only likely is flagged, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TWO = "欧阳|司马|上官|诸葛|司徒|东方|尉迟|公孙|慕容|令狐|皇甫|夏侯|宇文|长孙|端木|独孤|南宫|西门"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏付傅"
    "邹熊白孟秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵覃武钱戴严莫孔汤康易乔赖文庞樊兰殷施洪翟倪俞章鲁葛柳岳梅伍柯喻耿焦牛邢左涂舒凌"
    "华卞祝骆祁裴詹聂卓冉甘游裘盛祖阮柴管苗路柏齐辛季成麦欧谷解苟闵方任关安单万常时于向应平车连"
)
"""The commonest surnames (the names of 2020, Ministry of Public Security), without those that are rather words."""
_WORDY = frozenset("成方任关安单万常时于向应平车连管路解左游文白康易武高金江何华季盛")
"""Surnames that often begin other words: a mark must follow the name."""
_NOT_GIVEN = "某们的了是在有和与及或对向因为从被把也都就不没会能可要这那其各每所等您你我他她它×＊*"
_GIVEN = rf"[^\W\d_A-Za-z{re.escape(_NOT_GIVEN)}]"
_NOT_A_NAME = frozenset(
    [
        "安全",
        "安排",
        "安慰",
        "安心",
        "白天",
        "白血",
        "包括",
        "毕业",
        "常见",
        "常规",
        "常态",
        "常年",
        "常常",
        "曾经",
        "车辆",
        "成长",
        "成绩",
        "成立",
        "成员",
        "成为",
        "成人",
        "程度",
        "程序",
        "单亲",
        "单独",
        "单位",
        "方面",
        "方式",
        "方法",
        "方便",
        "方案",
        "方可",
        "付出",
        "高度",
        "高中",
        "高年",
        "高危",
        "高考",
        "高校",
        "高三",
        "高二",
        "高一",
        "顾虑",
        "关爱",
        "关怀",
        "关系",
        "关心",
        "关于",
        "关注",
        "关键",
        "管理",
        "何时",
        "何人",
        "何种",
        "华侨",
        "黄冈",
        "黄石",
        "季度",
        "江苏",
        "江西",
        "金额",
        "解决",
        "解除",
        "康复",
        "康健",
        "雷同",
        "连续",
        "路上",
        "路径",
        "陆续",
        "马上",
        "毛病",
        "平时",
        "平均",
        "平台",
        "平等",
        "平安",
        "钱物",
        "任何",
        "任课",
        "任务",
        "任教",
        "申请",
        "施行",
        "石家",
        "时常",
        "时间",
        "时期",
        "时刻",
        "史上",
        "水平",
        "谭谈",
        "田径",
        "万一",
        "万名",
        "万人",
        "王者",
        "温暖",
        "文化",
        "文明",
        "文体",
        "文件",
        "武汉",
        "武术",
        "夏季",
        "夏令",
        "向上",
        "向下",
        "项目",
        "严格",
        "严重",
        "严禁",
        "杨柳",
        "叶子",
        "易感",
        "易怒",
        "应当",
        "应对",
        "应急",
        "应届",
        "于是",
        "余下",
        "余名",
        "曾有",
        "张贴",
        "张榜",
        "章程",
        "钟点",
        "钟头",
        "周边",
        "周末",
        "周期",
        "周围",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "祝福",
        "祝贺",
        "祖父",
        "祖母",
        "左右",
        "陈述",
        "陈列",
        "段落",
        "范围",
        "范例",
        "高兴",
        "谷底",
        "洪水",
        "胡同",
        "黎明",
        "凌晨",
        "龙头",
        "梅雨",
        "莫名",
        "牛奶",
        "齐全",
        "祁连",
        "钱财",
        "乔迁",
        "秦皇",
        "苏州",
        "汤药",
        "唐山",
        "陶冶",
        "涂画",
        "许多",
        "许可",
        "雪天",
        "盛行",
        "盛典",
        "谢绝",
        "谢谢",
        "游戏",
        "游泳",
        "游园",
        "俞加",
        "于心",
        "施教",
        "施压",
        "邱县",
        "金钱",
        "孔子",
        "林区",
        "马路",
        "孟母",
        "甘肃",
        "兰州",
        "广东",
        "辛苦",
        "辛勤",
        "解释",
        "解答",
        "路途",
        "文字",
        "文章",
        "单一",
    ]
)
"""Words of two signs that begin with a surname."""
_TITLES = "老师|教师|校长|主任|书记|医生|教授|园长|班主任|局长|院长|科长|督学|辅导员|咨询师|专家|家长|先生|女士"
_AFTER = (
    "有|在|因|于|曾|出现|患|说|被|的|近|多次|是|自|割|情绪|疑似|父|母|妈妈|爸爸|同学|存在|表示|反映|需要|目前|今年|昨|确诊|重度|中度|抑郁|焦虑|轻|跳|服|住|休|厌|"
    "心理|进行|接受|转|已|正|经|属|系|为|和|与|等|受|遭|企图|试图|一直|长期|家|班|"
    r"身份证|学籍|电话|手机|住址|男|女|\d"
)
_MARK = r"[\s，。；：、！？,.;:!?()（）“”\"'《》…\-—/]|$"
_NAME = re.compile(
    rf"(?P<name>(?P<surname>{_TWO}|[{_SURNAMES}])(?!老师|主任|校长|书记){_GIVEN}{{1,2}}?)(?!{_TITLES})(?=(?P<mark>{_MARK})|{_AFTER})"
)
_WHOLE = re.compile(rf"(?:{_TWO}|[{_SURNAMES}])(?!老师|主任|校长|书记){_GIVEN}{{1,2}}")
_JOINED = re.compile(r"[、，,和及]\s?")
_LEFT = re.compile(rf"(?:{_MARK[:-2]}|^|[对给找问让叫班级]|名叫)$")
_NEAR = 40
"""Signs before and after a name in which words of risk are looked for."""


def names_at_risk(text: str, persons: tuple[str, ...], risks: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where names stand that one of the words for `persons` ties to somebody under care, with a word of `risks` near."""
    if not persons or not risks:
        return
    tie, risk = _patterns(persons, risks)
    for found in tie.finditer(text):
        for start, end in (*_names_after(text, found.end()), *_name_before(text, found.start())):
            if risk.search(text, max(0, start - _NEAR), end + _NEAR):
                yield start, end


@lru_cache(maxsize=16)
def _patterns(persons: tuple[str, ...], risks: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words, near = ("|".join(map(re.escape, sorted(some, key=len, reverse=True))) for some in (persons, risks))
    return re.compile(f"(?:{words})"), re.compile(near)


def _names_after(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The names that follow a word: one, or several in a list."""
    while text[at : at + 1] in ("：", ":", " ", "“", "（", "(") and text[at : at + 1]:
        at += 1
    while found := _NAME.match(text, at):
        if not _is_likely(found["name"], found["surname"], marked=found["mark"] is not None):
            return
        yield found.span("name")
        joined = _JOINED.match(text, found.end())
        if joined is None:
            return
        at = joined.end()


def _name_before(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The name that a word follows, as in 李小明同学 or 李小明（学生）."""
    end -= text[max(0, end - 1) : end] in ("（", "(")
    for size in (4, 3, 2):
        start = end - size
        if start >= 0 and _WHOLE.fullmatch(text, start, end) and _LEFT.search(text[max(0, start - 2) : start]):
            name = text[start:end]
            if _is_likely(name, name[: 2 if size == 4 else 1], marked=False):
                yield start, end
            return


def _is_likely(name: str, surname: str, *, marked: bool) -> bool:
    return name[:2] not in _NOT_A_NAME and name[-1] not in "队会组团社" and (marked or surname not in _WORDY)
