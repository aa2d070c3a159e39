"""Which numbers are personal, of which kind, and what of them stays readable. All numbers are made up."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checkrules.model.personal.find import HINT, personal_numbers
from checkrules.model.personal.kinds import KINDS
from checkrules.model.privacy import Privacy, kinds_in
from checkrules.plugin import masked

MASKED = {
    "identity card": ("身份证420704201001011234。", "identity_card", "身份证420*************34。"),
    "check digit X": ("42070420100101123X", "identity_card", "420*************3X"),
    "small x": ("42070420100101123x", "identity_card", "420*************3x"),
    "in blanks": ("420704 20100101 1234", "identity_card", "420***************34"),
    "in dashes": ("420704-20100101-1234", "identity_card", "420***************34"),
    "in fours": ("4207 0420 1001 0112 34", "identity_card", "420*****************34"),
    "digits apart": ("4 2 0 7 0 4 2 0 1 0 0 1 0 1 1 2 3 4", "identity_card", None),
    "digits apart with X": ("4 2 0 7 0 4 2 0 1 0 0 1 0 1 1 2 3 X", "identity_card", None),
    "full width": ("４２０７０４２０１００１０１１２３４", "identity_card", "４２０*************３４"),
    "circled": ("④②⓪⑦⓪④②⓪①⓪⓪①⓪①①②③④", "identity_card", "④②⓪*************③④"),
    "bold": ("𝟒𝟐𝟎𝟕𝟎𝟒𝟐𝟎𝟏𝟎𝟎𝟏𝟎𝟏𝟏𝟐𝟑𝟒", "identity_card", None),
    "15 digits": ("420704100101123", "identity_card", "420**********23"),
    "15 digits in groups": ("420704 100101 123", "identity_card", None),
    "over a line": ("42070420100\n1011234", "identity_card", None),
    "over a line with an indent": ("420704201001\r\n  011234", "identity_card", None),
    "zero-width space": ("420704\u200b201001011234", "identity_card", "420**************34"),
    "many zero-width signs": ("\u200b\u200d".join("420704201001011234"), "identity_card", None),
    "no-break space": ("420704\xa020100101\xa01234", "identity_card", None),
    "letters before": ("ID420704201001011234", "identity_card", "ID420*************34"),
    "letters after": ("420704201001011234abc", "identity_card", "420*************34abc"),
    "underscores": ("_420704201001011234_", "identity_card", "_420*************34_"),
    "another century": ("420704179901011234", "identity_card", None),
    "leading zero": ("020704201001011234", "identity_card", None),
    "no such date, but named": ("身份证号：420704201013451234", "identity_card", None),
    "named and in an unusual shape": ("身份证号码 420704-2010-0101-12-34", "identity_card", None),
    "valid, after a word for codes": ("编号420704201001011234", "identity_card", None),
    "residence permit of Hong Kong": ("810000199001011234", "identity_card", None),
    "enrolment number": ("学籍号G420704201001011234", "enrolment_number", "学籍号G420*************34"),
    "enrolment number without a word": ("L420704201001011234", "enrolment_number", None),
    "enrolment number of another kind": ("学籍号：2010420704012345", "enrolment_number", None),
    "mobile": ("13812345678", "mobile", "138******78"),
    "+86": ("+8613812345678", "mobile", "+86138******78"),
    "+86 and a blank": ("+86 13812345678", "mobile", "+86 138******78"),
    "+86 and dashes": ("+86-138-1234-5678", "mobile", "+86-138********78"),
    "(+86)": ("（+86）138 1234 5678", "mobile", None),
    "86": ("8613812345678", "mobile", "86138******78"),
    "0086": ("008613812345678", "mobile", "0086138******78"),
    "0 before": ("013812345678", "mobile", None),
    "3-4-4": ("138 1234 5678", "mobile", "138********78"),
    "3-3-5": ("138 123 45678", "mobile", "138********78"),
    "4-3-4": ("1381 234 5678", "mobile", "138********78"),
    "dots": ("138.1234.5678", "mobile", "138********78"),
    "middle dots": ("138·1234·5678", "mobile", None),
    "ideographic space": ("138\u30001234\u30005678", "mobile", None),
    "en dash": ("138–1234–5678", "mobile", None),
    "full-width dash": ("138－1234－5678", "mobile", None),
    "two blanks": ("138  1234  5678", "mobile", None),
    "blanks around dashes": ("138 - 1234 - 5678", "mobile", None),
    "full-width digits": ("１３８１２３４５６７８", "mobile", "１３８******７８"),
    "after tel": ("tel13812345678", "mobile", "tel138******78"),
    "in a Latin word": ("call13812345678now", "mobile", None),
    "between Chinese words": ("电话：13812345678转", "mobile", "电话：138******78转"),
    "a new line": ("138\n12345678", "mobile", None),
    "brackets": ("(138)12345678", "mobile", "(138*******78"),
    "keycaps": ("".join(f"{digit}\ufe0f\u20e3" for digit in "13812345678"), "mobile", None),
    "QQ in bold of Markdown": ("**QQ 123456789**", "qq", "**QQ 12******9**"),
    "in bold of Markdown": ("**13812345678**", "mobile", "**138******78**"),
    "item of a list": ("2.13812345678", "mobile", None),
    "before a surname": ("13812345678元老师", "mobile", None),
    "round, but named": ("电话13800000000", "mobile", None),
    "landline": ("0711-3355123", "landline", "07********23"),
    "landline with a blank": ("027 87654321", "landline", None),
    "landline with brackets": ("（0711）3355123", "landline", None),
    "landline in one": ("07113355123", "landline", None),
    "landline with +86": ("+86 711 3355123", "landline", None),
    "landline without area": ("电话：3355123", "landline", "电话：33***23"),
    "service number": ("400-820-8820", "landline", None),
    "service number, named": ("热线4008208820", "landline", None),
    "e-mail": ("邮箱zhangsan@qq.com。", "email", "邮箱z*******@qq.com。"),
    "e-mail of a phone number": ("13812345678@163.com", "email", "1**********@163.com"),
    "e-mail in full width": ("ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "email", None),
    "e-mail with blanks": ("zhangsan @ qq.com", "email", None),
    "WeChat": ("微信号 wxid_abc123xyz", "wechat", "微信号 w*************"),
    "WeChat id by itself": ("wxid_abc123xyz", "wechat", None),
    "WeChat, a name": ("微信：zhangsan", "wechat", None),
    "WeChat in short": ("vx zhang_san01", "wechat", None),
    "QQ": ("QQ 123456789", "qq", "QQ 12******9"),
    "QQ with a colon": ("qq号：1234567", "qq", None),
    "bank card": ("6222021234567890123", "bank_card", "622**************23"),
    "bank card in fours": ("6222 0212 3456 7890 123", "bank_card", None),
    "bank card of another issuer": ("4539578763621486", "bank_card", None),
    "account, named": ("账号：012345678901234567", "bank_card", None),
    "passport": ("E12345678", "passport", "E1******8"),
    "new passport": ("EA1234567", "passport", None),
    "foreign passport, named": ("护照号：AB1234567", "passport", None),
    "Hong Kong": ("A123456(7)", "hong_kong_macau_taiwan", "A1******7)"),
    "Hong Kong, full-width brackets": ("A123456（7）", "hong_kong_macau_taiwan", None),
    "Macau": ("5123456(7)", "hong_kong_macau_taiwan", None),
    "Taiwan": ("A123456789", "hong_kong_macau_taiwan", None),
    "travel permit": ("H1234567890", "hong_kong_macau_taiwan", None),
    "travel permit, named": ("台胞证12345678", "hong_kong_macau_taiwan", None),
}
"""Text, kind, and the masked text where it is worth spelling out."""

SEVERAL = {
    "slash": ("13812345678/13912345678", ("mobile", "mobile")),
    "side by side": ("1381234567813912345678", ("mobile", "mobile")),
    "identity and phone side by side": ("42070420100101123413812345678", ("identity_card", "mobile")),
    "a count above a phone": ("1200\n13812345678", ("mobile",)),
    "in one text": ("张某 13812345678，QQ 123456，a.b@c.cn", ("mobile", "qq", "email")),
    "digits apart after a number": ("共12 4 2 0 7 0 4 2 0 1 0 0 1 0 1 1 2 3 4 10", ("identity_card",)),
    "after a code": ("编号15012345678，13812345678", ("mobile",)),
}

KEPT = {
    "document number": "鄂教督〔2023〕25号",
    "day and time": "2023-09-05 14:30",
    "days": "2022-09-01至2023-07-10，2023.9.5",
    "amount": "经费13800000000元",
    "amount with cents": "17300000000.50元",
    "amount in ten thousands": "13812345678万元",
    "amount, named": "投入资金 13812345678",
    "amount with a sign": "¥13812345678",
    "credit code": "12420704MB1234567X",
    "credit code of digits": "统一社会信用代码 911100001000013428",
    "code of an institution": "2142003456",
    "number of a paper": "编号15012345678",
    "order": "订单号：13812345678",
    "long order": "订单号：620704201099991234",
    "time stamp": "20230905143000123",
    "seconds": "1381234567",
    "ISBN": "978-7-5000-1234-5",
    "ISBN, named": "ISBN 9787500012345",
    "range": "1500-1900-2000",
    "plan": "130 0000 0000",
    "hash": "a13812345678b",
    "checksum": "d41d8cd98f00b204e9800998ecf8427e",
    "decimal": "0.13812345678",
    "IP address": "192.168.10.101",
    "counts": "1,200人，其中130人，2000元，34间",
    "version": "numpy@1.2.3",
    "mention": "@张三 请查收",
    "WeChat without an id": "微信小程序和微信公众号application",
    "QQ without a number": "QQ群共12人",
    "emergency numbers": "热线12355，110，12345",
    "letters": "E1234567，G12345，AB123456",
    "masked before": "138******78",
}


@pytest.mark.parametrize("case", MASKED)
def test_what_is_masked(case: str) -> None:
    text, kind, expected = MASKED[case]
    assert kinds_in(text) == (kind,)
    found = masked(text)
    assert len(found) == len(text)
    assert longest_left(found) <= 5
    if expected is not None:
        assert found == expected


@pytest.mark.parametrize("case", SEVERAL)
def test_several_in_one_text(case: str) -> None:
    text, kinds = SEVERAL[case]
    assert tuple(one.kind for one in personal_numbers(text)) == kinds


@pytest.mark.parametrize("case", KEPT)
def test_what_is_not_masked(case: str) -> None:
    assert masked(KEPT[case]) == KEPT[case]


def longest_left(text: str) -> int:
    """How many digits are left in a text that held one number and its prefix."""
    return len(
        re.findall(
            r"\d", text.replace("+86", "").replace("0086", "").removeprefix("86").removeprefix("2.").removeprefix("0")
        )
    )


def test_every_kind_has_a_case() -> None:
    assert {kind for _, kind, _ in MASKED.values()} == set(KINDS)


# in all usual ways

GROUPINGS = {
    18: [(18,), (6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2), (6, 12), (14, 4), (3, 3, 4, 4, 4)],
    15: [(15,), (6, 6, 3)],
    11: [(11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4)],
}
PLAIN = {"plain": string.digits, "wide": "０１２３４５６７８９", "bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "circled": "⓪①②③④⑤⑥⑦⑧⑨"}
AROUND = ("", "联系", "（", "，家长", " phone ", "电话:", "ID", "身份证号：", "tel", "\n", "说：“", "学号 ")
AFTER = ("", "。", "，请", "）", " Tel", "\n", "转", "”", "的家长", "、", " and ")


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(("110101", "420704", "650102", "440305", "310115")))
    day = draw(st.dates()).strftime("%m%d")
    year = draw(st.integers(1950, 2022))
    assume(day != "0229")
    if draw(st.booleans()):
        return f"{area}{year % 100:02}{day}{draw(st.integers(0, 999)):03}"
    return f"{area}{year}{day}{draw(st.integers(0, 999)):03}{draw(st.sampled_from('0123456789'))}"


@st.composite
def mobile_numbers(draw: st.DrawFn) -> str:
    number = f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 999_999_999)):09}"
    assume(not number.endswith("00000000"))
    return number


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and a text in which it is written in one of the usual ways."""
    number = draw(st.one_of(identity_numbers(), mobile_numbers()))
    sizes = draw(st.sampled_from(GROUPINGS[len(number)]))
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    separator = draw(st.sampled_from((" ", "-", "–", "－", "\u3000", "\xa0", "  ", "\u200b")))
    text = separator.join(groups).translate(str.maketrans(string.digits, PLAIN[draw(st.sampled_from(sorted(PLAIN)))]))
    if draw(st.booleans()):
        text = "\u200b".join(text)
    return number, draw(st.sampled_from(AROUND)) + text + draw(st.sampled_from(AFTER))


