"""Which of the form's texts a column holds, by its heading; and the submissions that such rows are."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkrules.plugin import Content, Submission
from checkrules.reading.text_columns import text_columns
from checkrules_csv.read import read_csv

HEADINGS = {
    "the id": ("T01", ("narratives", "T01")),
    "number": ("任务1", ("narratives", "T01")),
    "two digits": ("任务13", ("narratives", "T13")),
    "a blank": ("任务 02", ("narratives", "T02")),
    "item": ("第3项", ("narratives", "T03")),
    "label before": ("具体落实情况4", ("narratives", "T04")),
    "label after": ("任务5具体落实情况", ("narratives", "T05")),
    "notes": ("备注6", ("task_notes", "T06")),
    "notes of a task": ("任务7 备注", ("task_notes", "T07")),
    "full width": ("任务８", ("narratives", "T08")),
    "own words": ("1.成立心理健康工作领导小组，制定工作方案；每年至少召开一次专题会议；保障常规工作经费。", ("narratives", "T01")),
    "the words of another number": ("2.成立心理健康工作领导小组，制定工作方案；每年至少召开一次专题会议；保障常规工作经费。", None),
    "problems": ("存在的主要问题", ("problems", "")),
    "no task": ("任务14", None),
    "notes of nothing": ("备注", None),
    "a number": ("1", None),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_what_a_heading_means(heading: str, expected: tuple[str, str] | None, content: Content) -> None:
    assert text_columns({7: heading}, content) == ({7: expected} if expected else {})


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_narratives_in_columns(encoding: str, tmp_path: Path, content: Content) -> None:
    path = tmp_path / "rows.csv"
    tasks = ",".join(f"任务{number}" for number in range(1, 14))
    texts = ",".join(f"第{number}段。" for number in range(1, 14))
    path.write_bytes(f"序号,学校,{tasks},备注2\n1,甲小学,{texts},已核\n".encode(encoding))
    (item,) = read_csv(path, content)
    assert isinstance(item, Submission)
    assert item.narratives == {f"T{number:02}": f"第{number}段。" for number in range(1, 14)}
    assert item.task_notes == {"T02": "已核"}
    assert [note.value for note in item.remarks if note.code == "unknown_column"] == ["序号"]


def test_a_column_without_a_heading_is_told_once(tmp_path: Path, content: Content) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("学校,,学生数\n甲小学,,10\n乙小学,补报,20\n丙小学,补报,30\n", encoding="utf-8")
    items = [item for item in read_csv(path, content) if isinstance(item, Submission)]
    assert [item.facts["student_count"] for item in items] == [10, 20, 30]
    told = [str(note.location) for item in items for note in item.remarks if note.code == "unknown_column"]
    assert told == [f"{path}:3:B3"]
