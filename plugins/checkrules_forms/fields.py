"""What a blank form asks for: a field for every fact that a person can state, in groups, and the words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from checkrules.plugin import Content, Fact, Language, RosterEntry, Text, format_value

Control = Literal["tick", "ticks", "choice", "date", "text"]
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
NONE = Text("无", "none")
"""The box of a list of choices that says that it is empty."""
WORDS: Mapping[str, Text] = {
    "head": Text("基本情况", "Basics"),
    "others": Text("其他情况", "Further facts"),
    "fill": Text("点击填写", "Click to enter text"),
    "say": Text("点击填写文字", "Click here to enter text"),
    "choose": Text("请选择", "Choose an item"),
    "section": Text("考核要点", "Key points"),
    "task": Text("主要工作任务", "Main tasks"),
    "evidence": Text("督导方式", "Ways of inspecting"),
    "narratives": Text("具体落实情况", "How it was carried out"),
    "task_notes": Text("备注", "Notes"),
    "how": Text(
        "填写说明：逐项点击填写、勾选（点方框，或把□改为√）；没有查看的不填。需要说明的，写在“具体落实情况”栏各项的下方。",
        "How to fill in: click and type, or tick (click the box, or put √ in its place); leave blank what was not looked at. "
        "Add in your own words, below the fields of a task, what needs to be said.",
    ),
    "sign": Text(
        "检查人（签字）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿＿＿",
        "Signed: ________________    Date: ________________",
    ),
    "form": Text("任务清单", "Form"),
    "item": Text("项目", "Item"),
    "answer": Text("填写", "Answer"),
    "hint": Text("填写说明", "How to fill in"),
    "of_task": Text("任务{number}", "Task {number}"),
    "date": Text("如 2023年9月12日", "such as 2023-09-12"),
    "several": Text("多个用“、”隔开", "separated by ;"),
    "one_of": Text("选一项", "one of the list"),
    "many_of": Text("可多选，用“、”隔开：{choices}", "any of these, separated by ;: {choices}"),
    "number": Text("填数字", "a number"),
    "yes_no": Text("是 或 否", "yes or no"),
}


@attrs.frozen(kw_only=True)
class Field:
    """One fact of the form, how it is filled in, and what is known of it already."""

    fact: Fact
    label: str
    control: Control
    known: object = None

    def in_words(self, language: Language) -> str:
        """What is known already, as the form's reader takes it; empty where nothing is."""
        return "" if self.known is None else format_value(self.known, self.fact, language)


@attrs.frozen(kw_only=True)
class Fields:
    """The fields of a form: those of its head, those of each task by its id, and the others."""

    head: tuple[Field, ...]
    tasks: Mapping[str, tuple[Field, ...]]
    others: tuple[Field, ...]
    highlights: Field | None


def fields_of(content: Content, entry: RosterEntry | None, language: Language) -> Fields:
    """The fields of a checklist's form. Facts that the form itself shows, such as how many of its rows are filled in, have
    none, and neither have lists of objects."""
    tasks = {task.id for section in content.sections for task in section.tasks}
    known = entry.facts if entry is not None else {}
    asked = [
        fact for fact in content.form.facts if fact.counts is None and fact.filled is None and fact.type != "objects"
    ]
    named = next((fact.task for fact in asked if fact.role == "name"), None)
    head, others, of_tasks, highlights = [], [], {task: [] for task in tasks}, None  # type: ignore[var-annotated]
    for fact in asked:
        field = _field(fact, known.get(fact.name), language)
        if fact.role == "highlights":
            highlights = field
        elif fact.task in tasks:
            of_tasks[fact.task].append(field)
        elif fact.role in ("name", "date") or (named and fact.task == named):
            head.append(field)
        else:
            others.append(field)
    head.sort(key=lambda field: ("name", "date").index(field.fact.role) if field.fact.role in ("name", "date") else 2)
    return Fields(
        head=tuple(head),
        tasks={task: tuple(fields) for task, fields in of_tasks.items()},
        others=tuple(others),
        highlights=highlights,
    )


def _field(fact: Fact, known: object, language: Language) -> Field:
    unit = fact.unit[language] if fact.unit is not None else ""
    aside = f"（{unit}）" if language == "zh" else f" ({unit})"
    return Field(
        fact=fact,
        label=fact.title[language] + (aside if unit else ""),
        control=_control(fact),
        known=known,
    )


def _control(fact: Fact) -> Control:
    if fact.type == "boolean":
        return "tick"
    if fact.type == "choices":
        return "ticks"
    return "choice" if fact.type == "choice" else "date" if fact.type == "date" else "text"


def hint_of(field: Field, language: Language) -> str:
    """How a field is filled in, in a few words."""
    kind = field.fact.type
    if kind == "choices":
        choices = "、".join(choice.title[language] for choice in field.fact.choices)
        return WORDS["many_of"].format(choices=choices)[language]
    if kind in ("integer", "number"):
        return WORDS["number"][language]
    names = {"boolean": "yes_no", "choice": "one_of", "date": "date", "strings": "several"}
    return WORDS[names[kind]][language] if kind in names else ""
