"""Hostile workbooks: .xlsx, .ods and .xls that reach far, unpack to much, lie about themselves or are broken inside."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable

from .case import Case, submission
from .word import LAUGHS, zipped

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLE = '<row r="1"><c r="A1" t="inlineStr"><is><t>学校</t></is></c><c r="B1" t="inlineStr"><is><t>在校学生数</t></is></c></row>'
_ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>甲小学</t></is></c><c r="B2"><v>30</v></c></row>'
FAR = "something stands in row"


def xlsx(
    rows: str = _TABLE + _ROW,
    *,
    after: str = "",
    before: str = "",
    name: str = "Sheet1",
    dimension: str = "A1",
    **parts: str | bytes,
) -> bytes:
    """A workbook of one sheet, by its XML. `parts` adds or replaces parts of the package."""
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_SHEET}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    return zipped(held | parts)


def far(reference: str) -> Callable[[], bytes]:
    return lambda: xlsx(f'{_TABLE}{_ROW}<row><c r="{reference}"><v>1</v></c></row>')


def sheets(count: int) -> bytes:
    listed = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r1"/>' for n in range(count))
    return xlsx(
        **{"xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'}
    )


def lying() -> bytes:
    """A sheet of 40 million bytes, of which the directory says that it has 100."""
    data = bytearray(xlsx(_TABLE + _ROW + "<row/>" * 6_000_000))
    for mark, offset, name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        position = -1
        while (position := data.find(mark, position + 1)) >= 0:
            if data[position + name :].startswith(b"xl/worksheets/"):
                struct.pack_into("<I", data, position + offset, 100)
    return bytes(data)


def ods(rows: str, before: str = "") -> bytes:
    """An OpenDocument workbook of one sheet, by its XML."""
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    office, text = (table.replace("table", name) for name in ("office", "text"))
    content = (
        f'{before}<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
        f'<office:spreadsheet><table:table table:name="s">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}, zipfile.ZIP_STORED)


def ods_cell(text: str, repeated: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {repeated}><text:p>{text}</text:p></table:table-cell>'


_ODS_TABLE = f"<table:table-row>{ods_cell('学校')}{ods_cell('在校学生数')}</table:table-row>"
_ODS_ROW = f"<table:table-row>{ods_cell('甲小学')}{ods_cell('30')}</table:table-row>"
COLUMNS, ROWS = 'table:number-columns-repeated="1000000"', 'table:number-rows-repeated="1000000"'


def record(kind: int, *values: int, form: str = "") -> bytes:
    body = struct.pack("<" + (form or "H" * len(values)), *values)
    return struct.pack("<HH", kind, len(body)) + body


def xls(*records: bytes, cycle: bool = False) -> bytes:
    """A compound file with a workbook of one sheet, made of these records."""
    name = b"s"
    globals_ = record(0x0809, 0x0600, 5, 0, 0, 0, 0, 0, 0)
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name
    start = len(globals_) + 4 + len(bound) + 4
    bound = struct.pack("<I", start) + bound[4:]
    stream = globals_ + struct.pack("<HH", 0x85, len(bound)) + bound + record(0x0A)
    stream += record(0x0809, 0x0600, 0x10, 0, 0, 0, 0, 0, 0) + b"".join(records) + record(0x0A)
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 2 if cycle else 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<9I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * (108 * 4)
    entries = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("Workbook", 2, 2, len(stream)) + b"\0" * 256
    return head.ljust(512, b"\xff") + struct.pack("<128I", *table) + entries + stream


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    child = 1 if kind == 5 else free
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(raw), kind, 1, free, free, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def number(row: int, column: int) -> bytes:
    return struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, 1.0)


MERGES = '<mergeCells count="20000">' + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>"
DEEP = "<a>" * 100_000 + "</a>" * 100_000


def case(
    name: str, suffix: str, data: bytes | Callable[[], bytes], says: str | tuple[str, ...] = (), **more: object
) -> Case:
    return submission(f"workbook-{name}", suffix, data, says, **more)  # type: ignore[arg-type]


CASES = (
    case("good", ".xlsx", xlsx, judged=True),
    case("cell-far-away", ".xlsx", far("XFD20001"), FAR),
    case("cell-at-the-end", ".xlsx", far("XFD1048576"), FAR),
    case("cell-in-row-99999999", ".xlsx", far("A99999999"), FAR),
    case("cell-in-column-zzzz", ".xlsx", far("ZZZZ3"), FAR),
    case("cell-without-end", ".xlsx", far("A" + "9" * 30), "no cell is"),
    case("cell-in-small-letters", ".xlsx", far("xfd1048576"), "no cell is"),
    case("row-without-end", ".xlsx", lambda: xlsx(f'{_TABLE}<row r="{"9" * 30}"><c><v>1</v></c></row>'), "no cell is"),
    case("dimension-of-everything", ".xlsx", lambda: xlsx(dimension="A1:XFD1048576"), judged=True),
    case("dimension-without-end", ".xlsx", lambda: xlsx(dimension="A1:" + "Z" * 40 + "9" * 40), "no cell is"),
    case("dimension-backwards", ".xlsx", lambda: xlsx(dimension="XFD1048576:A1"), judged=None),
    case("merge-without-end", ".xlsx", lambda: xlsx(after=f'<mergeCells><mergeCell ref="A1:A{"9" * 30}"/></mergeCells>'), "no cell is"),
    case("merge-backwards", ".xlsx", lambda: xlsx(after='<mergeCells><mergeCell ref="C9:A1"/></mergeCells>'), judged=None),
    case("count-without-end", ".xlsx", lambda: xlsx(**{"xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}" count="99999999999" uniqueCount="99999999999"><si><t>x</t></si></sst>'}), "impossible count"),
    case("two-sheets-of-one-name", ".xlsx", lambda: xlsx(**{"xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="s" r:id="r1"/><sheet name="s" r:id="r1"/></sheets></workbook>'}), "damaged"),
    case("sheet-of-100-million-bytes", ".xlsx", lambda: xlsx("<row/>" * 17_000_000), "unpacks to"),
    case("sheet-that-lies-about-its-size", ".xlsx", lying, "damaged"),
    case("texts-of-50-million-bytes", ".xlsx", lambda: xlsx(**{"xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">' + "<si><t/></si>" * 4_000_000 + "</sst>"}), "unpacks to"),
    case("entities", ".xlsx", lambda: xlsx(f'<row><c t="inlineStr"><is><t>&{"j"};</t></is></c></row>', before=LAUGHS), "DOCTYPE"),
    case("5000-sheets", ".xlsx", lambda: sheets(5_000), "more than 200 sheets"),
    case("merges-over-one-another", ".xlsx", lambda: xlsx(after=MERGES), "merged cells overlap"),
    case("deep", ".xlsx", lambda: xlsx(f"{_TABLE}{_ROW}{DEEP}"), judged=None),
    case("part-outside", ".xlsx", lambda: xlsx(**{"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="../../../../etc/passwd"/></Relationships>'}), "damaged"),
    case("text-number-99999", ".xlsx", lambda: xlsx(f'{_TABLE}<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'), judged=None),
    case("macros", ".xlsm", lambda: xlsx(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 1_000}), judged=True),
    case("formula-that-starts-a-program", ".xlsx", lambda: xlsx(f"{_TABLE}{_ROW}<row r=\"3\"><c r=\"A3\" t=\"str\"><f>cmd|' /C calc'!A0</f><v>乙小学</v></c></row>"), judged=True),
    case("name-that-turns-the-line", ".xlsx", lambda: xlsx("<row><c><v>1</v></c></row>", name="a&#x202e;b"), "\\\\u202eb", hides=("\u202e",)),
    case("broken-xml", ".xlsx", lambda: xlsx("<row><c></row>"), "damaged"),
    case("no-sheet", ".xlsx", lambda: zipped({"xl/workbook.xml": "<workbook/>"}), "damaged"),
    case("ods-repeated-a-million-times", ".ods", lambda: ods(f'{_ODS_TABLE}<table:table-row {ROWS}>{ods_cell("x", COLUMNS)}</table:table-row>'), FAR),
    case("ods-far-away", ".ods", lambda: ods(f"{_ODS_TABLE}<table:table-row {ROWS}><table:table-cell/></table:table-row>{_ODS_ROW}"), FAR),
    case("ods-blank-repeats", ".ods", lambda: ods(f"{_ODS_TABLE}{_ODS_ROW}" + f"<table:table-row {ROWS}><table:table-cell {COLUMNS}/></table:table-row>" * 50), judged=True),
    case("ods-entities", ".ods", lambda: ods(_ODS_TABLE, LAUGHS), "DOCTYPE"),
    case("xls-far-away", ".xls", lambda: xls(number(0, 0), number(65_535, 255)), FAR),
    case("xls-that-lies-about-its-size", ".xls", lambda: xls(record(0x0200, 0, 0xFFFFFFFF, 0, 0xFFFF, 0, form="IIHHH")), "impossible size"),
    case("xls-size-backwards", ".xls", lambda: xls(record(0x0200, 9, 1, 0, 1, 0, form="IIHHH"), number(0, 0)), "impossible size"),
    case("xls-far-away-behind-a-chart", ".xls", lambda: xls(number(0, 0), record(0x0809, 0x0600, 0x20, 0, 0, 0, 0, 0, 0), record(0x0A), number(65_535, 255)), FAR),
    case("xls-chain-without-an-end", ".xls", lambda: xls(number(0, 0), cycle=True), "damaged"),
    case("xls-encrypted", ".xls", lambda: xls().replace(record(0x0A), record(0x2F, 0), 1), "a password is needed"),
    case("xls-cut-short", ".xls", lambda: xls(number(0, 0))[:1_200], "damaged"),
)  # fmt: skip
