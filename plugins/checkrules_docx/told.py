"""What a person must know about a row of the form that could not be read as it stands, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checkrules.plugin import Location, Privacy, Remark, Task, Text, quote_of, shown

from .blocks import Unread
from .split import Assigned

COLUMNS: Mapping[str, Text] = {
    "narratives": Text("具体落实情况", "findings"),
    "task_notes": Text("备注", "remarks"),
    "task": Text("主要工作任务", "tasks"),
}
UNREAD: Mapping[Unread, Text] = {
    "picture": Text("图片", "a picture"),
    "chart": Text("图表", "a chart"),
    "shape": Text("手绘图形", "a drawn shape"),
    "object": Text("嵌入的对象", "an embedded object"),
    "document": Text("嵌入的文档", "an embedded document"),
    "note": Text("脚注或尾注", "a footnote or endnote"),
    "comment": Text("批注", "a comment"),
    "raised": Text("上标或下标的数字（按注释序号处理）", "a raised or lowered number, taken for the mark of a note"),
}


def of_tasks(tasks: Sequence[Task]) -> Text:
    """The tasks of a row, in brackets."""
    numbers = [str(task.number or task.id) for task in tasks]
    if not numbers:
        return Text("", "")
    word = "task" if len(numbers) == 1 else "tasks"
    return Text(f"（任务{'、'.join(numbers)}）", f" ({word} {', '.join(numbers)})")


def unassigned(
    assigned: Assigned, tasks: Sequence[Task], kind: str, location: str, privacy: Privacy
) -> Iterator[Remark]:
    """Text that belongs to no certain task, and text that was given to tasks by its order alone."""
    column, which = COLUMNS[kind], of_tasks(tasks)
    for text in assigned.left:
        quote = quote_of(" ".join(text.split()), privacy)
        zh = f"“{column.zh}”{which.zh}中有一段文字分不清属于哪项任务，未采用：“{quote.zh}”。请在每段前写上任务序号，如“2、”"
        en = f"{column.en}{which.en}: it is not clear which task this text belongs to; it is not used: '{quote.en}'. "
        message = Text(zh, en + "Write the task's number before each part, such as '2、'")
        yield Remark(code="unassigned_text", message=message, location=Location(cell=location), value=text)
    if assigned.by_order:
        zh = f"“{column.zh}”{which.zh}里的序号从 1 起，已依次对应各项任务，请核对"
        en = f"{column.en}{which.en} is numbered from 1; the parts were given to the tasks in order: please check"
        yield Remark(code="assigned_by_order", message=Text(zh, en), location=Location(cell=location))


def not_read(unread: Iterable[Unread], tasks: Sequence[Task], kind: str, location: str) -> Iterator[Remark]:
    """Pictures and the like in the cell of a row."""
    kinds = tuple(unread)
    if kinds:
        column, which = COLUMNS[kind], of_tasks(tasks)
        what = _listed(kinds)
        zh = f"“{column.zh}”{which.zh}里有{what.zh}，没有读取；其中的情况请用文字写明"
        en = f"{column.en}{which.en}: {what.en} stands here and is not read; write down in words what it shows"
        yield Remark(code="not_read", message=Text(zh, en), location=Location(cell=location))


def not_read_elsewhere(unread: Iterable[Unread]) -> Iterator[Remark]:
    """Pictures and the like outside of the rows of the task table."""
    kinds = tuple(unread)
    if kinds:
        what = _listed(kinds)
        zh = f"任务清单的各行之外有{what.zh}，没有读取；如写有落实情况，请用文字写进清单"
        en = f"outside of the rows of tasks, {what.en} stands in the document and is not read; findings belong into the rows"
        yield Remark(code="not_read", message=Text(zh, en))


def _listed(kinds: Sequence[Unread]) -> Text:
    return Text("、".join(UNREAD[kind].zh for kind in kinds), ", ".join(UNREAD[kind].en for kind in kinds))


def other_column(task: Task, kind: str, text: str, used: bool, location: str, privacy: Privacy) -> Remark:
    """Text of a task that stands in another column than the findings'."""
    column, which, quote = COLUMNS[kind], of_tasks([task]), quote_of(" ".join(text.split()), privacy)
    if used:
        zh = f"{which.zh.strip('（）')}的“具体落实情况”空白，已采用写在“{column.zh}”栏里的文字：“{quote.zh}”，请核对"
        en = f"{which.en.strip(' ()')}: the findings are blank; the text in the column '{column.en}' is taken for them: '{quote.en}'; please check"
    else:
        zh = f"{which.zh.strip('（）')}的“{column.zh}”栏里另有文字，没有作为落实情况采用：“{quote.zh}”"
        en = f"{which.en.strip(' ()')}: there is text in the column '{column.en}', which is not taken for findings: '{quote.en}'"
    return Remark(code="text_in_other_column", message=Text(zh, en), location=Location(cell=location), value=text)


def heading_taken(heading: str, kind: str, location: str) -> Remark:
    """A column that is read for the findings, or for the tasks, though its heading does not say so."""
    column = COLUMNS[kind]
    zh = f"表头没有“{column.zh}”，已把“{shown(heading)}”一栏当作“{column.zh}”读取，请核对"
    en = f"no column is headed '{column.en}'; the column '{shown(heading)}' is read for it: please check"
    return Remark(code="heading_taken", message=Text(zh, en), location=Location(cell=location))


def column_not_read(heading: str, location: str) -> Remark:
    """A column with text that the form does not have."""
    zh = f"“{shown(heading)}”一栏不是任务清单的栏目，其中的文字没有读取"
    en = f"the column '{shown(heading)}' is none of the form's; what stands in it is not read"
    return Remark(code="unknown_column", message=Text(zh, en), location=Location(cell=location))


def no_heading(location: str) -> Remark:
    """A task table whose heading row is missing."""
    zh = "任务表没有表头，已按清单原有的栏目次序读取，请核对"
    en = "the task table has no heading row; its columns are read in the form's own order: please check"
    return Remark(code="heading_taken", message=Text(zh, en), location=Location(cell=location))


def header_without_label(line: str, privacy: Privacy) -> Remark:
    """A header or footer that may name the school, where nothing else does."""
    quote = quote_of(line, privacy)
    zh = f"正文没有填写学校，页眉页脚写有“{quote.zh}”，因前面没有“学校：”未采用；请在“学校：”后填写校名"
    en = f"no school is named in the text; the header or footer says '{quote.en}', which has no label before it and is not used: write the name after '学校：'"
    return Remark(code="header_not_used", message=Text(zh, en), value=line)


def outside(lines: Sequence[str], privacy: Privacy) -> Iterator[Remark]:
    """Lines that speak of tasks, outside of the task table."""
    if lines:
        quote = quote_of(lines[0], privacy)
        zh = f"任务清单的表格之外有 {len(lines)} 处文字像是落实情况，没有读取：“{quote.zh}”；落实情况请写进表格的对应行"
        en = f"{len(lines)} lines outside of the task table read like findings and are not used: '{quote.en}'; write findings into the rows of the table"
        if len(lines) == 1:
            en = en.replace(
                "1 lines outside of the task table read like findings and are",
                "a line outside of the task table reads like a finding and is",
            )
        yield Remark(code="text_outside", message=Text(zh, en), value=lines[0])
