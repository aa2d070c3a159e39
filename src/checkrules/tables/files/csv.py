"""A part of a CSV file → facts in columns, invalid values and unreadable rows.

Fast path: where every quote is well placed, Polars splits the rows into cells; else Python's csv does, as for single files.
Each distinct text of a column is parsed once, by `parse_value`; plain numbers and names, which are mostly distinct, are
converted as whole columns.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import chain

import polars as pl

from checkrules.evaluation.compiled import Compiled
from checkrules.facts.cells import names_of
from checkrules.facts.check import date_taken
from checkrules.facts.dates import states_time
from checkrules.facts.kind import NO_TEXT, InvalidValue
from checkrules.facts.kinds import MAX_TYPED, parse_value
from checkrules.facts.numbers import limits, whole_limits
from checkrules.model.errors import Location, ReadError
from checkrules.model.form import Fact
from checkrules.model.parts import Part, RowProblem
from checkrules.model.submission import Rejection
from checkrules.model.text import Text
from checkrules.reading.bytes import decode
from checkrules.reading.csv import DELIMITERS, rows_of, unguarded
from checkrules.reading.csv_rows import MAX_CELL_LINES, line_ends
from checkrules.reading.sheets import Heading, Sheet, SheetRow, read_row
from checkrules.reading.skipped_rows import why_skipped
from checkrules.tables.columns.fact_columns import ROW, Misfit, misfit_line
from checkrules.tables.files.kept import Kept
from checkrules.tables.files.part_data import PartData, column_of, kind_of_column, misfits

LONGEST = 131_072
"""Characters that Python's csv allows in one cell."""
_QUOTED = {
    mark: re.compile(rb'"(?<![^%b\n]")(?:[^"]++|"")*+"(?:%b"(?:[^"]++|"")*+")*+(?![^%b\n])' % (mark, mark, mark))
    for mark in map(str.encode, DELIMITERS)
}
"""Adjacent quoted cells, by delimiter."""
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_TOTALS = ["计", "otal", "OTAL"]
"""One of them is in each text that says that a row holds totals."""
_BLANK = r"^[\s\x1c-\x1f]*$"
_PLAIN_DATE = r"^\d{4}[-/.]?\d{1,2}[-/.]?\d{1,2}$"
_NUMBER = r"^[+-]?[0-9]{1,30}(\.[0-9]{1,9})?$"
_NAME = r"^[0-9A-Za-z\u4e00-\u9fa5]([0-9A-Za-z\u4e00-\u9fa5 ()（）·.-]*[0-9A-Za-z\u4e00-\u9fa5)）])?$"
"""Texts that `parse_value` returns unchanged, except those that mean "not stated"."""


def read_rows(part: Part, data: bytes, compiled: Compiled, keep: Kept) -> PartData:
    """Read the rows of a part, and the columns to keep; blank rows are left out. Raises ReadError where the bytes are not text in the file's encoding."""
    rejected: list[RowProblem] = []
    text = None if part.encoding == "utf-8" and b"\x00" not in data else _decoded(part, data)
    cells = _by_line(part, data if text is None else text.encode())
    if cells is None:
        cells = _by_row(part, text if text is not None else _decoded(part, data), rejected)
    skipped: list[RowProblem] = []
    cells = _records(part, cells, compiled, skipped)
    rows = cells[ROW]
    found: list[Misfit] = []
    columns = [
        _column(compiled.facts[name], cells[str(location)], rows, found)
        for location, name in enumerate(part.columns)
        if name is not None
    ]
    kept = [
        _kept(cells[str(location)], name, kind) for location, (name, kind) in zip(part.kept, keep.items(), strict=True)
    ]
    return PartData(
        frame=pl.DataFrame(columns, height=cells.height),
        rows=rows,
        misfits=misfits(found),
        rejected=tuple(rejected),
        timed=tuple(
            name
            for location, name in enumerate(part.columns)
            if name is not None and _states_times(compiled.facts[name], cells[str(location)])
        ),
        taken=tuple(
            name
            for location, name in enumerate(part.columns)
            if name is not None and _dates_taken(compiled.facts[name], cells[str(location)])
        ),
        skipped=tuple(skipped),
        kept=pl.DataFrame(kept),
    )


