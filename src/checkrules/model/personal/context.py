"""What stands beside a number and says what it is, or that it belongs to nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Label = Literal["phone", "identity", "enrolment", "card", "code", "amount"]
LABELS: Mapping[Label, tuple[str, ...]] = {
    "phone": (
        *("电话", "手机", "手机号", "号码", "联系方式", "联系人", "致电", "座机", "固话", "传真", "热线"),
        *("tel", "phone", "mobile", "cell", "call", "fax", "contact"),
    ),
    "identity": (
        *("身份证", "身份证号", "身份号码", "证件号", "证件号码", "身份证号码", "身份证编号"),
        *("identity card", "id card", "id number", "id no"),
    ),
    "enrolment": ("学籍", "学籍号", "学籍编号", "学籍号码"),
    "card": ("卡号", "银行卡", "账号", "帐号", "账户", "储蓄卡", "工资卡", "card number", "card", "account"),
    "code": (
        *(
            "编号",
            "编码",
            "代码",
            "单号",
            "流水号",
            "订单",
            "订单号",
            "批号",
            "序列号",
            "序号",
            "文号",
            "条码",
            "标识码",
        ),
        *("档案号", "项目号", "合同号", "发票号", "凭证号", "资产号", "档号", "isbn", "issn", "code", "serial"),
    ),
    "amount": (
        *("金额", "经费", "预算", "合计", "总额", "资金", "支出", "收入", "拨款", "投入", "共计", "总计", "人民币"),
        *("rmb", "cny", "¥", "￥", "$", "€", "£"),
    ),
}
"""The words before a number. Those of codes and amounts say that it is nobody's, and must stand closer than the others."""
_OF_NOBODY: frozenset[Label] = frozenset(("code", "amount"))
_BEFORE = 24
_NEAR, _LINKS = " :=", " :=#-.(\n\"'“”‘’"
_LINK_WORDS = re.compile(r"(?:[为是系]|号码?|no|number|id)$")
_UNIT = re.compile(
    r" {0,2}(?:百万|千万|万|亿|千)?(?:元(?!老师|女士|先生|同)|圆|美元|港元|欧元|块钱|人民币|rmb|cny|usd|[%‰])",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\.\d{2}(?![\d.\-、])")
_ZERO = re.compile(r"(?<![0-9A-Za-z_*])0\.$")
_ALNUM = re.compile(r"[0-9A-Za-z]{0,64}")
_HEXADECIMAL = re.compile(r"[0-9a-f]*|[0-9A-F]*")


def labels_before(text: str, start: int) -> frozenset[Label]:
    """What the words directly before an offset say, with nothing but a colon, blanks or `为` between."""
    before = text[max(0, start - _BEFORE) : start].casefold()
    near, far = _ends(before, _NEAR), _ends(before, _LINKS)
    return frozenset(
        label
        for label, words in LABELS.items()
        if any(end.endswith(words) for end in (near if label in _OF_NOBODY else far))
    )


def _ends(before: str, links: str) -> tuple[str, str]:
    """The words before with what links them to the number taken away, and with `为` or `号码` taken away too."""
    bare = before.rstrip(links)
    return bare, _LINK_WORDS.sub("", bare).rstrip(links)


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether a number is followed by a unit of money or a fraction, or is a fraction itself."""
    return (
        _UNIT.match(text, end) is not None
        or _FRACTION.match(text, end) is not None
        or _ZERO.search(text[max(0, start - 3) : start]) is not None
    )


def is_in_hash(text: str, start: int, end: int) -> bool:
    """Whether a number is the middle of a run of hexadecimal signs, such as a checksum has."""
    tail = _ALNUM.match(text, end)
    if tail is None or not tail[0]:
        return False
    first = start
    while first > 0 and start - first < 64 and text[first - 1].isascii() and text[first - 1].isalnum():
        first -= 1
    return first < start and _HEXADECIMAL.fullmatch(text[first : tail.end()]) is not None
