"""A review sheet that people filled in → what they confirmed."""

from __future__ import annotations

from checkrules.checklist import Checklist
from checkrules.hooks.plugins import blamed
from checkrules.hooks.suffixes import review_format_of
from checkrules.model.arguments import instance_given, path_given
from checkrules.model.errors import Location, ReadError
from checkrules.model.review import ReviewDocument
from checkrules.model.text import Text
from checkrules.reading.bytes import cannot_open
from checkrules.reading.confirmations import Confirmations, confirmations_of
from checkrules.reading.paths import Paths

LOAD = Text("请先用 load_checklist 载入", "load it with `load_checklist`")


def load_confirmations(path: Paths, checklist: Checklist) -> Confirmations:
    """The answers of a review sheet that people filled in, in any registered review format. Raises ReadError for a file that is
    none, and for a sheet of another checklist; UsageError for an unknown suffix."""
    file, checklist = path_given("path", path), instance_given("checklist", checklist, Checklist, LOAD)
    if not file.is_file():
        raise ReadError(Text("没有这个文件", "there is no such file"), location=str(file))
    format_ = review_format_of(file, checklist.registry, to_read=True)
    try:
        with blamed(checklist.registry.review_formats.plugin_of(format_.name), Location(file=str(file))):
            document = format_.read(file)
            if not isinstance(document, ReviewDocument):
                raise TypeError(f"review format '{format_.name}' gives {type(document).__name__}, not ReviewDocument")
    except OSError as error:
        raise cannot_open(str(file), error) from error
    return confirmations_of(document, checklist.content, str(file))
