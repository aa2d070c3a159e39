"""The bytes of a zip archive → its members, within limits. Everything about an archive is taken for hostile.

Sizes are looked at in the directory before anything is unpacked, and capped again while unpacking, since a directory can lie.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from checkrules.model.errors import ReadError
from checkrules.model.privacy import shown
from checkrules.model.text import Text

_RATIO_FROM_BYTES = 1024 * 1024
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_AGAIN = Text(
    "请重新下载或复制文件，或打开后另存一次", "copy or download the file again, or open it and save it once more"
)


@attrs.frozen(kw_only=True)
class ArchiveLimits:
    """How much of an archive is read: its members, the bytes of one and of all when unpacked, and how often a member of more
    than 1 MiB may unpack to its packed size."""

    members: int
    member_bytes: int
    total_bytes: int
    ratio: int


@attrs.frozen(kw_only=True, eq=False)
class Member:
    """A member of an archive. `name` is for people: never a path to write to."""

    name: str
    size: int
    encrypted: bool
    _info: zipfile.ZipInfo = attrs.field(alias="info", repr=False)


@attrs.frozen(kw_only=True, eq=False)
class Archive:
    """An open archive."""

    file: str
    members: tuple[Member, ...]
    limits: ArchiveLimits
    _archive: zipfile.ZipFile = attrs.field(alias="archive", repr=False)

    def find(self, name: str) -> Member | None:
        return next((member for member in self.members if member.name == name), None)

    def read(self, member: Member) -> bytes:
        """A member, unpacked. Raises ReadError for one that is encrypted, damaged or larger than the limit."""
        if member.encrypted:
            raise ReadError(Text("设有密码，打不开", "a password is needed to open it"), location=self.file)
        refuse_size(member, self.limits, self.file)
        with _damage_told(self.file), self._archive.open(member._info) as stream:
            data = stream.read(self.limits.member_bytes + 1)
        if len(data) > self.limits.member_bytes:
            raise _too_large(member, self.limits, self.file)
        return data


@contextmanager
def open_archive(data: bytes, file: str, limits: ArchiveLimits) -> Iterator[Archive]:
    """The archive in some bytes. Raises ReadError where it is damaged or holds more members or bytes than the limits."""
    if data.count(b"PK\x01\x02") > limits.members:  # before zipfile reads a directory of a million entries
        raise _too_many(limits, file)
    with _damage_told(file):
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        infos = archive.infolist()
        if len(infos) > limits.members:
            raise _too_many(limits, file)
        if sum(info.file_size for info in infos) > limits.total_bytes:
            size = limits.total_bytes // 1024 // 1024
            problem = Text(f"解压后超过 {size} MiB，未读", f"it unpacks to more than {size} MiB; it is not read")
            raise ReadError(problem, location=file, hint=_split())
        members = tuple(
            Member(name=_name(info), size=info.file_size, encrypted=bool(info.flag_bits & _ENCRYPTED), info=info)
            for info in infos
            if not info.is_dir()
        )
        yield Archive(file=file, members=members, limits=limits, archive=archive)


def refuse_size(member: Member, limits: ArchiveLimits, file: str) -> None:
    """Raise ReadError for a member that would be too large when unpacked, or that unpacks to far more than it holds."""
    if member.size > limits.member_bytes:
        raise _too_large(member, limits, file)
    info = member._info
    if info.file_size > _RATIO_FROM_BYTES and info.file_size > limits.ratio * max(info.compress_size, 1):
        name = shown(member.name)
        problem = Text(f"“{name}”压缩比异常，未读", f"'{name}' unpacks to far more than it holds; it is not read")
        raise ReadError(problem, location=file, hint=_AGAIN)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        name = shown(member.name)
        problem = Text(f"“{name}”的压缩方式不支持", f"'{name}' is packed in a way that is not supported")
        hint = Text("请用系统自带的“压缩”重新打包", "pack it again as an ordinary zip archive")
        raise ReadError(problem, location=file, hint=hint)


@contextmanager
def _damage_told(file: str) -> Iterator[None]:
    """The list of what zipfile and zlib raise on damaged archives is long."""
    try:
        yield
    except ReadError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ArithmeticError) as error:
        raise _damaged(file) from error
    except (ValueError, RuntimeError, LookupError) as error:
        raise _damaged(file) from error


def _damaged(file: str) -> ReadError:
    return ReadError(Text("文件已损坏或不完整", "the file is damaged or cut short"), location=file, hint=_AGAIN)


def _too_many(limits: ArchiveLimits, file: str) -> ReadError:
    problem = Text(
        f"里面的文件超过 {limits.members:,} 个，未读", f"it holds more than {limits.members:,} files; it is not read"
    )
    return ReadError(problem, location=file, hint=_split())


def _too_large(member: Member, limits: ArchiveLimits, file: str) -> ReadError:
    size, name = limits.member_bytes // 1024 // 1024, shown(member.name)
    problem = Text(f"“{name}”解压后超过 {size} MiB，未读", f"'{name}' unpacks to more than {size} MiB; it is not read")
    return ReadError(problem, location=file, hint=_split())


def _split() -> Text:
    return Text("请分成几个文件", "split it into several files")


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Windows packs Chinese names in GBK, macOS in UTF-8, and neither says so."""
    if info.flag_bits & _UTF_8:
        return info.filename
    try:
        packed = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
