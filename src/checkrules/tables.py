"""A file that was handed in → its bytes and text; a table → its rows; a row → facts. What readers share.

Bytes are untrusted: their size is bounded and their kind is looked at before anything parses them. A table's rows come one
by one; a row that is broken comes as a Rejection between the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from checkrules.errors import Place, ReadError, did_you_mean
from checkrules.model import Fact, Form, Value
from checkrules.submission import Rejection, Remark
from checkrules.text import Text
from checkrules.validate import misfit
from checkrules.values import DoesNotFit, fact_named, names_of, parse_value

MAX_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 2_000
HEADER_ROWS = 10
_GUARDED = re.compile(r"'\s*[=+\-@＝＋－＠]")
_DECLARED = re.compile(r"sep=([,;\t])\r?\n")
DELIMITERS = ",;\t"
SAVE_AS_CSV = Text(
    "请在表格软件中另存为“CSV UTF-8（逗号分隔）”", "save it as 'CSV UTF-8 (comma delimited)' in the spreadsheet program"
)
SAVE_AS_UTF8 = Text("请另存为 UTF-8 编码", "save it with the encoding UTF-8")

KINDS: Mapping[str, Text] = {
    "docx": Text("Word 文档（.docx）", "a Word document (.docx)"),
    "xlsx": Text("电子表格（.xlsx）", "a spreadsheet (.xlsx)"),
    "pptx": Text("演示文稿（.pptx）", "a presentation (.pptx)"),
    "odt": Text("OpenDocument 文档", "an OpenDocument file"),
    "zip": Text("压缩包", "a zip archive"),
    "encrypted": Text(
        "加密（设有打开密码）的 Office 文件", "an Office file that is encrypted (a password is needed to open it)"
    ),
    "doc": Text("旧版 Word 文档（.doc）", "an old Word document (.doc)"),
    "xls": Text("旧版电子表格（.xls）", "an old spreadsheet (.xls)"),
    "ppt": Text("旧版演示文稿（.ppt）", "an old presentation (.ppt)"),
    "ole": Text("旧版 Office 文件", "an old Office file"),
    "pdf": Text("PDF 文件", "a PDF file"),
    "rtf": Text("RTF 文档", "an RTF document"),
    "html": Text("网页（HTML）", "a web page (HTML)"),
    "image": Text("图片", "a picture"),
    "archive": Text("压缩包", "an archive"),
}
"""What the bytes of a file can be, whatever its name says."""

_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
_IN_ZIP = (
    (b"word/document", "docx"),
    (b"xl/workbook", "xlsx"),
    (b"ppt/presentation", "pptx"),
    (b"opendocument", "odt"),
)
_IN_OLE = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint", "ppt"),
)


def kind_of(data: bytes) -> str | None:
    """Which of KINDS the bytes are, or None where they may be text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return next((kind for mark, kind in _IN_ZIP if mark in data), "zip")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return next((kind for name, kind in _IN_OLE if name.encode("utf-16-le") in data), "ole")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", data[:200], re.IGNORECASE):
        return "html"
    return next((kind for mark, kind in _BEGINNINGS if data.startswith(mark)), None)


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The whole of a file of at most `most` bytes. Raises ReadError, also where the file is empty."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        told = error.strerror or str(error)
        raise ReadError(Text(f"文件打不开：{told}", f"the file cannot be opened: {told}"), place=str(path)) from error
    if len(data) > most:
        size = f"{most / 1024 / 1024:.3g} MiB"
        problem = Text(f"文件超过 {size}，不予读取", f"the file is larger than {size} and is not read")
        raise ReadError(problem, place=str(path), hint=Text("请分成几个文件", "split it into several files"))
    if not data.strip(b"\x00 \r\n\t"):
        raise ReadError(Text("文件是空的", "the file is empty"), place=str(path))
    return data


