"""The blank form in Word: the official table of tasks, with a small table of fields in each task's own cell."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from checkrules.plugin import Content, Language, RosterEntry, Task

from .controls import Controls
from .fields import NONE, WORDS, YES_NO, Field, Fields, fields_of
from .marking import mark_document

BODY, HEADING = "宋体", "黑体"
SIZE, SMALL = Pt(9), Pt(8.5)
MARGIN, HEIGHT = Mm(15), Mm(5.5)
WIDTHS = (Mm(22), Mm(62), Mm(28), Mm(125), Mm(30))
"""The columns of the table of tasks, together as wide as A4 across, less its margins."""
FIELD_WIDTHS = (Mm(70), Mm(51))
HEAD_WIDTHS = (Mm(44), Mm(45), Mm(44), Mm(45), Mm(44), Mm(45))


def word_form(content: Content, entry: RosterEntry | None, language: Language) -> bytes:
    """The form, with what a roster knows of one subject filled in."""
    fields = fields_of(content, entry, language)
    document = Document()
    _page(document)
    controls = Controls()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, content.title[language], Pt(16), HEADING)
    _run(document.add_paragraph(), WORDS["how"][language], SIZE)
    _head(document, fields.head, controls, language)
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    _tasks(document, content, fields, controls, language)
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    if fields.others:
        _run(document.add_paragraph(), WORDS["others"][language], SIZE, HEADING)
        _head(document, fields.others, controls, language)
    _run(document.add_paragraph(), "\n" + WORDS["sign"][language], SIZE)
    mark_document(document, content)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(0)


def _run(paragraph: Any, text: str, size: Any = SIZE, font: str = BODY) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _write(cell: _Cell, text: str, size: Any = SIZE, font: str = BODY) -> None:
    _run(cell.paragraphs[0], text, size, font)


def _table(where: Any, rows: int, widths: tuple[Any, ...]) -> Table:
    table: Table = where.add_table(rows, len(widths))
    table.style = "Table Grid"
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row.height = HEIGHT
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def _head(document: Any, fields: tuple[Field, ...], controls: Controls, language: Language) -> None:
    """A table of fields, three beside one another."""
    across = len(HEAD_WIDTHS) // 2
    table = _table(document, -(-len(fields) // across), HEAD_WIDTHS)
    for index, field in enumerate(fields):
        cells = table.rows[index // across].cells
        _write(cells[index % across * 2], field.label, SMALL)
        _fill(cells[index % across * 2 + 1], field, controls, language)


def _tasks(document: Any, content: Content, fields: Fields, controls: Controls, language: Language) -> None:
    tasks = [
        (section, task)
        for section in content.sections
        for task in section.tasks
        if fields.tasks[task.id] or task.number is not None
    ]
    table = _table(document, 1 + len(tasks), WIDTHS)
    names = ("section", "task", "evidence", "narratives", "task_notes")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        _write(cell, WORDS[name][language], font=HEADING)
    _repeat(table.rows[0])
    first: dict[str, _Cell] = {}
    for row, (section, task) in zip(table.rows[1:], tasks, strict=True):
        cells = row.cells
        if section.id in first:
            first[section.id].merge(cells[0])
        else:
            first[section.id] = cells[0]
            _write(cells[0], _numbered(section.number, section.title[language], language), font=HEADING)
        _write(cells[1], _words(task, language))
        _write(cells[2], "\n".join(task.evidence), SMALL)
        _fields(cells[3], fields.tasks[task.id], controls, language)
        prompt = controls.text(f"narrative:{task.id}", WORDS["narratives"][language], "", WORDS["say"][language])
        cells[3].paragraphs[-1]._element.append(prompt)
    end = []
    if fields.highlights is not None:
        end.append(fields.highlights.label)
    if "problems" in content.form.texts:
        end.append(content.form.texts["problems"][language])
    for label in end:
        row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx has no type there
        _write(row.cells[0], label, font=HEADING)
        row.cells[1].merge(row.cells[-1])
        row.height = Mm(18)


def _numbered(number: str, title: str, language: Language) -> str:
    return f"{number}、{title}" if language == "zh" and number else title


def _words(task: Task, language: Language) -> str:
    words = task.text if language == "zh" and task.text else task.title[language]
    return f"{task.number}. {words}" if task.number is not None else words


def _fields(cell: _Cell, fields: tuple[Field, ...], controls: Controls, language: Language) -> None:
    """The fields of a task in its own cell; below them a line is left to write on."""
    if not fields:
        return
    blank = cell.paragraphs[0]._element
    table = _table(cell, len(fields), FIELD_WIDTHS)
    for row, field in zip(table.rows, fields, strict=True):
        _write(row.cells[0], field.label, SMALL)
        _fill(row.cells[1], field, controls, language)
    blank.getparent().remove(blank)  # the one that `add_table` puts below the table stays


def _fill(cell: _Cell, field: Field, controls: Controls, language: Language) -> None:
    """The control of a field, in its cell."""
    fact, paragraph, items = field.fact, cell.paragraphs[0], []
    name, label = fact.name, field.label
    if field.control in ("tick", "ticks"):
        options: list[tuple[str, bool]]
        if field.control == "tick":
            options = [(words[language], field.known is value) for value, words in YES_NO.items()]
            between = "　"
        else:
            known = field.known if isinstance(field.known, tuple) else None
            options = [(c.title[language], known is not None and c.value in known) for c in fact.choices]
            options.append((NONE[language], known == ()))
            between = "\n"
        for index, (words, ticked) in enumerate(options):
            items.append(controls.box(name, f"{label}：{words}", ticked))
            _run(paragraph, words + (between if index + 1 < len(options) else ""), SMALL)
            items.append(paragraph._element[-1])
    elif field.control == "choice":
        entries = [choice.title[language] for choice in fact.choices]
        items.append(controls.choice(name, label, entries, field.in_words(language), WORDS["choose"][language]))
    else:
        items.append(controls.text(name, label, field.in_words(language), WORDS["fill"][language]))
    for item in controls.bookmarked(name, items):
        paragraph._element.append(item)


def _repeat(row: Any) -> None:
    """Repeat a heading row on every page."""
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))
