"""Checklists that were read before, kept as data in a private folder of the user, never as code.

An entry holds its key and the SHA-256 of its payload; msgspec checks every value of the payload on the way in, and
`recalled` checks what the values say. What is stale, foreign or damaged in any way is left out and made anew. The folder
must be the user's own, no link, and writable by nobody else; entries are files of the same kind. Where that is not so, the
cache is not used, and the log says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import platformdirs

from checkrules.model.log import LOG
from checkrules.model.privacy import shown
from checkrules.model.rules import Content

_FORMAT = b"checkrules-content-2\n"
MAX_BYTES = 32 * 1024 * 1024
MAX_ENTRIES = 64
_OURS = re.compile(r"[0-9a-f]{32}\.json|\.[0-9a-f]{32}\.json\.[0-9a-f]{16}")
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def cache_folder() -> Path:
    """The folder of the cache: `CHECKRULES_CACHE`, or the user's cache folder."""
    return Path(os.environ.get("CHECKRULES_CACHE") or platformdirs.user_cache_dir("checkrules", appauthor=False))


def recall(key: str, wrong: Callable[[Content], str | None]) -> Content | None:
    """The content kept under a key, or None where there is none that is sound. `wrong` says what a content lacks."""
    folder = cache_folder()
    data = _read(folder / f"{key}.json") if _is_private(folder) else None
    if data is None:
        return None
    head = _FORMAT + key.encode() + b"\n"
    digest, _, payload = data[len(head) :].partition(b"\n")
    problem: str | None = "it is damaged, or of another version"
    if data.startswith(head) and digest.decode("ascii", "replace") == hashlib.sha256(payload).hexdigest():
        try:
            content = msgspec.json.decode(payload, type=Content)
            problem = wrong(content)
        except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError) as error:
            problem = str(error)
    if problem is None:
        return content
    LOG.warning("cache entry %s is left out and made anew: %s", key, shown(problem))
    return None


def keep(key: str, content: Content) -> Content:
    """Keep a content under a key: whole or not at all. Gives it as it will be recalled, so that the first time is like all
    others: a bound that was written 5 is recalled as 5.0."""
    payload = msgspec.json.encode(content)
    data = _FORMAT + key.encode() + b"\n" + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(folder) and len(data) <= MAX_BYTES:
            _forget_old(folder)
            _write(folder / f"{key}.json", data)
    except OSError as error:
        LOG.warning("the cache in %s cannot be written: %s", shown(str(folder), 200), error.strerror)
    return msgspec.json.decode(payload, type=Content)


def _is_private(folder: Path) -> bool:
    """Whether a folder is there, is no link, is ours, and is writable by nobody else."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    why = None
    if not stat.S_ISDIR(state.st_mode):
        why = "it is no folder, or a link"
    elif not _is_ours(state):
        why = "it belongs to someone else, or others can write to it"
    if why is not None:
        LOG.warning("the cache in %s is not used: %s", shown(str(folder), 200), why)
    return why is None


def _is_ours(state: os.stat_result) -> bool:
    # Windows has neither; there the user's folder is private by its place
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS)


def _read(file: Path) -> bytes | None:
    """The bytes of an entry; None where there is none, or it is no file of ours."""
    try:
        number = os.open(file, os.O_RDONLY | _NO_LINK | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with open(number, "rb") as stream:
        state = os.fstat(number)
        if not stat.S_ISREG(state.st_mode) or not _is_ours(state) or state.st_size > MAX_BYTES:
            LOG.warning("cache entry %s is left out: it is no file of ours, or too large", file.stem)
            return None
        return stream.read(MAX_BYTES)


def _write(file: Path, data: bytes) -> None:
    """Write an entry under a name that was not there, then give it its own. Raises OSError."""
    temporary = file.with_name(f".{file.name}.{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(temporary, flags, 0o600), "wb") as stream:
            stream.write(data)
        temporary.replace(file)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    """Remove the oldest entries where there are many. Raises OSError."""
    entries = [(entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(entries, reverse=True)[MAX_ENTRIES - 1 :]:
        if _OURS.fullmatch(os.path.basename(path)):
            with contextlib.suppress(OSError):
                os.unlink(path)