def decode(data: bytes, file: str, encodings: tuple[str, ...] = ("utf-8",), *, utf16: bool = False) -> str:
    """The text of a file in the first of the encodings that fits. Raises ReadError with the place of the first bad byte.

    `utf16` says whether UTF-16 that carries its mark is read too.
    """
    kind = kind_of(data)
    if kind is not None:
        raise _not_text(KINDS[kind], file)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if not utf16:
            raise ReadError(Text("文件是 UTF-16 编码", "the file is encoded in UTF-16"), place=file, hint=SAVE_AS_UTF8)
        encodings = ("utf-16",)
    data = data.removeprefix(b"\xef\xbb\xbf")
    failures: list[UnicodeDecodeError] = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            failures.append(error)
            continue
        if "\x00" in text:
            raise _not_text(
                Text("二进制文件或不带标记的 UTF-16 文本", "a binary file, or UTF-16 without its mark"), file
            )
        return text
    first = failures[0]
    before = data[: first.start].decode(first.encoding, "replace")
    tried = "、".join(encodings), ", ".join(encodings)
    raise ReadError(
        Text(f"文字编码不是 {tried[0]}", f"the text is not encoded in {tried[1]}"),
        place=Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n")),
        hint=_probably_gbk(data) or SAVE_AS_UTF8,
    ) from first


def _probably_gbk(data: bytes) -> Text | None:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return Text(f"文件像是 GBK 编码，{SAVE_AS_UTF8.zh}", f"it looks like GBK; {SAVE_AS_UTF8.en}")


def _not_text(what: Text, file: str) -> ReadError:
    return ReadError(
        Text(f"文件实际上是{what.zh}，不是文本", f"the file is really {what.en}, not text"),
        place=file,
        hint=Text(
            "请检查文件的后缀名，或另存为所需的格式", "check the file's suffix, or save it in the format that is wanted"
        ),
    )


@attrs.frozen(kw_only=True)
class Row:
    """One row of a table: its number as a spreadsheet counts, the line of the file on which it begins, its cells."""

    number: int
    line: int
    cells: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Table:
    """The rows of a file, blank ones left out, one by one and once; a Rejection stands where a row is broken."""

    file: str
    rows: Iterator[Row | Rejection]


def read_table(path: Path) -> Table:
    """The table of a CSV file. Raises ReadError when it is no text table."""
    file = str(path)
    text = decode(read_bytes(path), file, ("utf-8", "gb18030"), utf16=True)
    return Table(file=file, rows=rows_of(text, file))


def rows_of(text: str, file: str, *, delimiter: str | None = None, first_line: int = 1) -> Iterator[Row | Rejection]:
    """The rows of a CSV text, whose separator is comma, semicolon or tab. `first_line` is where it begins in the file.

    An apostrophe that guards a cell against being taken for a formula is taken off.
    """
    import csv
    import io

    declared = _DECLARED.match(text) if first_line == 1 else None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    before = first_line - 1
    number = 0
    guarded = "'" in text
    while True:
        line, number = before + reader.line_num + 1, number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(Place(file=file, line=line), before + reader.line_num, error)
            continue
        if len(cells) > MAX_COLUMNS:
            yield Rejection(place=Place(file=file, line=line), reason=Text("列数过多", "the row has too many columns"))
        elif any(cell and not cell.isspace() for cell in cells) and not (declared and number == 1):
            yield Row(number=number, line=line, cells=tuple(map(unguarded, cells) if guarded else cells))


def _broken(place: Place, last_line: int, error: Exception) -> Rejection:
    zh = f"这一行的引号不配对或过长（到第 {last_line} 行为止未读）"
    en = f"a quote is not closed or a cell is too long ({error}); lines up to {last_line} are not read"
    return Rejection(
        place=place,
        reason=Text(zh, en),
        hint=Text(
            "含引号的单元格要用双引号括起，其中的引号写两遍",
            'put the cell in double quotes and double each quote in it: "a ""b"" c"',
        ),
    )


def delimiter_of(text: str) -> str:
    """The separator that the text declares, or that stands most often in one of the first lines, outside quotes."""
    declared = _DECLARED.match(text)
    if declared:
        return declared[1]
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:65_536].splitlines()[:HEADER_ROWS]]
    return max(DELIMITERS, key=lambda delimiter: max((line.count(delimiter) for line in lines), default=0))


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


@attrs.frozen(kw_only=True)
class Heading:
    """The heading row of a table: the fact of each column, and the columns that are no fact."""

    file: str
    row: Row
    facts: Mapping[int, Fact]
    others: Mapping[int, str]

    def place(self, row: Row, column: int) -> Place:
        return Place(file=self.file, line=row.line, cell=f"{letters(column)}{row.number}")


