"""Parts: every row exactly once and in order, wherever files are cut."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkrules.model.errors import ReadError
from checkrules.pipeline import check_table
from checkrules.tables.files import part_data
from checkrules.tables.files import split as sources
from checkrules.tables.files.read_part import read_part
from checkrules.tables.files.split import parts_of, split

from .canteens import checklist, saved

FORM = checklist().content.form


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv"])
@pytest.mark.parametrize("rows", [0, 1, 99])
def test_every_row_is_in_one_part(kind: str, rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == "ndjson" and not rows:
        pytest.skip("an NDJSON file without lines is an empty file")
    monkeypatch.setattr(sources, "BYTES", 500)
    monkeypatch.setattr(sources, "ROWS", 12)
    parts = parts_of(saved(tmp_path, kind, rows), FORM)
    assert [part.number for part in parts] == list(range(len(parts)))
    assert all(before.stop == after.start for before, after in pairwise(parts))
    assert (len(parts) > 3) == (rows == 99)
    if kind == "parquet":
        assert (parts[0].start, parts[-1].stop) == (0, rows)
        assert all(part.first == part.start + 1 for part in parts)
    else:
        assert parts[-1].stop == (tmp_path / f"canteens.{kind}").stat().st_size


# where CSV may be cut

CELLS = ("a", "", "1", "é", "学校", 'say "no"', 'a,"b', "two\nlines", 'odd "\n quote', '"', '""\n""', "\r\n", "x" * 40)
STRAY = ('5" pipe', 'a "b" c', 'x"', "'", "")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_row_of_csv_is_never_cut(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    delimiter, end = random.choice(",;\t"), random.choice(("\n", "\r\n"))
    rows = ["canteen_name" + delimiter + "cook_count"]
    for _ in range(random.randint(0, 30)):
        cells = [random.choice(CELLS) for _ in range(2)]
        rows.append(
            delimiter.join('"' + c.replace('"', '""') + '"' if random.random() < 0.8 or _needs(c) else c for c in cells)
        )
        if random.random() < 0.2:
            rows.append(random.choice(STRAY) + delimiter + random.choice(STRAY))
    file = tmp_path / "a.csv"
    file.write_bytes(end.join(rows).encode() + random.choice((b"", end.encode())))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "BYTES", random.choice((40, 100, 400)))
        try:
            parts = parts_of(file, FORM)
        except ReadError:  # the first bytes hold no whole heading
            return
    begins = {0: 1}  # where rows begin, and on which line
    for count in range(1, len(rows) + 1):
        before = end.join(rows[:count])
        begins[len((before + end).encode())] = _lines(before) + 1
    size = file.stat().st_size
    assert all(before.stop == after.start for before, after in pairwise(parts))
    assert parts[-1].stop == size
    for part in parts:
        assert part.start == size or begins[part.start] == part.first


def _needs(cell: str) -> bool:
    return any(sign in cell for sign in '"\n\r,;\t')


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n") + 1


def test_a_quote_that_is_never_closed_does_not_take_the_file_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BYTES", 1000)
    file = tmp_path / "a.csv"
    file.write_text("canteen_name,cook_count\n" + 'a,1\n"b,2\n' + "c,3\n" * 5000)
    parts = parts_of(file, FORM)
    assert len(parts) == pytest.approx(17, abs=2)
    assert all(before.stop == after.start for before, after in pairwise(parts))


def test_a_row_of_csv_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BYTES", 100)
    monkeypatch.setattr(sources, "MAX_LINE", 1000)
    file = tmp_path / "a.csv"
    file.write_text("canteen_name,cook_count\n" + "a,1\n" * 40 + "x" * 5000)
    with pytest.raises(ReadError, match="a line is too long"):
        parts_of(file, FORM)


def test_a_line_without_end_is_a_part_that_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BYTES", 100)
    monkeypatch.setattr(sources, "MAX_LINE", 1000)
    monkeypatch.setattr(part_data, "MAX_PART", 1100)
    file = tmp_path / "a.ndjson"
    file.write_text('{"cook_count": 1}\n' * 10 + "x" * 5000)
    parts = parts_of(file, FORM)
    assert (parts[-1].first, parts[-1].stop) == (11, file.stat().st_size)
    assert all(before.stop == after.start for before, after in pairwise(parts))
    with pytest.raises(ReadError, match="the line is too long"):
        read_part(parts[-1], checklist().compiled)


def test_the_encoding_is_that_of_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BYTES", 200)
    file = tmp_path / "a.csv"
    text = "canteen_name,cook_count\n" + "a,1\n" * 100 + "示例食堂,2\n"
    for encoding, expected in (("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        file.write_bytes(text.encode(encoding))
        parts = parts_of(file, FORM)
        assert len(parts) > 1
        assert {part.encoding for part in parts} == {expected}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_titles_above_the_heading(end: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(end.join(["食堂一览", '"two', 'lines"', "", "canteen_name,cook_count", "", "a,1", "b,2"]).encode())
    (part,) = parts_of(file, FORM)
    assert part.first == 7
    assert file.read_bytes()[part.start : part.stop] == f"a,1{end}b,2".encode()
    assert part.columns == ("canteen_name", "cook_count")


# files that are no tables


def damaged(folder: Path) -> dict[str, Path]:
    """Files that cannot be read as tables."""
    whole = saved(folder, "parquet", name="whole").read_bytes()
    contents = {
        "truncated.parquet": whole[:-100],
        "empty.parquet": b"",
        "text.parquet": b"canteen_name,cook_count\na,1\n",
        "other.parquet": _parquet(pl.DataFrame({"x": [1]})),
        "no-columns.parquet": _parquet(pl.DataFrame()),
        "footer.parquet": whole[:-400] + bytes(392) + whole[-8:],
        "empty.csv": b"",
        "blank.csv": b"\r\n \n\n",
        "no-heading.csv": b"1,2\n3,4\n",
        "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "utf16.csv": "canteen_name,cook_count\na,1\n".encode("utf-16"),
        "empty.ndjson": b"",
        "blank.jsonl": b"\n\n",
        "text.txt": b"canteen_name,cook_count\na,1\n",
        "none": b"x",
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    (folder / "folder.parquet").mkdir()
    return {name: folder / name for name in (*contents, "folder.parquet", "missing.parquet")}


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def test_files_that_are_no_tables_are_set_aside_and_the_rest_is_not(tmp_path: Path) -> None:
    files = damaged(tmp_path)
    good = saved(tmp_path, "parquet")
    parts, rejected = split([*files.values(), good], FORM)
    assert [rejection.location.file for rejection in rejected] == [str(file) for file in files.values()]
    assert all(rejection.reason.zh and rejection.reason.en for rejection in rejected)
    assert {part.file for part in parts} == {str(good)}


@pytest.mark.parametrize("name", ["truncated.parquet", "empty.csv", "missing.parquet"])
def test_one_file_that_is_no_table_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        parts_of(damaged(tmp_path)[name], FORM)
    assert caught.value.location is not None


def test_parts_know_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path, "csv")
    monkeypatch.chdir(tmp_path)
    (part,), _ = split([Path("canteens.csv")], FORM)
    assert (part.name, part.file) == ("canteens.csv", str(tmp_path / "canteens.csv"))
    assert attrs.evolve(part, name="") == parts_of(tmp_path / "canteens.csv", FORM)[0]


def test_a_line_that_is_too_long_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BYTES", 64)
    monkeypatch.setattr(sources, "MAX_LINE", 128)
    monkeypatch.setattr(part_data, "MAX_PART", 256)
    file = tmp_path / "a.ndjson"
    lines = [f'{{"canteen_name": "{n}"}}' for n in range(6)]
    lines[3] = '{"canteen_name": "' + "x" * 5000 + '"}'
    file.write_text("\n".join(lines) + "\n", "utf-8")
    summary = check_table(file, checklist(), results=tmp_path / "r.parquet")
    assert summary.submissions == 5
    assert [(r.location.line, "too long" in r.reason.en) for r in summary.rejected_files] == [(4, True)]
    assert pl.read_parquet(tmp_path / "r.parquet")["row"].to_list() == [1, 2, 3, 5, 6]
