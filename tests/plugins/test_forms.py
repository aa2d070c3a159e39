"""Blank forms: each layout is read back exactly as it was filled in, also after LibreOffice has saved it."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

import checkrules
from checkrules.blank_forms import blank_form, file_names, write_blank_forms
from checkrules.plugin import fact_named
from checkrules.reading.roster import RosterEntry

from ..kitchen import kitchen
from .filled_forms import W14, cells_of, fill_cells, fill_word, joined_words, needs_libreoffice, saved_by_libreoffice

CHECKLIST = checkrules.load_checklist("mental-health")
CASES = Path(__file__).parents[1] / "data" / "cases"
FORM = CHECKLIST.content.form
SHOWN = {fact.name for fact in FORM.facts if fact.counts is not None or fact.filled is not None}
"""Facts that a form shows by what is filled in."""


def case(name: str) -> dict[str, object]:
    facts = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["facts"]
    return {key: value for key, value in facts.items() if value is not None and key not in {*SHOWN, "highlights"}}


def filled(name: str, folder: Path) -> Path:
    file = folder / f"{name}.docx"
    file.write_bytes(fill_word(blank_form(CHECKLIST, "docx"), FORM, case(name), {"T01": "另有说明。"}))
    return file


def facts_of(file: Path) -> dict[str, object]:
    (report,) = checkrules.check(file, CHECKLIST).reports
    facts = report.to_dict()["reports"][0]["submission"]["facts"]
    return {key: fact["value"] for key, fact in facts.items() if key not in SHOWN}


@pytest.mark.parametrize("name", ["C01", "C02", "C05", "C11"])
def test_a_word_form_is_read_back_exactly(name: str, tmp_path: Path) -> None:
    assert facts_of(filled(name, tmp_path)) == case(name)


def test_what_is_written_below_the_fields_is_the_narrative(tmp_path: Path) -> None:
    (report,) = checkrules.check(filled("C02", tmp_path), CHECKLIST).reports
    assert dict(report.submission.narratives) == {"T01": "另有说明。"}
    assert report.submission.remarks == ()


@needs_libreoffice
@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")], ids="-".join)
def test_a_word_form_survives_libreoffice(way: tuple[str, ...], tmp_path: Path) -> None:
    file = filled("C02", tmp_path)
    for step, suffix in enumerate(way):
        file = saved_by_libreoffice(file, suffix, tmp_path / f"step{step}")
    assert facts_of(file) == case("C02")
    (report,) = checkrules.check(file, CHECKLIST).reports
    assert dict(report.submission.narratives) == {"T01": "另有说明。"}


def roster(*names: str) -> list[RosterEntry]:
    facts = {"student_count": 1200, "school_stage": "primary", "ownership": "public"}
    return [RosterEntry(subject=name, facts={"school_name": name, **facts}, locations={}) for name in names]


def test_what_a_roster_knows_is_filled_in(tmp_path: Path) -> None:
    (file,) = write_blank_forms(tmp_path / "表", CHECKLIST, entries=roster("甲小学"))
    assert file == tmp_path / "表" / "甲小学.docx"
    assert facts_of(file) == {
        "school_name": "甲小学",
        "student_count": 1200,
        "school_stage": "primary",
        "ownership": "public",
    }


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    entries = roster("甲小学", "乙小学")
    first, second = write_blank_forms(tmp_path, CHECKLIST, layout="docx", entries=entries)
    second.unlink()
    with pytest.raises(checkrules.UsageError, match="already and may be filled in") as caught:
        write_blank_forms(tmp_path, CHECKLIST, layout="docx", entries=entries)
    assert caught.value.location == checkrules.Location(file=str(first))
    assert not second.exists()  # none is written where one cannot be


NAMES = [
    (["甲/乙:小学?"], ["甲_乙_小学_"]),
    (["甲小学", "甲小学", "甲小学(2)"], ["甲小学", "甲小学(2)", "甲小学(2)(2)"]),
    (["A", "a"], ["A", "a(2)"]),
    (["con", "COM1.x", "..", ""], ["_con", "_COM1.x", "_", "_(2)"]),
    (["校" * 200], ["校" * 80]),
    (["甲\n乙\u202e"], ["甲乙"]),
]


@pytest.mark.parametrize(("subjects", "names"), NAMES)
def test_names_of_files(subjects: list[str], names: list[str]) -> None:
    assert file_names(subjects) == names


WRONG = [
    ("清单.docx", {"layout": "pdf"}, "there is no blank form 'pdf'"),
    ("清单.pdf", {}, r"there is no blank form for '\.pdf' files; there are: \.docx \.xlsx"),
    ("清单.xlsx", {"layout": "docx"}, r"a file of 'docx' ends in \.docx"),
    ("清单", {"layout": "docx"}, r"a file of 'docx' ends in \.docx"),
    ("清单.docx", {"entries": roster("甲小学")}, "name a folder"),
]


@pytest.mark.parametrize(("output", "options", "message"), WRONG)
def test_wrong_outputs(output: str, options: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(checkrules.UsageError, match=message):
        write_blank_forms(tmp_path / output, CHECKLIST, **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_form_takes_one_subject() -> None:
    with pytest.raises(checkrules.UsageError, match="'docx' takes one subject, not 2"):
        blank_form(CHECKLIST, "docx", entries=roster("甲小学", "乙小学"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_forms_of_another_checklist(language: checkrules.Language, tmp_path: Path) -> None:
    other = kitchen()
    for layout in ("docx", "xlsx", "xlsx-rows"):
        (tmp_path / f"{layout}.bin").write_bytes(blank_form(other, layout, language=language))
        assert (tmp_path / f"{layout}.bin").stat().st_size > 1000


def test_text_beside_the_fields_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    document = Document(BytesIO(fill_word(blank_form(CHECKLIST, "docx"), FORM, case("C02"))))
    fields = document.tables[1].rows[1].cells[3].tables[0]
    fields.rows[0].cells[0].paragraphs[0].add_run("，由校长任组长")
    row = fields.add_row()
    row.cells[0].text, row.cells[1].text = "经费来源", "区财政"
    document.save(str(file))
    (report,) = checkrules.check(file, CHECKLIST).reports
    assert facts_of(file) == case("C02")
    assert "由校长任组长" in report.submission.narratives["T01"]
    assert "区财政" in report.submission.narratives["T01"]


@pytest.mark.parametrize(
    ("typed", "value"), [("有", True), ("√是　☐否", True), ("☐是　√否", False), ("☐是　☐否", None), ("否", False)]
)
def test_what_people_type_in_place_of_ticking(typed: str, value: bool | None, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    document = Document(BytesIO(fill_word(blank_form(CHECKLIST, "docx"), FORM, {"school_name": "甲小学"})))
    cell = document.tables[1].rows[1].cells[3].tables[0].rows[0].cells[1]
    for control in list(cell._element.iter(qn("w:sdt"), qn("w:r"))):
        control.getparent().remove(control)
    cell.paragraphs[0].add_run(typed)
    document.save(str(file))
    (report,) = checkrules.check(file, CHECKLIST).reports
    assert report.facts.get("leading_group_established") is value
    assert [remark.code for remark in report.remarks if remark.fact == "leading_group_established"] == []


def test_both_boxes_ticked_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    document = Document(BytesIO(fill_word(blank_form(CHECKLIST, "docx"), FORM, {"school_name": "甲小学"})))
    cell = document.tables[1].rows[1].cells[3].tables[0].rows[0].cells[1]
    for box in cell._element.iter(f"{W14}checked"):
        box.set(f"{W14}val", "1")
    document.save(str(file))
    (report,) = checkrules.check(file, CHECKLIST).reports
    assert "leading_group_established" not in report.facts
    assert [remark.code for remark in report.remarks if remark.fact == "leading_group_established"] == ["invalid_value"]


def filled_sheet(name: str, folder: Path) -> Path:
    blank = blank_form(CHECKLIST, "xlsx")
    cells = cells_of(blank)
    labels = [(address.removeprefix("A"), text) for address, text in cells.items() if address.startswith("A")]
    rows = {fact.name: row for row, text in labels if (fact := fact_named(FORM, text)) is not None}
    facts = {fact.name: fact for fact in FORM.facts}
    texts = {f"B{rows[key]}": joined_words(facts[key], value) for key, value in case(name).items()}
    for label, typed in (("具体落实情况", "另有说明。"), ("备注", "见附件"), ("存在的主要问题", "无")):
        texts[f"B{next(row for row, text in labels if text == label)}"] = typed
    file = folder / f"{name}.xlsx"
    file.write_bytes(fill_cells(blank, texts))
    return file


@pytest.mark.parametrize("name", ["C01", "C02", "C05", "C11"])
def test_a_sheet_is_read_back_exactly(name: str, tmp_path: Path) -> None:
    file = filled_sheet(name, tmp_path)
    assert facts_of(file) == case(name)
    (report,) = checkrules.check(file, CHECKLIST).reports
    assert dict(report.submission.narratives) == {"T01": "另有说明。"}
    assert dict(report.submission.task_notes) == {"T01": "见附件"}
    assert report.submission.problems == "无"
    assert report.submission.remarks == ()


@needs_libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("layout", ["sheet", "rows"])
def test_a_workbook_survives_libreoffice(layout: str, suffix: str, tmp_path: Path) -> None:
    file = filled_sheet("C02", tmp_path) if layout == "sheet" else filled_rows(("C02",), tmp_path)
    assert facts_of(saved_by_libreoffice(file, suffix, tmp_path / "saved")) == case("C02")


def filled_rows(names: tuple[str, ...], folder: Path) -> Path:
    blank = blank_form(CHECKLIST, "xlsx-rows", entries=roster(*names))
    headings = {address[:-1]: text for address, text in cells_of(blank).items() if re.fullmatch("[A-Z]+1", address)}
    columns = {fact.name: column for column, text in headings.items() if (fact := fact_named(FORM, text)) is not None}
    facts = {fact.name: fact for fact in FORM.facts}
    texts = {
        f"{columns[key]}{row}": joined_words(facts[key], value)
        for row, name in enumerate(names, start=2)
        for key, value in case(name).items()
    }
    file = folder / "rows.xlsx"
    file.write_bytes(fill_cells(blank, texts))
    return file


def test_a_table_of_subjects_is_read_back_exactly(tmp_path: Path) -> None:
    names = ("C01", "C02", "C11")
    reports = checkrules.check(filled_rows(names, tmp_path), CHECKLIST)
    assert reports.rejected == ()
    assert {remark.code for report in reports.reports for remark in report.submission.remarks} == set()
    for report, name in zip(reports.reports, names, strict=True):
        facts = report.to_dict()["reports"][0]["submission"]["facts"]
        assert {key: fact["value"] for key, fact in facts.items() if key not in SHOWN} == case(name)


def test_entries_of_a_roster_are_no_formulas(tmp_path: Path) -> None:
    (file,) = write_blank_forms(tmp_path / "a.xlsx", CHECKLIST, layout="xlsx-rows", entries=roster("=1+1", "@甲"))
    cells = cells_of(file.read_bytes())
    assert [cells["A2"], cells["A3"]] == ["=1+1", "@甲"]


@pytest.mark.parametrize("layout", ["docx", "xlsx"])
def test_a_form_that_nobody_filled_in_is_told_to_be_blank(layout: str, tmp_path: Path) -> None:
    (file,) = write_blank_forms(tmp_path / f"a.{layout}", CHECKLIST, layout=layout)
    reports = checkrules.check(file, CHECKLIST)
    assert reports.reports == ()
    assert [item.reason.en for item in reports.rejected] == ["a blank form: nothing is filled in, so nothing is judged"]
