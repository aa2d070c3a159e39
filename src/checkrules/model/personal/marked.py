"""Personal numbers that a sign or a word marks: e-mail, WeChat, QQ, passports, documents of Hong Kong, Macau and Taiwan."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from checkrules.model.personal import checks
from checkrules.model.personal.context import labels_before
from checkrules.model.personal.kinds import Found

_LOCAL = string.ascii_letters + string.digits + "._%+-"
_MAX_LOCAL = 64
"""Signs before the @ (RFC 5321)."""
_DOMAIN = re.compile(r" ?(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_TO = r"[ :=为是\-]{0,3}"
_WECHAT = re.compile(
    rf"(?:微信|[Vv]信|[Ww]e[Cc]hat|(?<![A-Za-z])[VvWw][Xx])(?P<named>(?:号码?|ID|id|Id|账号|帐号)?){_TO}"
    r"(?P<id>[A-Za-z][A-Za-z0-9_-]{5,63}|[1-9]\d{5,10}(?![A-Za-z0-9_]|\*{4}))"
)
_WXID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9_-]{4,63}")
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])[Qq]{{2}}|企鹅)(?:群?号码?|账号|帐号|群)?{_TO}(?P<id>[1-9]\d{{4,10}})(?!\d|\*{{4}})"
)
_ALONE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_PASSPORT = re.compile(rf"{_ALONE}(?:[EG]\d{{8}}|E[A-HJ-NP-Z]\d{{7}}){_END}")
_PASSPORT_NAMED = re.compile(rf"(?:护照|[Pp]assport)(?:号码?| [Nn]o\.?)?{_TO}(?P<id>[A-Za-z]{{1,2}} ?\d{{6,9}}){_END}")
_HONG_KONG = re.compile(rf"{_ALONE}[A-Za-z]{{1,2}} ?\d{{6}} ?\([0-9Aa]\)")
_MACAU = re.compile(rf"{_ALONE}[157]\d{{6}} ?\(\d\)|{_ALONE}[157]/\d{{6}}/\d{_END}")
_TAIWAN = re.compile(rf"{_ALONE}[A-Z][1289]\d{{8}}{_END}")
_PERMIT = re.compile(rf"{_ALONE}[HM]\d{{8}}(?:\d{{2}})?{_END}")
_NAMED = re.compile(
    rf"(?:台胞证|回乡证|通行证|台湾居民证|香港身份证|港澳身份证|台湾身份证)(?:号码?)?{_TO}(?P<id>[A-Za-z]{{0,2}}\d{{7,10}}){_END}"
)


def marked_numbers(text: str) -> Iterator[Found]:
    """The numbers in a text of plain signs."""
    yield from _emails(text)
    for found in _WECHAT.finditer(text):
        if found["named"] or ":" in found[0] or re.search(r"[\d_\-]", found["id"]):
            yield Found("wechat", *found.span("id"))
    yield from (Found("wechat", *found.span()) for found in _WXID.finditer(text))
    yield from (Found("qq", *found.span("id")) for found in _QQ.finditer(text))
    yield from (Found("passport", *found.span("id")) for found in _PASSPORT_NAMED.finditer(text))
    yield from (Found("hong_kong_macau_taiwan", *found.span("id")) for found in _NAMED.finditer(text))
    for kind, pattern in (
        ("passport", _PASSPORT),
        ("hong_kong_macau_taiwan", _HONG_KONG),
        ("hong_kong_macau_taiwan", _MACAU),
        ("hong_kong_macau_taiwan", _PERMIT),
    ):
        for found in pattern.finditer(text):
            if "code" not in labels_before(text, found.start()):
                yield Found(kind, *found.span())
    for found in _TAIWAN.finditer(text):
        if checks.taiwan_check(found[0]):
            yield Found("hong_kong_macau_taiwan", *found.span())


def _emails(text: str) -> Iterator[Found]:
    """The parts before the @ of e-mail addresses: the domain is no person's."""
    last, at = 0, text.find("@")
    while at >= 0:
        end = at - 1 if text[at - 1 : at] == " " else at
        before = text[max(last, end - _MAX_LOCAL) : end]
        local = len(before) - len(before.rstrip(_LOCAL))
        left_of_mask = local <= 3 and text[max(0, end - local - 1) : end - local] == "*"
        domain = _DOMAIN.match(text, at + 1) if local and not left_of_mask else None
        if domain is not None:
            yield Found("email", end - local, end)
            last = at + 1
        at = text.find("@", at + 1)
