"""Checklists that were read before, kept as data in the user's cache folder, never as code.

An entry holds its key and the SHA-256 of its payload; msgspec checks every value of the payload on the way in. What is
stale, foreign or damaged does not match and is made anew; a cache that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec
import platformdirs

from checkrules.loading.writing import whole
from checkrules.model.rules import Content

_FORMAT = b"checkrules-content-1\n"


def cache_folder() -> Path:
    """The folder of the cache: `CHECKRULES_CACHE`, or the user's cache folder."""
    return Path(os.environ.get("CHECKRULES_CACHE") or platformdirs.user_cache_dir("checkrules", appauthor=False))


def recall(key: str) -> Content | None:
    """The content kept under a key, or None where there is none or it is not whole."""
    try:
        data = (cache_folder() / f"{key}.json").read_bytes()
    except OSError:
        return None
    head = _FORMAT + key.encode() + b"\n"
    if not data.startswith(head):
        return None
    digest, _, payload = data[len(head) :].partition(b"\n")
    if digest.decode("ascii", "replace") != hashlib.sha256(payload).hexdigest():
        return None
    try:
        return msgspec.json.decode(payload, type=Content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def keep(key: str, content: Content) -> Content:
    """Keep a content under a key: whole or not at all. Gives it as it will be recalled, so that the first time is like all
    others: a bound that was written 5 is recalled as 5.0."""
    payload = msgspec.json.encode(content)
    data = _FORMAT + key.encode() + b"\n" + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload
    folder = cache_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with whole(folder / f"{key}.json") as temporary:
            temporary.write_bytes(data)
    return msgspec.json.decode(payload, type=Content)
