"""A filled form in Word → its submission."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from checkrules.plugin import (
    Content,
    Fact,
    InvalidValue,
    Location,
    Origin,
    ReadError,
    Remark,
    Submission,
    Text,
    folded,
    misfit,
    parse_value,
    read_bytes,
    shown,
    time_cut,
)

from .blocks import Paragraph, Table
from .body import read_body, read_part
from .fields import take_fields
from .filled import Filled, Value
from .form import read_forms
from .labels import TITLES
from .numbering import read_numbering
from .package import FILL_FORM, MAX_FILE_BYTES, open_package
from .split import tidy
from .styles import read_styles
from .ticked import Field, labels_of_task, ticked_fields

MAX_CHARACTERS = 1_000_000
EMPTY_DATE = re.compile(r"[\s_＿年月日号]*")
SEAL = re.compile(r"(?<!\s)\s*[（(]\s*(?:盖章|公章|签章|签字|签名)\s*[)）]\s*$")
NUMBERED = re.compile(r"(?:^|(?<=[\n。；;]))\s*(?:[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])\s*")
GAP = re.compile(r"[ \t\u3000_＿]{2,}|\t")


def read_docx(path: Path, content: Content) -> Iterator[Submission]:
    """The submission of a filled form, or several where a document holds several. Raises ReadError when it is no form."""
    file = str(path)
    package = open_package(read_bytes(path, MAX_FILE_BYTES), file)
    if sum(map(len, package.document.itertext())) > MAX_CHARACTERS:
        problem = Text(
            f"文档超过 {MAX_CHARACTERS} 字，不会是任务清单", f"the document has more than {MAX_CHARACTERS} characters"
        )
        raise ReadError(problem, location=file, hint=FILL_FORM)
    try:
        styles = read_styles(package.styles) if package.styles is not None else None
        lists = read_numbering(package.numbering) if package.numbering is not None else None
        facts = {fact.name: fact for fact in content.form.facts}
        fields = take_fields(package.document, facts, lambda cell: _own_text(read_part(cell, styles, lists)))
        headers = [read_part(header, styles) for header in package.headers]
        blocks = read_body(package.document, styles, lists)
        values = [Value(name=field.fact.name, text=field.text, cell=field.fact.title.zh) for field in fields]
        filled, has_table = read_forms(blocks, content, headers, values)
    except RecursionError as error:
        raise ReadError(
            Text("文档的嵌套过深", "the document is nested too deeply"), location=file, hint=FILL_FORM
        ) from error
    if not filled:
        raise _not_the_form(content, file, has_table, blocks)
    for number, form in enumerate(filled, start=1):
        yield _submission(form, content, Location(file=file, cell=f"[{number}]" if len(filled) > 1 else None))


def _not_the_form(content: Content, file: str, has_table: bool, blocks: Sequence[Paragraph | Table]) -> ReadError:
    seen = _first_headings(blocks)
    if has_table:
        problem = Text(
            f"表格里没有“{content.title.zh}”的任务", f"the table names none of the tasks of '{content.title.en}'"
        )
    else:
        problem = Text(
            f"文档里没有任务清单的表格{f'，只有表头为“{seen}”的表格' if seen else ''}",
            f"the document has no task table{f', only a table headed {seen}' if seen else ''}",
        )
    hint = Text(
        "应有表头为“考核要点、主要工作任务、督导方式、具体落实情况、备注”的表格；请用空白的任务清单填写",
        "a table headed 考核要点, 主要工作任务, 督导方式, 具体落实情况, 备注 is expected: fill in the blank form",
    )
    return ReadError(problem, location=file, hint=hint)


def _first_headings(blocks: Sequence[Paragraph | Table]) -> str:
    """The first row of the first wide table, for people."""
    rows = (table.rows[0] for table in blocks if isinstance(table, Table) and table.rows)
    wide = next((row for row in rows if len(row) > 2), ())
    return shown("、".join("".join(cell.text.split())[:20] for cell in wide[:8]))


def _own_text(blocks: Sequence[Paragraph | Table]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _submission(form: Filled, content: Content, location: Location) -> Submission:
    facts: dict[str, object] = {}
    origins: dict[str, Origin] = {}
    remarks = [_placed(note, location) for note in form.remarks]
    problems: list[str] = []
    known = {fact.name: fact for fact in content.form.facts}
    for value in _in_order(form.values, known):
        fact, at = known.get(value.name), Location(file=location.file, cell=value.cell)
        if fact is None:
            problems.append(tidy(value.text))
            continue
        try:
            stated = head_value(fact, value.text)
        except InvalidValue as error:
            remarks.append(misfit(fact, value.text, error.expected, at))
            continue
        if stated is None:
            continue
        cut = time_cut(fact, value.text, at)
        if cut is not None:
            remarks.append(cut)
        if fact.name not in facts:
            facts[fact.name], origins[fact.name] = stated, Origin(kind="field", location=at)
        elif folded(str(facts[fact.name])) != folded(str(stated)):
            remarks.append(_stated_twice(fact, str(facts[fact.name]), str(stated), at))
    narratives = {task: "\n".join(texts) for task, texts in form.narratives.items()}
    for task, field in _ticked(narratives, content):
        at = Location(file=location.file, cell=form.cells.get(task))
        if field.problem is not None:
            remarks.append(
                Remark(code="both_ticked", message=field.problem, fact=field.fact.name, location=at, value=field.text)
            )
        elif field.fact.name not in facts:
            facts[field.fact.name], origins[field.fact.name] = field.value, Origin(kind="field", location=at)
    return Submission(
        facts=facts,
        origins=origins,
        narratives=narratives,
        task_notes={task: "\n".join(texts) for task, texts in form.task_notes.items()},
        problems="\n".join(text for text in problems if text),
        is_form=True,
        location=location,
        remarks=tuple(remarks),
    )


def _ticked(narratives: Mapping[str, str], content: Content) -> Iterator[tuple[str, Field]]:
    for section in content.sections:
        for task in section.tasks:
            if task.id in narratives:
                for field in ticked_fields(narratives[task.id], labels_of_task(content.form.facts, task)):
                    yield task.id, field


def _in_order(values: Sequence[Value], facts: Mapping[str, Fact]) -> Iterator[Value]:
    """The values, the lines of the highlights put together. What follows a colon, a blank or the border of a cell goes before
    what follows a space; the title of a paper names no school."""
    roles = {name: fact.role for name, fact in facts.items()}
    for plain in (True, False):
        for value in values:
            titled = roles.get(value.name) == "name" and TITLES.fullmatch(value.text)
            if value.plain == plain and roles.get(value.name) != "highlights" and (plain or not titled):
                yield value
    sentences = [value for value in values if roles.get(value.name) == "highlights" and value.text]
    if sentences:
        yield attrs.evolve(sentences[0], text="\n".join(value.text for value in sentences))


def _placed(note: Remark, location: Location) -> Remark:
    cell = note.location.cell if note.location else None
    return attrs.evolve(note, location=Location(file=location.file, cell=cell))


def _stated_twice(fact: Fact, first: str, second: str, location: Location) -> Remark:
    return Remark(
        code="sources_disagree",
        fact=fact.name,
        location=location,
        value=second,
        message=Text(
            f"“{fact.title.zh}”填了两次且不同：“{shown(first)}”和“{shown(second)}”；采用前者",
            f"'{fact.title.en}' ({fact.name}) is stated twice, as '{shown(first)}' and '{shown(second)}'; the first is used",
        ),
    )


def head_value(fact: Fact, text: str) -> object:
    """The value of a labelled blank, None where it was left blank. Raises InvalidValue."""
    text = tidy(text).strip(" \t\u3000_＿")
    if fact.type == "date":
        if EMPTY_DATE.fullmatch(text):
            return None
        text = re.sub(r"[\s_＿]+(?!\d{1,2}[:：])", "", text)
    elif fact.role == "highlights":
        return _sentences(text)
    elif fact.type == "strings":
        text = _separated(SEAL.sub("", text))
    elif fact.role == "name":
        text = SEAL.sub("", text).strip(" \t\u3000_＿")
    return parse_value(fact, text)


def _sentences(text: str) -> tuple[str, ...] | None:
    """One item a line or a number; a text without either is one item."""
    if folded(text).rstrip("。.") in ("", "无", "暂无", "—", "-", "/"):
        return () if folded(text).rstrip("。.") in ("无", "暂无") else None
    items = [item.strip() for item in re.split(r"\n", NUMBERED.sub("\n", text))]
    return tuple(item for item in items if item)


def _separated(text: str) -> str:
    """Names that wide gaps keep apart, separated by 、; a gap inside a name of two characters (张　三) is no separator."""
    parts = [part for part in GAP.split(text) if part]
    if len(parts) > 1 and all(len(part.strip("、，,;；/ ")) > 1 for part in parts):
        return "、".join(parts)
    return re.sub(r"[ \t\u3000_＿]+", "", text) if any(len(part) == 1 for part in parts) else text.replace("_", "")