def find_heading(table: Table, form: Form) -> Heading:
    """The heading row: the first of the first rows that names a school or two facts. Takes the rows up to it.

    Raises ReadError when there is none, or when two columns are the same fact.
    """
    seen: list[str] = []
    for row in table.rows:
        if isinstance(row, Rejection):
            raise ReadError(row.reason, place=row.place, hint=row.hint)
        named = {column: fact_named(form, cell) for column, cell in enumerate(row.cells) if cell.strip()}
        facts = {column: fact for column, fact in named.items() if fact}
        if len(facts) > 1 or any(fact.role == "name" for fact in facts.values()):
            others = {column: row.cells[column].strip() for column, fact in named.items() if fact is None}
            heading = Heading(file=table.file, row=row, facts=MappingProxyType(facts), others=MappingProxyType(others))
            _refuse_twins(heading)
            return heading
        seen += [row.cells[column].strip() for column in named]
        if row.number >= HEADER_ROWS:
            break
    known = [name for fact in form.facts for name in names_of(fact)]
    usual = Text(
        "、".join(fact.title.zh for fact in form.facts[:4]), ", ".join(fact.title.en for fact in form.facts[:4])
    )
    near = next((hint for word in seen[:50] if (hint := did_you_mean(word[:100], known))), None)
    hint = Text(f"第一行应写各列的项目名，如：{usual.zh}", f"the first row names the facts, such as: {usual.en}")
    raise ReadError(
        Text("没有找到表头：各列都不是表中的项目", "no heading row was found: no column is a fact of the form"),
        place=table.file,
        hint=Text(f"{hint.zh}；{near.zh}", f"{hint.en}; {near.en}") if near else hint,
    )


def _refuse_twins(heading: Heading) -> None:
    first: dict[str, int] = {}
    for column, fact in heading.facts.items():
        if fact.name in first:
            both = (
                f"{letters(first[fact.name])}、{letters(column)}",
                f"{letters(first[fact.name])} and {letters(column)}",
            )
            problem = Text(
                f"{both[0]} 两列都是“{fact.title.zh}”", f"columns {both[1]} are both '{fact.title.en}' ({fact.name})"
            )
            raise ReadError(
                problem, place=heading.place(heading.row, column), hint=Text("请删去一列", "delete one of them")
            )
        first[fact.name] = column


def letters(column: int) -> str:
    """A column's name as spreadsheets have it: 0 is A, 26 is AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


@attrs.frozen(kw_only=True)
class Stated:
    """The facts of a row, the cell of each, and remarks on cells that do not fit."""

    facts: Mapping[str, Value]
    places: Mapping[str, Place]
    notes: tuple[Remark, ...]


def stated(heading: Heading, row: Row) -> Stated | Rejection:
    """What a row states. A cell that does not fit counts as not stated; so do the cells of a row that is too short.

    A row with more cells than the heading is rejected: somewhere in it a value has slipped into another column.
    """
    width = len(heading.row.cells)
    line = Place(file=heading.file, line=row.line)
    if any(cell.strip() for cell in row.cells[width:]):
        zh = f"这一行有 {len(row.cells)} 格，表头只有 {width} 格，各列可能错位"
        en = f"the row has {len(row.cells)} cells, the heading {width}: values may stand in the wrong columns"
        hint = Text("单元格里有分隔符时，要用双引号括起", "put a cell that holds the separator in double quotes")
        return Rejection(place=line, reason=Text(zh, en), hint=hint)
    facts: dict[str, Value] = {}
    places: dict[str, Place] = {}
    notes: list[Remark] = []
    for column, fact in heading.facts.items():
        if column >= len(row.cells):
            continue
        cell, place = row.cells[column], heading.place(row, column)
        try:
            value = parse_value(fact, cell)
        except DoesNotFit as error:
            notes.append(misfit(fact, cell, error.expected, place))
            continue
        if value is not None:
            facts[fact.name], places[fact.name] = value, place
    missing = width - len(row.cells)
    if missing > 0:
        message = Text(
            f"这一行比表头少 {missing} 格，缺的按未填处理",
            f"the row is {missing} cells short; they count as not stated",
        )
        notes.append(Remark(code="short_row", message=message, place=line))
    return Stated(facts=MappingProxyType(facts), places=MappingProxyType(places), notes=tuple(notes))
