"""No file in a folder disappears: each is judged, used as the roster, refused or left out, with its reason."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import checkrules
from checkrules.model.files import FileAccount

from ..cli.run import run

FORMS = Path(__file__).parents[2] / "examples" / "forms"


def school(name: str, count: int = 5) -> str:
    return json.dumps({"school_name": name, "student_count": count}, ensure_ascii=False)


def sixty(folder: Path) -> dict[str, str]:
    """A folder as a district office has it, of sixty files; what should become of each."""
    became: dict[str, str] = {}

    def put(name: str, content: str | bytes, fate: str) -> None:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        became[name] = fate

    for form in sorted(FORMS.glob("C*.docx")):
        put(f"一区/{form.name}", form.read_bytes(), "judged")
    for number in range(30):
        put(f"二区/{number:02}.json", school(f"第{number}小学"), "judged")
    for number in range(3):
        put(f"三区/表{number}.csv", f"学校,班会次数,学生数\n乡{number}小学,,6\n", "judged")
    put("空白表.docx", (FORMS / "blank.docx").read_bytes(), "blank_form")
    put("一区/空白表 副本.docx", (FORMS / "blank.docx").read_bytes(), "blank_form")
    for number in range(4):
        put(f"照片/{number}.jpg", b"\xff\xd8\xff" + bytes([number]), "picture")
    put("扫描件.pdf", b"%PDF-1.7 ...", "pdf")
    put("录音.mp3", b"ID3", "recording")
    put("空.json", "", "unreadable")
    put("坏.json", "{", "unreadable")
    put("说明.odt2", "...", "unknown_format")
    put("~$表.docx", b"\x00", "lock_file")
    put("Thumbs.db", b"\x00", "system_file")
    put("一区/C01 副本.docx", (FORMS / "C01.docx").read_bytes(), "copy")
    put("备份.json", '{"schema": "https://checkrules.dev/schemas/report-2.schema.json", "reports": []}', "own_output")
    put("上次.csv", "row,school_name,T01-1\n1,甲,pass\n", "own_output")
    put(
        "上次.html",
        '<!DOCTYPE html><html><head><meta name="generator" content="checkrules"></head></html>',
        "own_output",
    )
    put("上次.md", "# 督导报告\n\n- 软件：checkrules 0.1.0\n", "own_output")
    listed = [
        "学校,学段类型",
        *(f"第{number}小学,小学" for number in range(30)),
        *(f"乡{number}小学,小学" for number in range(3)),
    ]
    put("名册.csv", "\n".join(listed), "roster")
    return became


def fate(account: FileAccount) -> str:
    return account.code or account.became


def test_every_one_of_sixty_files_is_accounted_for(tmp_path: Path) -> None:
    expected = sixty(tmp_path)
    assert len(expected) == 60
    reports = checkrules.check(tmp_path, checkrules.load_checklist("mental-health"))
    assert {file.path.relative_to(tmp_path).as_posix(): fate(file) for file in reports.files} == expected
    became = Counter(file.became for file in reports.files)
    assert became == {"judged": 41, "joined": 1, "refused": 11, "left_out": 7}
    assert len(reports.reports) == sum(file.submissions for file in reports.files) == 41
    assert all(file.reason for file in reports.files if file.became != "judged")
    codes = {rejection.code for rejection in reports.rejected}
    assert codes == {file.code for file in reports.files if file.became == "refused"}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "共 60 个文件：判定 41，名册 1，未判 18"),
        ("en", "60 files: 41 judged, 1 used as a roster, 18 not judged"),
    ],
)
def test_the_count_stands_first_on_every_page(language: str, line: str, tmp_path: Path) -> None:
    sixty(tmp_path)
    given = ("check", str(tmp_path), "--fail-on", "never", "--lang", language)
    done = run(*given)
    assert done.stdout.index(line) < done.stdout.index("第0小学")
    assert done.exit_code == 2
    for format_ in ("markdown", "html"):
        page = run(*given, "-f", format_).stdout
        assert page.index(line) < page.index("第0小学")
    document = json.loads(run(*given, "-f", "json").stdout)
    assert Counter(file["became"] for file in document["files"]) == {
        "judged": 41,
        "joined": 1,
        "refused": 11,
        "left_out": 7,
    }


def test_many_of_one_kind_are_rejected_in_one_line(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "a.json").write_text(school("甲"), encoding="utf-8")
    reports = checkrules.check(tmp_path, checkrules.load_checklist("mental-health"))
    (rejection,) = reports.rejected
    assert "300" in rejection.reason.zh
    assert "000.jpg、001.jpg、002.jpg" in rejection.reason.zh
    assert len(reports.files) == 301


def test_one_good_file_needs_no_count(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(school("甲"), encoding="utf-8")
    assert "个文件" not in run("check", str(tmp_path / "a.json"), "--fail-on", "never").stdout


def test_what_can_be_no_submission_costs_no_success(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(school("甲"), encoding="utf-8")
    shutil.copy(tmp_path / "a.json", tmp_path / "b.json")
    for name in ("~$a.docx", ".hidden", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"\x00")
    done = run("check", str(tmp_path), "--fail-on", "never", "--lang", "zh")
    assert done.exit_code == 0
    assert done.stdout.startswith("共 5 个文件：判定 1，未判 4")
    assert "b.json" in done.stdout
    assert "Thumbs.db" not in done.stdout


def test_a_folder_and_its_files_by_several_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(school("甲"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    paths = ["in", tmp_path / "in", "in/a.json", Path("in/../in/a.json")]
    reports = checkrules.check(paths, checkrules.load_checklist("mental-health"))
    assert len(reports.reports) == 1
    assert [file.became for file in reports.files] == ["judged"]


def test_files_named_by_hand_are_told_alike(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "b.docx").write_bytes((FORMS / "blank.docx").read_bytes())
    checklist = checkrules.load_checklist("mental-health")
    reports = checkrules.check([tmp_path / "a.jpg", tmp_path / "b.docx", tmp_path / "c.json"], checklist)
    assert [rejection.code for rejection in reports.rejected] == ["picture", "blank_form", "unreadable"]
    assert [file.became for file in reports.files] == ["refused"] * 3


def test_links(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "a.json").write_text(school("甲"), encoding="utf-8")
    (inside / "b.json").symlink_to(inside / "a.json")
    (inside / "c.json").symlink_to(inside / "nowhere.json")
    (inside / "d").symlink_to(outside)
    reports = checkrules.check(inside, checkrules.load_checklist("mental-health"))
    assert {file.path.name: fate(file) for file in reports.files} == {
        "a.json": "judged",
        "b.json": "copy",
        "c.json": "unreadable",
        "d": "link",
    }


def _same(folder: Path) -> None:
    (folder / "a.json").write_text(school("甲"), encoding="utf-8")
    shutil.copy(folder / "a.json", folder / "b.json")


def _broken(folder: Path) -> None:
    (folder / "a.json").write_text("{", encoding="utf-8")
    shutil.copy(folder / "a.json", folder / "b.json")


def _two(folder: Path) -> None:
    (folder / "a.json").write_text(school("甲"), encoding="utf-8")
    (folder / "b.json").write_text(school("乙"), encoding="utf-8")


COPIES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "same": (_same, ["judged", "copy"]),
    "of what cannot be read": (_broken, ["unreadable", "unreadable"]),
    "of one size": (_two, ["judged", "judged"]),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_judged_once(name: str, tmp_path: Path) -> None:
    make, fates = COPIES[name]
    make(tmp_path)
    checklist = checkrules.load_checklist("mental-health")
    assert [fate(file) for file in checkrules.check(tmp_path, checklist).files] == fates
    named = checkrules.check([tmp_path / "a.json", tmp_path / "b.json"], checklist)
    assert "copy" not in [file.code for file in named.files]
