"""Review sheets in a workbook: filled in by a script as a person would, saved again by another program, and read back."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import lxml.etree
import msgspec
import pytest

import checkrules
from checkrules import ReviewDocument, ReviewDoubt
from checkrules.hooks.registry import load_plugins
from checkrules.plugin import to_json

from .workbooks import needs_office, save, saved_again

TEXT = "疑似学生9名，已干预7名。应急预案无。"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def checklist() -> checkrules.Checklist:
    return checkrules.load_checklist("mental-health")


def school(folder: Path, name: str = "甲小学", text: str = TEXT, file: str = "甲小学.json") -> Path:
    record = {"school_name": name, "school_stage": "primary", "narratives": {"T10": text, "T01": '=HYPERLINK("x")'}}
    (folder / file).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder / file


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return school(tmp_path)


@pytest.fixture
def sheet(checklist: checkrules.Checklist, form: Path, tmp_path: Path) -> Path:
    return checkrules.write_reviews(checkrules.review(form, checklist), tmp_path / "review.xlsx")


def read(path: Path) -> ReviewDocument:
    return load_plugins().review_formats["xlsx"].read(path)


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def texts(path: Path, sheet: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    """The texts of the cells of a sheet by their names."""
    archive = parts(path)
    shared = lxml.etree.fromstring(archive["xl/sharedStrings.xml"].encode())
    strings = ["".join(item.itertext()) for item in shared]
    tree = lxml.etree.fromstring(archive[sheet].encode())
    return {cell.get("r"): strings[int(cell.findtext(f"{S}v"))] for cell in tree.iter(f"{S}c") if cell.get("t") == "s"}


def rows(path: Path, sheet: str = "xl/worksheets/sheet1.xml") -> dict[str, int]:
    """The row of each fact."""
    return {
        json.loads(text)["fact"]: int(cell[1:])
        for cell, text in texts(path, sheet).items()
        if cell.startswith("A") and text.startswith('{"fact":')
    }


def fill(path: Path, cells: Mapping[str, str], sheet: str = "xl/worksheets/sheet1.xml", **changed: str) -> Path:
    """The workbook with cells that somebody typed into, or emptied."""
    archive = parts(path)
    xml = archive[sheet]
    for cell, text in cells.items():
        typed = f' t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else "/>"
        found = re.search(rf'(<c r="{cell}"(?: s="\d+")?)(/>| t="s"><v>\d+</v></c>)', xml)
        assert found, cell
        xml = xml[: found.start()] + found[1] + typed + xml[found.end() :]
    archive |= {sheet: xml, **changed}
    filled = path.with_name(f"filled-{path.name}")
    with zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in archive.items():
            written.writestr(name, data)
    return filled


def signed(path: Path, cells: Mapping[str, str]) -> Path:
    return fill(path, {"C3": "督学甲", "E3": "2026年12月1日", **cells})


def test_what_is_written_is_read_back(sheet: Path, checklist: checkrules.Checklist, form: Path) -> None:
    document = checkrules.review(form, checklist).to_dict()
    found = json.loads(to_json(read(sheet)))
    (before,), (after,) = document["reviews"], found["reviews"]
    assert {key: after[key] for key in ("subject", "source", "sha256", "confirmed_by", "confirmed_on")} == {
        key: before[key] for key in ("subject", "source", "sha256", "confirmed_by", "confirmed_on")
    }
    for was, now in zip(before["readings"], after["readings"], strict=True):
        answer = now.pop("answer", "open")
        assert answer == (was["value"] if was["ticked"] else "open")
        assert now == {**was, "before": "", "after": ""}
    assert found["checklist"] == document["checklist"]


def test_an_unsigned_sheet_decides_nothing(sheet: Path, checklist: checkrules.Checklist, form: Path) -> None:
    filled = fill(sheet, {f"G{rows(sheet)['emergency_plan_exists']}": "否"})
    reports = checkrules.check(form, checklist, confirmed=filled)
    assert reports.reports[0].outcomes["T10-4"] == "unknown"
    assert [remark.code for remark in reports.remarks] == ["confirmation_unsigned"]


@pytest.mark.parametrize(
    "suffix", ["", *(pytest.param(suffix, marks=needs_office) for suffix in (".xlsx", ".ods", ".xls"))]
)
def test_a_signed_sheet_decides(
    sheet: Path, checklist: checkrules.Checklist, form: Path, tmp_path: Path, suffix: str
) -> None:
    at = rows(sheet)
    filled = signed(
        sheet,
        {
            f"G{at['suspected_case_count']}": "",
            f"H{at['suspected_case_count']}": "十二名",
            f"G{at['suspected_case_intervened_count']}": "7人",
            f"G{at['emergency_plan_exists']}": "否",
            f"G{at['special_meetings_past_year']}": "３次",
            f"G{at['leading_group_established']}": "没说",
        },
    )
    if suffix:
        filled = saved_again(filled, suffix)
    (report,) = checkrules.check(form, checklist, confirmed=filled).reports
    assert report.facts["suspected_case_count"] == 12
    assert report.facts["suspected_case_intervened_count"] == 7
    assert report.facts["special_meetings_past_year"] == 3
    assert report.facts["emergency_plan_exists"] is False
    assert report.outcomes["T10-4"] == "fail"
    assert "leading_group_established" in report.submission.not_stated
    origin = report.submission.origins["suspected_case_count"]
    assert (origin.by, str(origin.on)) == ("督学甲", "2026-12-01")


def test_another_value_takes_the_place_of_the_proposal_but_not_of_a_choice(
    sheet: Path, checklist: checkrules.Checklist, form: Path
) -> None:
    at = rows(sheet)
    filled = signed(
        sheet,
        {
            f"H{at['suspected_case_count']}": "10",  # the proposal is still chosen
            f"G{at['emergency_plan_exists']}": "是",
            f"H{at['emergency_plan_exists']}": "否",
        },
    )
    reports = checkrules.check(form, checklist, confirmed=filled)
    assert reports.reports[0].facts["suspected_case_count"] == 10
    assert "emergency_plan_exists" not in reports.reports[0].facts
    assert [remark.code for remark in reports.remarks] == ["answers_differ"]


def test_nothing_is_computed(sheet: Path) -> None:
    for name, text in parts(sheet).items():
        assert "<f>" not in text, name
        assert "externalLink" not in text, name
    assert any(text.startswith("=HYPERLINK") for text in [*texts(sheet).values(), "=HYPERLINK"])


def test_every_item_has_a_drop_down_of_its_choices(sheet: Path) -> None:
    tree = lxml.etree.fromstring(parts(sheet)["xl/worksheets/sheet1.xml"].encode())
    lists = texts(sheet, "xl/worksheets/sheet2.xml")
    found = {
        validation.get("sqref"): validation.findtext(f"{S}formula1")
        for validation in tree.iter(f"{S}dataValidation")
        if validation.get("type") == "list"
    }
    items = {cell: json.loads(text) for cell, text in texts(sheet).items() if text.startswith('{"fact":')}
    assert len(items) == len(found) > 20
    for cell, item in items.items():
        row = re.search(r"\$A\$(\d+)", found[f"G{cell[1:]}"])[1]  # type: ignore[index]
        offered = [text for name, text in lists.items() if re.fullmatch(rf"[A-Z]+{row}", name)]
        assert offered == [*(choice["text"] for choice in item["choices"]), "没说"]


def test_the_quote_is_marked_in_its_sentence_and_the_first_column_hidden(sheet: Path) -> None:
    archive = parts(sheet)
    assert "<r><rPr><b/>" in archive["xl/sharedStrings.xml"]
    assert texts(sheet)[f"D{rows(sheet)['suspected_case_count']}"] == "疑似学生9名，已干预7名。"
    columns = lxml.etree.fromstring(archive["xl/worksheets/sheet1.xml"].encode()).find(f"{S}cols")
    assert columns is not None
    assert [column.get("hidden") for column in columns] == ["1", *[None] * (len(columns) - 1)]
    assert 'state="frozen"' in archive["xl/worksheets/sheet1.xml"]


def test_filtered_rows_count(sheet: Path, checklist: checkrules.Checklist, form: Path) -> None:
    row = rows(sheet)["emergency_plan_exists"]
    filled = signed(sheet, {f"G{row}": "否"})
    archive = parts(filled)
    xml = re.sub(rf'<row r="{row}" ', f'<row r="{row}" hidden="1" ', archive["xl/worksheets/sheet1.xml"])
    assert xml != archive["xl/worksheets/sheet1.xml"]
    hidden = fill(filled, {}, **{"xl/worksheets/sheet1.xml": xml})
    (report,) = checkrules.check(form, checklist, confirmed=hidden).reports
    assert report.outcomes["T10-4"] == "fail"


def test_an_answer_beside_the_title_of_another_fact_is_told(
    sheet: Path, checklist: checkrules.Checklist, form: Path
) -> None:
    at = rows(sheet)["emergency_plan_exists"]
    (title,) = [c for c, text in texts(sheet).items() if text == "心理危机/突发事件应急预案" and c[1:] == str(at)]
    filled = signed(sheet, {title: "学生互助提醒机制", f"G{at}": "是"})  # only the columns that are seen were sorted
    reports = checkrules.check(form, checklist, confirmed=filled)
    assert reports.reports[0].outcomes["T10-4"] == "unknown"
    assert "unknown_fact" in [remark.code for remark in reports.remarks]


def test_a_sheet_with_two_reviews_is_refused(sheet: Path) -> None:
    head = next(text for text in texts(sheet).values() if '"reviews":[' in text)
    data = json.loads(head)
    data["reviews"] = [{"subject": "甲", "readings": []}, {"subject": "乙", "readings": []}]
    (cell,) = [c for c, text in texts(sheet).items() if text == head]
    with pytest.raises(checkrules.ReadError, match="several subjects"):
        read(fill(sheet, {cell: json.dumps(data, ensure_ascii=False, separators=(",", ":"))}))


def test_an_answer_in_a_row_of_ones_own_is_told(sheet: Path, checklist: checkrules.Checklist, form: Path) -> None:
    row = rows(sheet)["emergency_plan_exists"]
    other = rows(sheet)["suspected_case_count"]
    filled = signed(sheet, {f"A{row}": "", f"G{row}": "否", f"G{other}": "9人"})
    reports = checkrules.check(form, checklist, confirmed=filled)
    told = [remark.message.zh for remark in reports.remarks if remark.code == "unknown_fact"]
    assert len(told) == 1
    assert "表中没有“T10 危机干预处置”这一项，对它的答复未采用" in told[0]
    assert reports.reports[0].facts["suspected_case_count"] == 9


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"A1": ""}, "文件里没有确认单"),
        ({"G4": "我的答复"}, "找不到表头“答复（选一项）”和“另填”"),
        ({"A1": '{"schema":"https://checkrules.dev/schemas/review-1'}, "不是确认单"),
    ],
)
def test_a_sheet_that_lost_what_it_needs_is_refused(
    sheet: Path, checklist: checkrules.Checklist, form: Path, cells: dict[str, str], problem: str
) -> None:
    with pytest.raises(checkrules.ReadError) as caught:
        checkrules.check(form, checklist, confirmed=fill(sheet, cells))
    assert problem in caught.value.problem.zh
    assert "filled-review.xlsx" in str(caught.value.location)


def test_another_workbook_is_refused(checklist: checkrules.Checklist, form: Path, tmp_path: Path) -> None:
    other = save(tmp_path / "other.xlsx", [["学校", "人数"], ["甲小学", 3]])
    with pytest.raises(checkrules.ReadError, match="holds no review sheet"):
        checkrules.check(form, checklist, confirmed=other)


@pytest.mark.parametrize("suffix", ["", pytest.param(".ods", marks=needs_office)])
def test_a_sheet_in_a_folder_is_no_submission(
    sheet: Path, checklist: checkrules.Checklist, form: Path, tmp_path: Path, suffix: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    form.rename(folder / form.name)
    lying = saved_again(sheet, suffix) if suffix else sheet
    lying.rename(folder / lying.name)
    reports = checkrules.check(folder, checklist)
    assert [report.subject for report in reports.reports] == ["甲小学"]
    assert reports.rejected == ()
    named = checkrules.check(folder / lying.name, checklist)
    assert {rejection.reason.zh for rejection in named.rejected} >= {"这是确认单，不是待判定的材料"}


def test_each_subject_has_a_sheet_with_a_name_that_programs_take(
    checklist: checkrules.Checklist, tmp_path: Path
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    names = ["甲/小[学]*?:", "甲/小[学]*?:", "", "History", "'乙'", "很长" * 40, "目录"]
    for number, name in enumerate(names):
        school(folder, name, f"第{number}份。", file=f"{number}.json")
    made = checkrules.write_reviews(checkrules.review(folder, checklist), tmp_path / "many.xlsx")
    listed = re.findall(r'<sheet name="([^"]*)"', parts(made)["xl/workbook.xml"])
    assert listed[0] == "目录"
    assert len({name.casefold() for name in listed}) == len(listed) == len(names) + 2
    for name in listed:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
    assert [review.subject for review in read(made).reviews] == names
    contents = texts(made)
    assert [contents[f"A{row}"] for row in range(2, 4)] == names[:2]


def test_two_schools_of_one_name_keep_their_answers(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    for number, text in enumerate(("应急预案有。", "应急预案无。")):
        school(folder, text=text, file=f"{number}.json")
    made = checkrules.write_reviews(checkrules.review(folder, checklist), tmp_path / "two.xlsx")
    for number, plan in ((2, "是"), (3, "否")):
        sheet = f"xl/worksheets/sheet{number}.xml"
        answer = {f"G{rows(made, sheet)['emergency_plan_exists']}": plan}
        made = fill(made, {"C3": "督学甲", "E3": "2026-12-01", **answer}, sheet)
    reports = checkrules.check(folder, checklist, confirmed=made)
    assert [report.outcomes["T10-4"] for report in reports.reports] == ["pass", "fail"]


def test_more_subjects_than_sheets_are_refused(checklist: checkrules.Checklist, tmp_path: Path) -> None:
    file = tmp_path / "many.ndjson"
    file.write_text("".join(f'{{"school_name": "{n}"}}\n' for n in range(151)), encoding="utf-8")
    with pytest.raises(checkrules.UsageError, match="at most 150 review sheets, not 151"):
        checkrules.write_reviews(checkrules.review(file, checklist), tmp_path / "many.xlsx")
    assert not (tmp_path / "many.xlsx").exists()


def test_a_long_quote_costs_no_answer(checklist: checkrules.Checklist, form: Path, tmp_path: Path) -> None:
    document = checkrules.review(form, checklist).document()
    (review,) = document.reviews
    first = review.readings[0]
    doubts = [ReviewDoubt(code="hedge", text="疑" * 30)] * 2_000
    long = msgspec.structs.replace(first, quote="长" * 19_000, before="", after="", doubts=doubts, ticked=True)
    made = msgspec.structs.replace(document, reviews=[msgspec.structs.replace(review, readings=[long])])
    file = tmp_path / "long.xlsx"
    file.write_bytes(load_plugins().review_formats["xlsx"].write(made))  # type: ignore[arg-type]
    (read_back,) = read(file).reviews[0].readings
    assert (read_back.fact, read_back.row_digest, read_back.answer) == (first.fact, first.row_digest, first.value)
    assert len(texts(file)["D6"]) == 4_000


def test_a_sheet_in_english_is_read_back(checklist: checkrules.Checklist, form: Path, tmp_path: Path) -> None:
    made = checkrules.write_reviews(checkrules.review(form, checklist), tmp_path / "en.xlsx", language="en")
    at = rows(made)
    filled = signed(made, {f"G{at['suspected_case_count']}": "not said", f"G{at['emergency_plan_exists']}": "yes"})
    (report,) = checkrules.check(form, checklist, confirmed=filled).reports
    assert "suspected_case_count" in report.submission.not_stated
    assert report.outcomes["T10-4"] == "pass"