@given(written())
def test_no_more_than_five_digits_are_left(case: tuple[str, str]) -> None:
    number, text = case
    left = "".join(re.findall(r"\d", plain_digits(masked(text))))
    assert len(left) <= 5, (text, masked(text))
    assert number.startswith(left[:3])


def plain_digits(text: str) -> str:
    for digits in PLAIN.values():
        text = text.translate(str.maketrans(digits, string.digits))
    return text


PIECES = st.sampled_from(
    [
        *(text for text, _, _ in MASKED.values()),
        *KEPT.values(),
        *(
            "1",
            "42",
            "138",
            "1381",
            "2010",
            " ",
            "-",
            ".",
            "\n",
            "*",
            "@",
            "电话",
            "编号",
            "元",
            "QQ",
            "微信",
            "0",
            "X",
            "\u200b",
            "a",
        ),
    ]
)


@given(st.lists(PIECES, max_size=8), st.sampled_from(("，", "。\n", "学生", "；")))
def test_what_is_masked_stays_as_it_is(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    once = masked(text)
    assert masked(once) == once
    assert len(once) == len(text)


@given(st.text(st.characters(exclude_categories=("Nd", "No", "Cs"), exclude_characters="@＠")))
def test_a_text_without_digits_is_the_same_object(text: str) -> None:
    assume(not re.search("微信|[vwｖｗ][xｘ信]|we", text, re.IGNORECASE))
    assert masked(text) is text


@given(st.lists(PIECES, max_size=6).map("".join))
def test_every_number_is_hinted_at(text: str) -> None:
    assert not personal_numbers(text) or re.search(HINT, text)


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "12 ", "138-", "-", "@", "a@", "a.", "微信", "QQ1", "a1", "1\n2 ", "\u200b", "1\u200b", "(1)", "X1"],
)
def test_a_megabyte_of_anything_ends(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(masked(text)) == len(text)


# switched off, kept


def test_a_kind_can_be_switched_off() -> None:
    privacy = Privacy(mask=("identity_card",))
    text = "13812345678，420704201001011234"
    assert masked(text, privacy) == "13812345678，420*************34"
    assert privacy.not_masked == tuple(kind for kind in KINDS if kind != "identity_card")


@pytest.mark.parametrize("text", ["0711-3355123", "（0711）3355123", "07113355123", "0711 3355123"])
def test_numbers_of_the_office_stay(text: str) -> None:
    privacy = Privacy(keep=("0711-3355123", "office@example.org"))
    assert masked(text, privacy) == text
    assert masked("0711-3355124", privacy) == "07********24"


def test_addresses_and_numbers_with_a_prefix_stay() -> None:
    privacy = Privacy(keep=("Office@example.org",))
    assert masked("office@example.org，office@qq.com", privacy) == "office@example.org，o*****@qq.com"
    assert masked("13812345678", Privacy(keep=("+86 138-1234-5678",))) == "13812345678"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of personal number is named 'phone'"):
        Privacy(mask=("phone",))
