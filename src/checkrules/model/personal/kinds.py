"""The kinds of personal numbers, by name, and what of each stays readable."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from checkrules.model.text import Text


@attrs.frozen
class Kind:
    """A kind of personal number: its title, and how many signs stay readable at its beginning and its end."""

    title: Text
    head: int = 3
    tail: int = 2


KINDS: Mapping[str, Kind] = {
    "identity_card": Kind(Text("身份证号", "an identity-card number")),
    "enrolment_number": Kind(Text("学籍号", "an enrolment number")),
    "mobile": Kind(Text("手机号", "a mobile-phone number")),
    "landline": Kind(Text("电话号码", "a telephone number"), 2, 2),
    "email": Kind(Text("电子邮箱", "an e-mail address"), 1, 0),
    "wechat": Kind(Text("微信号", "a WeChat id"), 1, 0),
    "qq": Kind(Text("QQ 号", "a QQ number"), 2, 1),
    "bank_card": Kind(Text("银行卡号", "a bank-card number")),
    "passport": Kind(Text("护照号", "a passport number"), 2, 1),
    "hong_kong_macau_taiwan": Kind(Text("港澳台证件号", "a Hong Kong, Macau or Taiwan identity number"), 2, 1),
}


@attrs.frozen
class Found:
    """A personal number in a text: its kind, a key of KINDS, and where it is."""

    kind: str
    start: int
    end: int
