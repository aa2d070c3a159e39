"""Addresses of homes. They are flagged, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"[0-9０-９一二三四五六七八九十百]{1,5}"
_STREET = r"(?:路|街|巷|大道|道|弄|里|胡同|小区|花园|苑|村|湾|城|园|组)"
_DOOR = rf"(?:{_NUMBER}\s?(?:单元|号楼|栋|幢|座|室|户)|{_NUMBER}\s?-\s?{_NUMBER}(?:\s?-\s?{_NUMBER})?)"
_DWELLING = re.compile(
    rf"{_STREET}\s?(?:{_NUMBER}\s?[号弄组]\s?)?[^\s，。；、,;]{{0,6}}?{_DOOR}(?:\s?{_NUMBER}(?:单元|号楼|[栋幢座室号户])?)*"
)
_HOME = re.compile(
    rf"(?:家住|住址|家庭地址|居住在|居住地|住在|现住|户籍地|户籍所在地)[为是在：: ]{{0,2}}(?=[^\s，。；,;]{{2,30}})"
    rf"(?P<at>[^\s，。；,;]{{0,24}}?(?:{_STREET}\s?{_NUMBER}\s?[号组栋弄]?|村|小区|社区|路|街|巷)[^\s，。；、,;]{{0,12}})"
)
_BEGINS = re.compile(r"[^\s，。；：、,;:（）()“”]{0,24}$")
_PUBLIC = re.compile(r"校|位于|坐落|办公|教学楼|实验楼|综合楼|辅导室|咨询室|会议")


def home_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where an address down to the door stands, or what is said to be somebody's home."""
    for found in _HOME.finditer(text):
        yield found.span("at")
    for found in _DWELLING.finditer(text):
        before = _BEGINS.search(text[max(0, found.start() - 24) : found.start()])
        start = found.start() - (len(before[0]) if before else 0)
        if _PUBLIC.search(text, max(0, start - 4), found.end()) is None:
            yield start, found.end()
