"""Tables judged part by part: the same results as in one piece, in every format; what cannot be read is rejected."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from pathlib import Path

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checkrules
from checkrules import OUTCOMES, PluginError, ReadError, Summary, UsageError, check_table
from checkrules.checklist import Checklist
from checkrules.model.rules import Waiver
from checkrules.tables.files import split as sources

from . import engines
from .canteens import TODAY, canteens, checklist, leftovers, read, saved

DAY = dt.date.fromisoformat(TODAY)
KINDS = ["parquet", "ndjson", "csv"]
RULES = [rule.id for rule in checklist().content.rules]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 20)
    monkeypatch.setattr(sources, "BYTES", 1000)


@pytest.mark.parametrize("kind", KINDS)
def test_parts_are_judged_as_the_whole_is(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, kind)
    names = ("results", "issues", "undecided", "misfits")
    seen: list[tuple[int, int]] = []
    few = {name: tmp_path / f"few-{name}.parquet" for name in names}
    summary = check_table(file, checklist(), **few, today=DAY, progress=lambda *done: seen.append(done))
    assert seen == [(count, len(seen)) for count in range(1, len(seen) + 1)]
    assert len(seen) >= 3
    monkeypatch.setattr(sources, "ROWS", 10**6)
    monkeypatch.setattr(sources, "BYTES", 10**6)
    one = {name: tmp_path / f"one-{name}.parquet" for name in names}
    assert check_table(file, checklist(), **one, today=DAY) == summary
    for name in names:
        assert (
            read(few[name]).sort("row", maintain_order=True).equals(read(one[name]).sort("row", maintain_order=True))
        ), name
    assert not leftovers(tmp_path)


def test_results_are_those_of_the_table_with_names_and_words(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    check_table(file, checklist(), results=tmp_path / "r.parquet", issues=tmp_path / "i.parquet", today=DAY)
    judged = checklist().evaluate_frame(canteens(100), today=DAY)
    results = pl.read_parquet(tmp_path / "r.parquet")
    assert results.columns == ["row", "canteen_name", *judged.results.columns[1:]]
    assert results["canteen_name"].to_list() == canteens(100)["canteen_name"].to_list()
    assert results.schema[RULES[0]] == pl.Enum(OUTCOMES)
    assert results.with_columns(pl.col(RULES).to_physical()).drop("canteen_name").equals(judged.results)
    issues = pl.read_parquet(tmp_path / "i.parquet")
    assert issues.columns[:3] == ["row", "canteen_name", "rule"]
    assert all(name == f"{row - 1}号食堂" for row, name in issues.select("row", "canteen_name").rows())
    assert issues.height == judged.issues().height


@pytest.mark.parametrize("kind", KINDS)
def test_rows_have_the_numbers_of_the_file(kind: str, tmp_path: Path) -> None:
    file = saved(tmp_path, kind)
    summary = check_table(file, checklist(), misfits=tmp_path / "m.csv", results=tmp_path / "r.csv", today=DAY)
    first = 2 if kind == "csv" else 1
    wrong = [number + first for number in range(100) if number % 10 == 9]
    assert pl.read_csv(tmp_path / "m.csv")["row"].to_list() == wrong
    assert [problem.row for problem in summary.row_problems] == wrong
    assert {problem.file for problem in summary.row_problems} == {str(file)}
    assert summary.misfits == 10
    assert pl.read_csv(tmp_path / "r.csv")["row"].to_list() == list(range(first, 100 + first))


@pytest.mark.parametrize("kind", ["parquet", "ndjson", "csv", ""])
def test_every_format_says_the_same(kind: str, tmp_path: Path) -> None:
    path = tmp_path / (f"r.{kind}" if kind else "r")
    check_table(saved(tmp_path, "parquet"), checklist(), results=path, today=DAY)
    found = read(path)
    check_table(tmp_path / "canteens.parquet", checklist(), results=tmp_path / "again.parquet", today=DAY)
    wanted = read(tmp_path / "again.parquet")
    assert found.columns == wanted.columns
    assert found.select(RULES).cast(pl.String).equals(wanted.select(RULES).cast(pl.String))
    assert found["score"].to_list() == pytest.approx(wanted["score"].to_list())
    assert not leftovers(tmp_path)
    assert kind != "" or not leftovers(path)


def test_csv_is_safe_in_spreadsheets_and_numbers_of_persons_are_masked(tmp_path: Path) -> None:
    frame = canteens(3).with_columns(canteen_name=pl.Series(["=1+1", "李四13800138000", "11010119900307123X"]))
    for name in ("=a.parquet", "b.parquet"):
        frame.write_parquet(tmp_path / name)
    files = [tmp_path / "=a.parquet", tmp_path / "b.parquet"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        check_table(["=a.parquet", "b.parquet"], checklist(), results="r.csv", undecided="u.csv", today=DAY)
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbffile,row,canteen_name")
    found = pl.read_csv(tmp_path / "r.csv")
    assert found["canteen_name"].to_list()[:3] == ["'=1+1", "李四138******00", "110*************3X"]
    assert found["file"].to_list() == ["'=a.parquet"] * 3 + ["b.parquet"] * 3
    assert pl.read_csv(tmp_path / "u.csv")["missing"].str.contains("checks").any()
    assert all(file.is_file() for file in files)


# files without rows, without facts, without names


@pytest.mark.parametrize("output", ["r.parquet", "r.csv", "r.ndjson", "r"])
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_no_rows(kind: str, output: str, tmp_path: Path) -> None:
    summary = check_table(saved(tmp_path, kind, rows=0), checklist(), results=tmp_path / output, today=DAY)
    assert summary.submissions == summary.scored == 0
    assert summary.mean_score is None
    assert [*summary.outcomes.values()] == [(0,) * 5] * 4
    if output == "r.ndjson":
        assert not (tmp_path / output).read_bytes().strip()
    else:
        assert read(tmp_path / output).shape == (0, 14) or read(tmp_path / output).height == 0


def test_a_table_without_names_and_with_facts_that_no_rule_uses(tmp_path: Path) -> None:
    pl.DataFrame({"inspection_date": [DAY] * 50}).write_parquet(tmp_path / "a.parquet")
    summary = check_table(tmp_path / "a.parquet", checklist(), results=tmp_path / "r.parquet", today=DAY)
    assert summary.submissions == 50
    assert read(tmp_path / "r.parquet")["canteen_name"].null_count() == 50


@pytest.mark.parametrize("names", [[1, 2], [["a"], ["b"]], [dt.date(2024, 1, 1), None]])
def test_names_of_another_type(names: list[object], tmp_path: Path) -> None:
    pl.DataFrame({"canteen_name": names, "cook_count": [1, 2]}).write_parquet(tmp_path / "a.parquet")
    check_table(tmp_path / "a.parquet", checklist(), results=tmp_path / "r.csv", today=DAY)
    assert read(tmp_path / "r.csv").height == 2


# several files


def test_several_files_are_told_apart(tmp_path: Path) -> None:
    files = [saved(tmp_path, kind, rows=30, name=kind) for kind in KINDS]
    bare = tmp_path / "bare.parquet"
    canteens(30).drop("canteen_name").write_parquet(bare)
    summary = check_table(
        [*files, bare, files[0]], checklist(), results=tmp_path / "r.parquet", issues=tmp_path / "i.csv", today=DAY
    )
    results = pl.read_parquet(tmp_path / "r.parquet")
    assert results.columns[:3] == ["file", "row", "canteen_name"]
    assert summary.submissions == results.height == 120
    by_file = results.group_by("file", maintain_order=True).agg(pl.col("row").min().alias("first"), pl.len())
    assert by_file.rows() == [
        (str(files[0]), 1, 30),
        (str(files[1]), 1, 30),
        (str(files[2]), 2, 30),
        (str(bare), 1, 30),
    ]
    first, *others = (results.filter(pl.col("file") == str(file)).select(RULES) for file in [*files, bare])
    assert all(other.equals(first) for other in others)
    assert pl.read_csv(tmp_path / "i.csv").columns[:4] == ["file", "row", "canteen_name", "rule"]


def damage(file: Path) -> None:
    """Spoil the data of the third row group, and leave the footer whole."""
    data = bytearray(file.read_bytes())
    start = len(data) * 2 // 5
    data[start : start + 400] = b"\xff" * 400
    file.write_bytes(data)


def test_one_broken_file_is_set_aside_and_the_rest_is_judged(tmp_path: Path) -> None:
    good = saved(tmp_path, "parquet", name="good")
    (tmp_path / "broken.parquet").write_bytes(good.read_bytes()[:-20])
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    files = [tmp_path / "broken.parquet", good, tmp_path / "none.ndjson", tmp_path / "picture.csv"]
    summary = check_table(files, checklist(), results=tmp_path / "r.parquet", today=DAY)
    assert [rejection.location.file for rejection in summary.rejected_files] == sorted(
        map(str, [*files[:1], *files[2:]])
    )
    assert summary.submissions == 100
    assert set(pl.read_parquet(tmp_path / "r.parquet")["file"]) == {str(good)}


def test_a_part_of_a_file_that_is_damaged_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "canteens.parquet"
    canteens(100).write_parquet(file, row_group_size=20, compression="zstd")
    damage(file)
    summary = check_table(file, checklist(), results=tmp_path / "r.parquet", undecided=tmp_path / "u.ndjson", today=DAY)
    assert summary.rejected_files
    lost = sum(_rows_told(rejection.reason.en) for rejection in summary.rejected_files)
    assert summary.submissions + lost == 100
    assert pl.read_parquet(tmp_path / "r.parquet").height == summary.submissions > 0
    assert {rejection.location.file for rejection in summary.rejected_files} == {str(file)}
    assert not leftovers(tmp_path)


def _rows_told(reason: str) -> int:
    _, first, _, last, *_ = reason.split()
    return int(last) - int(first) + 1


def test_bytes_that_are_no_text_are_set_aside(tmp_path: Path) -> None:
    file = saved(tmp_path, "csv")
    file.write_bytes(file.read_bytes() + b"\xff\xff\xff,2024-03-01,1,1,1,1\n")
    summary = check_table(file, checklist(), results=tmp_path / "r.csv", today=DAY)
    assert summary.rejected_files
    assert summary.submissions < 100


def test_nothing_is_written_where_no_file_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "r.parquet").write_bytes(b"the results of yesterday")
    summary = check_table(tmp_path / "none.parquet", checklist(), results=tmp_path / "r.parquet")
    assert summary == Summary(rejected_files=summary.rejected_files)
    assert summary.rejected_files[0].reason.en == "there is no such file"
    assert (tmp_path / "r.parquet").read_bytes() == b"the results of yesterday"
    with pytest.raises(UsageError, match="names no path"):
        check_table([], checklist())


@pytest.mark.parametrize("kind", KINDS)
def test_columns_that_are_no_facts_are_told(kind: str, tmp_path: Path) -> None:
    frame = canteens(100).rename({"meal_count": "meal_cuont"}).with_columns(pl.col("inspection_date").cast(pl.String))
    file = tmp_path / f"a.{kind}"
    {"parquet": frame.write_parquet, "ndjson": frame.write_ndjson, "csv": frame.write_csv}[kind](file)
    (remark,) = check_table(file, checklist(), today=DAY).remarks
    assert (remark.code, remark.fact) == ("unknown_fact", "meal_cuont")
    assert "meal_count" in remark.message.en


def test_odd_names_of_files(tmp_path: Path) -> None:
    files = [saved(tmp_path, "parquet", name=name) for name in ("x[1]", "*", "y=1", "甲 {}")]
    assert check_table(files, checklist(), today=DAY).submissions == 400


def test_odd_names_of_outputs_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "year=2024" / "a*[b]?"
    folder.mkdir(parents=True)
    files = [saved(tmp_path, kind, name=name) for kind in ("ndjson", "csv") for name in ("x[1]", "*", "y=1", "甲 {}")]
    check_table(files, checklist(), results=folder / "r[*].parquet", issues=folder / "i[*]", today=DAY)
    results = read(folder / "r[*].parquet")
    assert results.columns[:3] == ["file", "row", "canteen_name"]
    assert "year" not in results.columns
    assert results["file"].unique(maintain_order=True).to_list() == list(map(str, files))
    assert not leftovers(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are any bytes on Linux alone")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.parquet")
    saved(tmp_path, "parquet").rename(odd)
    summary = check_table([odd, saved(tmp_path, "csv")], checklist(), results=tmp_path / "r.csv", today=DAY)
    assert summary.submissions == 100
    (rejection,) = summary.rejected_files
    assert (rejection.location.file, rejection.reason.en) == (
        f"{tmp_path}/?.parquet",
        "the file name is not valid UTF-8",
    )
    with pytest.raises(UsageError, match="not valid UTF-8"):
        check_table(tmp_path / "canteens.csv", checklist(), results=tmp_path / os.fsdecode(b"\xff.csv"))


# waivers


def test_waived_failures_are_counted(tmp_path: Path) -> None:
    failing = checklist().evaluate_frame(canteens(100), today=DAY).issues().filter(pl.col("rule") == "C1-1")["row"][0]
    waiver = Waiver(rule="C1-1", subject=f"{failing - 1}号食堂", approver="局", reason="改建", expires=DAY)
    old = attrs.evolve(waiver, subject=None, expires=DAY - dt.timedelta(1))
    made = Checklist(content=checklist().content, registry=checklist().registry, waivers=(waiver, old))
    file = saved(tmp_path, "parquet")
    assert made.evaluate_frame(canteens(100), today=DAY).issues().filter("waived").height == 1
    assert check_table(file, made, today=DAY).waived == {"C1-1": 1}
    assert check_table(file, checklist(), today=DAY).waived == {}


# outputs that cannot be


def bad_outputs(folder: Path) -> dict[str, dict[str, Path]]:
    file = folder / "canteens.parquet"
    (folder / "full").mkdir()
    (folder / "full" / "a.txt").write_text("mine")
    (folder / "full" / "a").write_text("mine")
    (folder / "folder.csv").mkdir()
    (folder / "linked.parquet").symlink_to(file)
    (folder / "hard.parquet").hardlink_to(file)
    (folder / "old.csv").write_text("the results of yesterday")
    (folder / "again.csv").hardlink_to(folder / "old.csv")
    (folder / "inside").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.csv")
    (folder / "nothing.csv").symlink_to("/dev/null")
    return {
        "an unknown suffix": {"results": folder / "r.xlsx"},
        "no name": {"results": Path("/")},
        "the same twice": {"results": folder / "r.csv", "issues": folder / "r.csv"},
        "the same but for capitals": {"results": folder / "r.csv", "issues": folder / "R.csv"},
        "the same by another way": {"results": folder / "r.csv", "issues": folder / "full" / ".." / "r.csv"},
        "the same by a linked folder": {"results": folder / "r.csv", "issues": folder / "inside" / "r.csv"},
        "the same by a hard link": {"results": folder / "old.csv", "issues": folder / "again.csv"},
        "the input": {"results": file},
        "a link to the input": {"results": folder / "linked.parquet"},
        "a hard link to the input": {"results": folder / "hard.parquet"},
        "the folder of the input": {"results": folder},
        "a link to the folder of the input": {"results": folder / "inside"},
        "one within the other": {"results": folder / "new", "issues": folder / "new" / "i.csv"},
        "a folder with other things": {"results": folder / "full"},
        "a folder with a suffix": {"results": folder / "folder.csv"},
        "within a file": {"results": file / "r.csv"},
        "within a file, as a folder": {"results": file / "r"},
        "a file as a folder": {"results": folder / "full" / "a"},
        "a pipe": {"results": folder / "pipe.csv"},
        "a link to a device": {"results": folder / "nothing.csv"},
        "a device": {"results": Path("/dev/null")},
    }


def everything_in(folder: Path) -> dict[Path, tuple[int, int, bytes | None]]:
    return {
        path: (path.lstat().st_ino, path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in folder.rglob("*")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links and pipes")
@pytest.mark.parametrize("name", range(21))
def test_outputs_that_cannot_be_written(name: int, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    outputs = list(bad_outputs(tmp_path).values())[name]
    before = everything_in(tmp_path)
    with pytest.raises(UsageError) as caught:
        check_table(file, checklist(), today=DAY, issues=outputs.get("issues"), results=outputs["results"])
    assert caught.value.location is not None
    assert everything_in(tmp_path) == before
    assert not leftovers(tmp_path)
    assert not os.path.isfile("/dev/null")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions and links")
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".ndjson"])
def test_a_file_that_is_replaced_keeps_its_permissions_and_links(suffix: str, tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / f"r{suffix}", tmp_path / f"link{suffix}"
    real.write_text("the results of yesterday")
    real.chmod(0o640)
    link.symlink_to(real)
    check_table(file, checklist(), results=link, issues=tmp_path / f"new{suffix}", today=DAY)
    assert link.is_symlink()
    assert read(real).height == 100
    assert real.stat().st_mode & 0o777 == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / f"new{suffix}").stat().st_mode & 0o777 == 0o666 & ~mask
    assert not leftovers(tmp_path)
    assert not leftovers(tmp_path / "there")


def test_parts_of_unfinished_work_are_no_input(tmp_path: Path) -> None:
    folder = tmp_path / ".r.csv.0123456789abcdef.parts"
    folder.mkdir()
    file = saved(folder, "parquet")
    with pytest.raises(UsageError, match="a part of an unfinished run"):
        check_table(file, checklist(), results=tmp_path / "r.csv", today=DAY)
    assert file.is_file()


@pytest.mark.parametrize("writer", ["write_parquet", "write_csv", "write_ndjson"])
@pytest.mark.parametrize("after", [0, 2])
def test_a_full_disk(writer: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, "parquet")
    kind = writer.removeprefix("write_")
    output = tmp_path / f"r.{kind}"
    output.write_bytes(b"the results of yesterday")
    real, calls = getattr(pl.DataFrame, writer), []

    def full(frame: pl.DataFrame, path: Path, **options: object) -> None:
        calls.append(path)
        if len(calls) > after:
            Path(path).write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        real(frame, path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pl.DataFrame, writer, full)
        with pytest.raises(UsageError, match="No space left on device"):
            check_table(file, checklist(), results=output, today=DAY)
    assert output.read_bytes() == b"the results of yesterday"
    assert bool(leftovers(tmp_path)) == bool(after)
    assert not [path for folder in leftovers(tmp_path) for path in (tmp_path / folder).glob(".part*")]
    engines.JUDGED.clear()
    check_table(file, checklist(), results=output, today=DAY, engine="counting")
    assert list(range(after, 5)) == engines.JUDGED
    assert read(output).height == 100
    assert not leftovers(tmp_path)


def test_a_disk_that_fills_up_while_parts_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, "parquet")
    real = pl.LazyFrame.sink_parquet

    def full(frame: pl.LazyFrame, path: Path, **options: object) -> None:
        if Path(path).name.startswith(".part-"):
            real(frame, path, **options)  # type: ignore[call-overload]
            return
        Path(path).write_bytes(b"half")
        raise pl.exceptions.ComputeError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pl.LazyFrame, "sink_parquet", full)
        with pytest.raises(UsageError, match="No space left on device"):
            check_table(file, checklist(), results=tmp_path / "r.parquet", today=DAY)
    assert not (tmp_path / "r.parquet").exists()
    engines.JUDGED.clear()
    check_table(file, checklist(), results=tmp_path / "r.parquet", today=DAY, engine="counting")
    assert engines.JUDGED == []
    assert read(tmp_path / "r.parquet").height == 100


# CSV with everything in it

CELLS = (
    "a",
    "",
    "示例食堂",
    'say "no"',
    'a,"b',
    "two\nlines",
    'odd "\n quote',
    '"',
    '""\n""',
    "\r\n",
    "x" * 40,
    "a\rb",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["1", "many", ""])), min_size=1, max_size=30),
    st.booleans(),
)
def test_csv_in_parts_says_the_same_as_in_one(tmp_path: Path, rows: list[tuple[str, str]], returns: bool) -> None:
    file, end = tmp_path / "a.csv", "\r\n" if returns else "\n"
    quoted = ['"' + name.replace('"', '""') + f'",{cooks}' for name, cooks in rows]
    file.write_bytes(
        end.join(["canteen_name,cook_count", *quoted, 'stray "quotes" in,1', 'too,many,"cells"', ""]).encode()
    )
    found = []
    for size in (60, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sources, "BYTES", size)
            outputs = {"results": tmp_path / f"{size}.csv", "misfits": tmp_path / f"{size}-m.csv"}
            summary = check_table(file, checklist(), **outputs, today=DAY)
        found.append((summary, outputs["results"].read_bytes(), outputs["misfits"].read_bytes()))
    assert found[0] == found[1]
    assert found[0][0].submissions + found[0][0].rejected == len(rows) + 2 - sum(not (n + c).strip() for n, c in rows)


# engines that misbehave


@pytest.mark.parametrize(
    ("engine", "expected"),
    [("lazy", "left out parts: 1/5"), ("wrong", "engine trouble"), ("inventive", "part 1000, which it was not given")],
)
def test_engines_that_are_wrong(engine: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=expected) as caught:
        check_table(saved(tmp_path, "parquet"), checklist(), results=tmp_path / "r.csv", engine=engine, today=DAY)
    assert engine in str(caught.value)
    assert not (tmp_path / "r.csv").exists()


def test_an_engine_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there are: .*local") as caught:
        check_table(saved(tmp_path, "parquet"), checklist(), engine="locale")
    assert caught.value.hint is not None
    assert isinstance(checklist(), checkrules.Checklist)


# files that change, and two at once


def test_a_file_that_changes_while_it_is_judged(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")

    def change(done: int, total: int) -> None:
        if done == 2:
            saved(tmp_path, "parquet", rows=60)

    with pytest.raises(ReadError, match="changed while it was being judged"):
        check_table(file, checklist(), results=tmp_path / "r.parquet", today=DAY, progress=change)
    assert not (tmp_path / "r.parquet").exists()
    assert not leftovers(tmp_path)


def test_two_runs_do_not_write_the_same(tmp_path: Path) -> None:
    file = saved(tmp_path, "parquet")
    refused: list[UsageError] = []

    def again(done: int, total: int) -> None:
        with pytest.raises(UsageError, match="another run") as caught:
            check_table(file, checklist(), issues=tmp_path / "i.csv", today=DAY)
        refused.append(caught.value)

    check_table(file, checklist(), results=tmp_path / "r.csv", issues=tmp_path / "i.csv", today=DAY, progress=again)
    assert len(refused) == 5
    assert not leftovers(tmp_path)
    check_table(file, checklist(), issues=tmp_path / "i.csv", today=DAY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")
def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(handle: int, operation: int) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    check_table(saved(tmp_path, "parquet"), checklist(), issues=tmp_path / "i.csv", today=DAY)
    assert (tmp_path / "i.csv").exists()
    assert not leftovers(tmp_path)
