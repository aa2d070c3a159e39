"""A zip archive → the files in it, each for the reader of its suffix. Nothing is written under a name that the archive gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import attrs

from checkrules.plugin import (
    KINDS,
    Archive,
    ArchiveLimits,
    Enclosed,
    Location,
    Member,
    ReadError,
    Rejection,
    Remark,
    Text,
    kind_of,
    open_archive,
    read_bytes,
)

from .plugin import OTHERS

MAX_FILE_BYTES = 128 * 1024 * 1024
LIMITS = ArchiveLimits(members=2_000, member_bytes=32 * 1024 * 1024, total_bytes=1024 * 1024 * 1024, ratio=300)
_SUFFIXES = {"docx": ".docx", "xlsx": ".xlsx"}
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_UNPACK = Text("请解压后交其中的表格，或重新打包成 .zip", "unpack it and hand in the forms, or pack them as .zip")
_NO_PASSWORD = Text("请解压后不设密码重新打包", "unpack it, and pack it again without a password")


def read_zip(path: Path) -> Iterator[Enclosed | Rejection]:
    """The files of an archive, in the order of their names. A file that cannot be unpacked is a Rejection. Raises ReadError where
    the file is no archive, is damaged, needs a password or is larger than the limits."""
    file = str(path)
    data = read_bytes(path, MAX_FILE_BYTES)
    kind = kind_of(data)
    if kind in _SUFFIXES:
        yield Enclosed(suffix=_SUFFIXES[kind], data=data)
        return
    if kind not in ("zip", "pptx", "odt"):
        what = KINDS[kind] if kind is not None else Text("别的文件", "something else")
        problem = Text(f"这是{what.zh}，不是 .zip 压缩包", f"this is {what.en}, not a .zip archive")
        raise ReadError(problem, location=file, hint=_UNPACK)
    with open_archive(data, file, LIMITS) as archive:
        members = [member for member in archive.members if not _is_system(member.name)]
        if members and all(member.encrypted for member in members):
            problem = Text("压缩包设有密码", "the archive is encrypted: a password is needed to open it")
            raise ReadError(problem, location=file, hint=_NO_PASSWORD)
        left_out = len(archive.members) - len(members)
        remarks = (_of_system_files(left_out, file),) if left_out else ()
        for member in sorted(members, key=lambda member: member.name):
            item = _member(archive, member)
            if isinstance(item, Enclosed):
                item, remarks = attrs.evolve(item, remarks=remarks), ()
            yield item


def _member(archive: Archive, member: Member) -> Enclosed | Rejection:
    location = Location(file=f"{archive.file}/{member.name}")
    suffix = PurePosixPath(member.name.replace("\\", "/")).suffix.lower()
    if suffix == ".zip" or suffix in OTHERS:
        problem = Text("压缩包里的压缩包，未读", "an archive in an archive; it is not read")
        return Rejection(location=location, reason=problem, hint=_UNPACK)
    try:
        data = archive.read(member)
    except ReadError as error:
        return Rejection(location=location, reason=error.problem, hint=error.hint)
    return Enclosed(suffix=suffix, data=data, name=member.name)


def _is_system(name: str) -> bool:
    """Whether a file was put into the archive by the system or an office program, not by a person."""
    *folders, last = name.replace("\\", "/").casefold().split("/")
    return "__macosx" in folders or last in _SYSTEM_FILES or last.startswith(("~$", "._"))


def _of_system_files(count: int, file: str) -> Remark:
    message = Text(
        f"压缩包里有 {count} 个系统文件或临时文件，未读",
        f"the archive holds {count} system or temporary file{'s' if count > 1 else ''}, not read",
    )
    return Remark(code="not_read", message=message, location=Location(file=file))


def refuse_archive(path: Path) -> Iterator[Enclosed]:
    """Raise ReadError that says what to do with an archive of another kind; one that is really a zip is read."""
    data = read_bytes(path, MAX_FILE_BYTES)
    if kind_of(data) == "zip":
        yield Enclosed(suffix=".zip", data=data)
        return
    problem = Text("这种压缩包不能读取", "archives of this kind are not read")
    raise ReadError(problem, location=str(path), hint=_UNPACK)
