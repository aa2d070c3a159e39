"""Every fact of the form, by task: what an inspector's table is headed by, and what a program calls it."""

from __future__ import annotations

from checkrules.checklist import Checklist
from checkrules.facts.kinds import expected_of
from checkrules.model.form import Fact
from docs.pages.markdown import code, page, table

OTHERS = {"school": "学校情况 The school", "visit": "督导情况 The visit"}
"""The groups of facts that belong to no task."""


def facts(checklist: Checklist) -> str:
    """The page of all facts."""
    content = checklist.content
    titles = {task.id: f"{task.id} {task.title.zh} {task.title.en}" for s in content.sections for task in s.tasks}
    groups = list(dict.fromkeys(fact.task for fact in content.form.facts))
    parts = [
        f"# 全部填写项 All {len(content.form.facts)} facts",
        "大表和名册的表头写“填写项”或“别名”，程序里用“名称”。没有填的算未说明。\n\n"
        "*A column of a table or a roster is headed by the label or an alias; programs use the name. What is not stated is unknown.* "
        "JSON Schema: [`mental-health.schema.json`](../schemas/mental-health.schema.json)",
    ]
    for group in groups:
        rows = [row(fact) for fact in content.form.facts if fact.task == group]
        parts += [
            f"## {titles.get(group) or OTHERS[group]}",
            table(("名称 Name", "填写项 Label", "应填 Value", "别名 Aliases"), rows),
        ]
    return page(*parts)


def row(fact: Fact) -> tuple[str, ...]:
    """A fact as a row."""
    notes = "".join(f"<br>{note}" for note in (fact.note,) if note)
    codes = " ".join(code(choice.value) for choice in fact.choices)
    value = f"{expected_of(fact).zh}<br>{expected_of(fact).en}" + (f"<br>{codes}" if codes else "") + notes
    return code(fact.name), f"{fact.title.zh}<br>{fact.title.en}", value, "、".join(fact.aliases)