def _records(part: Part, cells: pl.DataFrame, compiled: Compiled, told: list[RowProblem]) -> pl.DataFrame:
    """The rows without rows of totals and repeated headings, which are added to `told`."""
    facts = {location: compiled.facts[name] for location, name in enumerate(part.columns) if name is not None}
    leading = next((location for location, fact in facts.items() if fact.role == "name"), min(facts))
    names = {written for name in names_of(facts[leading]) for written in (name, name.lower())}
    stripped = cells[str(leading)].str.strip_chars()
    columns = [str(location) for location in range(len(part.columns))]
    nameless = cells.filter(stripped == "")
    suspects = pl.concat(
        [
            cells.filter(stripped.is_in(list(names)) | stripped.str.contains_any(_TOTALS)),
            nameless.filter(pl.any_horizontal(pl.col(columns).str.contains_any(_TOTALS))),
        ]
    )
    skipped: list[int] = []
    for line, *texts in suspects.select(ROW, *columns).iter_rows():
        why = why_skipped(facts, texts)
        if why is not None:
            skipped.append(line)
            told.append(RowProblem(row=line, message=why))
    return cells.filter(~pl.col(ROW).is_in(skipped)) if skipped else cells


def _kept(cells: pl.Series, name: str, kind: pl.DataType) -> pl.Series:
    """Cells as they are written, without the apostrophe before a formula; blank ones are null."""
    texts = cells.set(cells.str.contains(_BLANK), None).alias(name)
    guarded = texts.str.starts_with("'").fill_null(False)
    if guarded.any():
        bare = pl.Series([unguarded(text) if text is not None else None for text in texts], dtype=pl.String)
        texts = texts.zip_with(~guarded, bare)
    return texts.cast(kind)


def _decoded(part: Part, data: bytes) -> str:
    """The text of a part, in the encoding of its file: a part alone may be valid in another one too."""
    try:
        if (at := data.find(b"\x00")) < 0:
            return data.decode(part.encoding)
    except UnicodeDecodeError as error:
        at = error.start
    start = data.rfind(b"\n", 0, at) + 1
    location = Location(file=part.name or part.file, line=part.first + line_ends(data[:start]))
    try:
        decode(data[start:].partition(b"\n")[0], part.name or part.file, (part.encoding,))
    except ReadError as error:
        raise ReadError(error.problem, location=location, hint=error.hint) from error
    raise ReadError(Text("文字编码不对", "the text is not in the encoding of its file"), location=location)


def _by_line(part: Part, data: bytes) -> pl.DataFrame | None:
    """The cells as texts in columns named by their index, and the line of each row; None where Polars cannot be trusted with it."""
    returns = b"\r" in data
    if returns:
        if _LONE_RETURN.search(data):
            return None
        data = data.replace(b"\r\n", b"\n")
    quoted = _QUOTED[part.delimiter.encode()].findall(data) if b'"' in data else []
    ends = [cells.count(b"\n") for cells in quoted]
    in_cells = sum(ends)
    if (
        sum(cells.count(b'"') for cells in quoted) != data.count(b'"')
        or (in_cells and returns)  # CRLF inside a cell is part of its text
        or max(ends, default=0) > MAX_CELL_LINES
        or max(chain(map(len, BytesIO(data)), map(len, quoted)), default=0) > LONGEST
    ):
        return None
    schema = {str(location): pl.String for location in range(len(part.columns))}
    try:
        cells = pl.read_csv(
            data,
            has_header=False,
            schema=schema,
            separator=part.delimiter,
            quote_char='"' if quoted else None,
            extra_columns="raise",
            missing_columns="insert",
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if cells.height != data.count(b"\n") - in_cells + bool(data and not data.endswith(b"\n")):
        return None
    line = pl.int_range(pl.len(), dtype=pl.Int64) + part.first
    if in_cells:
        line += pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True)).cum_sum().shift(1, fill_value=0)
    return _not_blank(cells.with_columns(line.alias(ROW)), len(part.columns))


def _not_blank(cells: pl.DataFrame, width: int) -> pl.DataFrame:
    """The rows that are not blank."""
    blank = cells
    for location in range(width):
        blank = blank.filter(pl.col(str(location)).str.contains(_BLANK))
        if not blank.height:
            return cells
    return cells.join(blank, on=ROW, how="anti", maintain_order="left")


