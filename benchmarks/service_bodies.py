"""Requests to the example service, good and hostile, made by chance from a few good records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random], bytes]

PATHS = (
    "/judge",
    "/judge?include=score,issues",
    "/judge?include=score,issues&lang=en",
    "/judge?include=results&lang=en",
    "/judge-many?include=score",
    "/judge?include=scor",
    "/judge?lang=de",
    "/judge?include=%00,,&lang=%ff",
)
WEIGHTS = (2, 8, 8, 3, 3, 1, 1, 1)


def _flipped(body: bytes, random: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(1, 4)):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _with_value(body: bytes, random: Random) -> bytes:
    """The record with another value for one of its facts, or a fact more."""
    value = random.choice(VALUES)
    name = random.choice(
        [b"school_name", b"student_count", b"inspection_date", b"cook_count", b"\xe5\xad\xa6", b"facts"]
    )
    return body.rstrip()[:-1] + (b"," if len(body) > 3 else b"") + b'"' + name + b'":' + value + b"}"


VALUES = (
    b"1e400", b"-0", b"9" * 400, b"NaN", b"Infinity", b"1.", b"01", b"null", b"true", b'"\\ud800"', b'"\xff"', b'"\\u0000"',
    b'"\\u202e\\u2066"', b'"' + b"\xe6\xa0\xa1" * 3000 + b'"', b"[" * 500 + b"]" * 500, b'{"a":' * 200 + b"1" + b"}" * 200,
    b'{"a":1,"a":2}', b'"2023-02-30"', b'"0000-00-00"', b"[[],{}]", b'"110101200001011234 13812345678"', b"'x'", b"",
)  # fmt: skip

MUTATIONS: tuple[Mutation, ...] = (
    lambda body, random: body,
    lambda body, random: body,
    lambda body, random: body,
    _flipped,
    _flipped,
    _with_value,
    _with_value,
    lambda body, random: body[: random.randrange(len(body) + 1)],
    lambda body, random: random.randbytes(random.randrange(400)),
    lambda body, random: b"[" * random.randrange(5000),
    lambda body, random: b'{"a":' * random.randrange(3000),
    lambda body, random: b"\xef\xbb\xbf" + body,
    lambda body, random: body.decode().encode("utf-16"),
    lambda body, random: b"\n".join([body, body[:-1], b"", body]),
    lambda body, random: b"{" + b",".join(b'"n%d":%d' % (n, n) for n in range(random.randrange(1000))) + b"}",
    lambda body, random: b'{"x":"' + b"y" * random.choice((30_000, 1_100_000)) + b'"}',
    lambda body, random: b"\x1f\x8b" + body,
)


def request(records: Sequence[bytes], random: Random) -> tuple[str, bytes]:
    """The path and the body of one request."""
    (path,) = random.choices(PATHS, WEIGHTS)
    return path, random.choice(MUTATIONS)(random.choice(records), random)
