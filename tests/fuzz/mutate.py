"""Bytes changed at random, reproducibly: what a broken disk, a bad program or an attacker makes of a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from random import Random

_TEXTS = (
        *('"', "'", "{", "}", "[", "]", "(", ")", ":", ": ", ",", "|", "\n", "\r", "\r\n", "\t", "\n- ", "#", "&a ", "*a", "!!x ", "<<: *a"),
        *("null", "true", "no", "-1", "0", "010", "1e9999999", "-0.0", "9" * 30, str(2**63), str(-(2**63) - 1), "1e308", "NaN", "inf"),
        *("。", "；", "，", "1,024", "１２", "第", "%", "人", "没有", "☑", "□", "二〇二三年", "2023-02-30", "9999-12-31", "42070420010101123X"),
        *("<w:p/>", "<w:tbl>", "</w:tc>", "<w:vMerge/>", '<w:gridSpan w:val="99999999"/>', "<!DOCTYPE d>", "&x;", "<![CDATA["),
        *("=1+1", "@x", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "😀", "a" * 5000, "((((((((", "a*a*a*b", "(a+)+$"),
        *(" and ", " or ", "not ", " == ", " // ", " ** ", " ?? ", "x[0]", "a.b.c", "$sum(", "d'2023-09-01'", "/"),
)  # fmt: skip
_BYTES = (
    b"\x00",
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc4\xe3",
    b"\xed\xa0\x80",
    b"PK\x03\x04",
    b"PAR1",
    b"\x80" * 8,
)
TOKENS = (*(text.encode() for text in _TEXTS), *_BYTES)
"""What is put in, since chance alone would not find it."""

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    """A part of the data, short more often than long."""
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + int(len(data) ** random.random()))


def _flip(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _truncate(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _remove(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _duplicate(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    times = random.choice((1, 1, 2, 50))
    return data[:end] + data[start:end][:10_000] * times + data[end:]


def _splice(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _span(other, random)
    at, to = _span(data, random)
    return data[:at] + other[start:end] + data[to:]


def _insert(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at, to = _span(data, random)
    return data[:at] + random.choice(TOKENS) + data[random.choice((at, to)) :]


def _replace_word(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """One word, number or line gives way to a token, or to another one of the file."""
    separator = random.choice((b" ", b"\n", b",", b'"', b":"))
    pieces = data.split(separator)
    pieces[random.randrange(len(pieces))] = random.choice((random.choice(TOKENS), random.choice(pieces)))
    return separator.join(pieces)


CHANGES: tuple[Change, ...] = (_flip, _truncate, _remove, _duplicate, _splice, _insert, _insert, _replace_word, _replace_word)  # fmt: skip


def mutated(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """The data after a few changes; `others` are what pieces are taken from. Of a zip archive, often one part is changed and
    packed again, so that what reads the parts is reached too."""
    if data.startswith(b"PK\x03\x04") and random.random() < 0.7:
        return _repacked(data, random)
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        data = random.choice(CHANGES)(data, random, others)
    return data


def _repacked(data: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    likely = [name for name in parts if name.endswith(("document.xml", ".rels", "[Content_Types].xml", "styles.xml"))]
    chosen = random.choice(likely or list(parts))
    for _ in range(random.choice((1, 1, 2, 4))):
        parts[chosen] = random.choice(CHANGES)(parts[chosen], random, tuple(parts.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def smaller(data: bytes, fails: Callable[[bytes], bool], tries: int = 120) -> bytes:
    """Less data that still fails in the same way: pieces are left out, large ones first."""
    size = len(data) // 2
    while size and tries > 0:
        start = 0
        while start < len(data) and tries > 0:
            candidate = data[:start] + data[start + size :]
            tries -= 1
            if fails(candidate):
                data = candidate
            else:
                start += size
        size //= 2
    return data
