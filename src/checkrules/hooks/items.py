"""A file → what its reader gives. Files that are enclosed in it are read by the readers of their suffixes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath

import attrs

from checkrules.hooks.plugins import blamed
from checkrules.hooks.registrations import Reader
from checkrules.hooks.registry import Registry
from checkrules.hooks.rosters import like_roster
from checkrules.hooks.suffixes import readable, reader_of
from checkrules.loading.files import open_file
from checkrules.model.errors import CheckrulesError, Location, ReadError
from checkrules.model.rules import Content
from checkrules.model.submission import Enclosed, Rejection, Submission, rejection_of
from checkrules.model.text import Text
from checkrules.reading.blank import blank_form, is_blank
from checkrules.reading.bytes import cannot_open
from checkrules.reading.enclosed import MAX_DEPTH, placed
from checkrules.reading.unread import unread

_ROSTER = Text("压缩包里的名册，未判定，也未采用", "a roster in an archive: it is neither judged nor used")
_UNPACK_ROSTER = Text(
    "请解压出来，与表格放在一起，或用 --roster 指定", "unpack it, and put it beside the forms or name it with --roster"
)


def items_of(file: Path, registry: Registry, content: Content, depth: int = 0) -> Iterator[Submission | Rejection]:
    """The submissions in a file. A file or record that cannot be read, or at which a plugin fails, is a Rejection."""
    try:
        if file.is_file() and file.suffix.lower() not in readable(registry):
            yield unread(file)
            return
        reader = reader_of(file, registry)
        sha256 = _sha256(file)
        for item in _read_by(reader, file, registry, content):
            if isinstance(item, Submission) and is_blank(item):
                yield blank_form(item)
            elif isinstance(item, Submission):
                yield attrs.evolve(item, sha256=sha256, reader=reader.name)
            elif isinstance(item, Rejection):
                yield item
            elif depth >= MAX_DEPTH:
                raise ReadError(Text("文件嵌套过深", "files are nested too deeply"), location=str(file))
            else:
                for found in _enclosed(item, str(file), registry, content, depth):
                    if isinstance(found, Submission) and not item.name:
                        found = attrs.evolve(found, sha256=sha256)  # that of what was handed in
                    yield found
    except CheckrulesError as error:
        yield rejection_of(error, Location(file=str(file)))
    except OSError as error:
        yield rejection_of(cannot_open(str(file), error), Location(file=str(file)))


def _enclosed(
    item: Enclosed, holder: str, registry: Registry, content: Content, depth: int
) -> Iterator[Submission | Rejection]:
    """The items of an enclosed file, which lies in a folder of its own while it is read."""
    with tempfile.TemporaryDirectory(prefix="checkrules-") as folder:
        file = Path(folder, "enclosed" + item.suffix)
        file.write_bytes(item.data)
        alike = like_roster(file, PurePath(item.name).stem, registry, content) if item.name else None
        if alike is not None and alike.certainty == "roster":
            location = Location(file=f"{holder}/{item.name}")
            yield Rejection(location=location, reason=_ROSTER, hint=_UNPACK_ROSTER, code="another_roster")
            return
        for found in items_of(file, registry, content, depth + 1):
            yield placed(found, item, str(file), holder)


def _read_by(
    reader: Reader, file: Path, registry: Registry, content: Content
) -> Iterator[Submission | Rejection | Enclosed]:
    """The items of a plugin's reader. Raises PluginError where it fails."""
    with blamed(registry.readers.plugin_of(reader.name), Location(file=str(file))):
        for item in reader.read(file, content):
            if not isinstance(item, Submission | Rejection | Enclosed):
                raise TypeError(f"reader '{reader.name}' gives {type(item).__name__}, not Submission or Rejection")
            yield item


def _sha256(file: Path) -> str:
    with open_file(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