def _by_row(part: Part, text: str, rejected: list[RowProblem]) -> pl.DataFrame:
    """The same by Python's csv; unreadable rows, and rows with too many cells, are added to `rejected`."""
    width = len(part.columns)
    sheet = Sheet(file=part.file, rows=iter(()))
    heading = Heading(sheet=sheet, row=SheetRow(number=1, line=1, cells=("",) * width), facts={}, others={})
    lines: list[int] = []
    cells: list[tuple[str, ...]] = []
    for row in rows_of(text, part.file, delimiter=part.delimiter, first_line=part.first):
        item = read_row(heading, row) if isinstance(row, SheetRow) and len(row.cells) > width else row
        if isinstance(item, Rejection):
            rejected.append(RowProblem(row=item.location.line or part.first, message=item.reason))
        elif isinstance(row, SheetRow):
            lines.append(row.line or part.first)
            cells.append(row.cells[:width] + ("",) * (width - len(row.cells)))
    columns = list(zip(*cells, strict=True)) or [()] * width
    named = [pl.Series(str(location), column, dtype=pl.String) for location, column in enumerate(columns)]
    return pl.DataFrame([pl.Series(ROW, lines, dtype=pl.Int64), *named])


def _column(fact: Fact, cells: pl.Series, rows: pl.Series, found: list[Misfit]) -> pl.Series:
    """Convert a column of texts to values."""
    plain = _plain(fact, cells)
    if plain is None:
        return _parsed(fact, cells, rows, found)
    odd = plain.is_null() & (cells != "")
    if not odd.any():
        return plain.alias(fact.name)
    parsed = _parsed(fact, cells.set(~odd, ""), rows, found)
    return plain.zip_with(~odd, parsed).alias(fact.name)


def _plain(fact: Fact, cells: pl.Series) -> pl.Series | None:
    """The values of plainly written cells, null elsewhere; None for types with few distinct texts."""
    match fact.type:
        case "integer":
            numbers = cells.cast(pl.Int64, strict=False)
        case "number":
            numbers = cells.set(~cells.str.contains(_NUMBER), None).cast(pl.Float64, strict=False)
        case "string":
            longest = fact.max_length if fact.max_length is not None else MAX_TYPED
            there = cells.str.contains(_NAME) & (cells.str.len_chars() <= min(longest, MAX_TYPED))
            return cells.set(~there | cells.is_in(list(NO_TEXT)), None)
        case _:
            return None
    within = whole_limits(fact) if fact.type == "integer" else limits(fact)
    return numbers.set(~numbers.is_between(*within), None)


def _states_times(fact: Fact, cells: pl.Series) -> bool:
    """Whether a column of dates has a time of day in a valid cell."""
    if fact.type != "date":
        return False
    texts = cells.filter(cells.str.contains("[:：]")).unique()
    return any(states_time(text) and _is_valid(fact, text) for text in map(unguarded, texts))


def _dates_taken(fact: Fact, cells: pl.Series) -> bool:
    """Whether a column of dates has a day without its year, or several days, in a valid cell."""
    if fact.type != "date":
        return False
    texts = cells.filter(~cells.str.contains(_PLAIN_DATE)).unique()
    return any(date_taken(fact, text, None) is not None for text in map(unguarded, texts))


def _is_valid(fact: Fact, text: str) -> bool:
    try:
        parse_value(fact, text)
    except InvalidValue:
        return False
    return True


def _parsed(fact: Fact, cells: pl.Series, rows: pl.Series, found: list[Misfit]) -> pl.Series:
    """Convert a column of texts to values; each distinct text is parsed once."""
    distinct = cells.unique()
    values: list[object] = []
    wrong: dict[str, Text] = {}
    for text in distinct:
        try:
            value = parse_value(fact, unguarded(text))
        except InvalidValue as error:
            value, wrong[text] = None, error.expected
        values.append(value)
    if wrong:
        there = pl.DataFrame({ROW: rows, "text": cells}).filter(pl.col("text").is_in(list(wrong)))
        lines = {text: misfit_line(0, fact, unguarded(text), expected)[1:] for text, expected in wrong.items()}
        found += [(row, *lines[text]) for row, text in there.rows()]
    if all(value is None for value in values):
        return pl.Series(fact.name, [None], dtype=kind_of_column(fact)).new_from_index(0, cells.len())
    locations = cells.cast(pl.Enum(distinct)).to_physical()
    return column_of(fact, values).gather(locations)
