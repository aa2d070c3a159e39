"""An object of JSON or YAML → a submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checkrules.facts.json_record import MAX_DEPTH
from checkrules.model.errors import Location
from checkrules.model.privacy import shown
from checkrules.model.rules import Content
from checkrules.model.submission import Origin, Rejection, Remark, Submission
from checkrules.model.text import Text

TEXTS = ("narratives", "task_notes", "problems")
BESIDE = frozenset((*TEXTS, "remarks", "$schema", "facts"))
"""The keys of a record that are no facts."""


def submission_of(
    record: object,
    content: Content,
    *,
    location: Location,
    location_of: Callable[[tuple[str, ...]], Location] | None = None,
) -> Submission | Rejection:
    """The submission in a JSON or YAML object: facts at its top or under `facts`, and beside them the texts of the form.

    Values keep their types. `location_of` gives the location of a value by its path of keys.
    """
    if not isinstance(record, Mapping):
        problem = Text("应为一个对象（项目名: 值）", "expected an object (fact: value)")
        return Rejection(location=location, reason=problem)
    at = location_of or (lambda _: location)
    origin = Origin(kind="field", location=location)  # that of all values, where they have none of their own
    texts = {key: record.get(key) for key in TEXTS}
    if texts["task_notes"] is None:
        texts["task_notes"] = record.get("remarks")  # its name in report-1
    wrapped = record.get("facts")
    inner = wrapped if isinstance(wrapped, Mapping) else {}
    outer = {
        key: value
        for key, value in record.items()
        if key not in (*texts, "remarks", "$schema", *(("facts",) if inner is wrapped else ()))
    }
    both = sorted(inner.keys() & outer.keys())
    if both:
        problem = Text(
            f"“{shown(both[0])}”在 facts 内外各有一个", f"'{shown(both[0])}' is both inside and outside 'facts'"
        )
        return Rejection(location=at((both[0],)), reason=problem)
    facts = {**outer, **inner}
    deep = next((name for name, value in facts.items() if _deeper(value, MAX_DEPTH)), None)
    if deep is not None:
        return Rejection(
            location=at((deep,)), reason=Text(f"“{shown(deep)}”嵌套过深", f"'{shown(deep)}' is nested too deeply")
        )
    paths = {name: ("facts", name) if name in inner else (name,) for name in facts}
    remarks: list[Remark] = []
    narratives = _texts_by_task(texts["narratives"], "narratives", content, at, remarks)
    task_notes = _texts_by_task(texts["task_notes"], "task_notes", content, at, remarks)
    problems = texts["problems"]
    if problems is not None and not isinstance(problems, str):
        remarks.append(_no_text("problems", at(("problems",))))
    return Submission(
        facts=facts,
        origins={
            name: Origin(kind="field", location=at(paths[name])) if location_of else origin
            for name, value in facts.items()
            if value is not None
        },
        narratives=narratives,
        task_notes=task_notes,
        problems=problems if isinstance(problems, str) else "",
        location=location,
        remarks=tuple(remarks),
    )


def records_of(data: object) -> list[tuple[tuple[str | int, ...], object]] | None:
    """The records of a document, each with its path: one object, a list of them, or `{submissions: [...]}`."""
    if isinstance(data, Mapping) and isinstance(data.get("submissions"), list):
        return [(("submissions", index), record) for index, record in enumerate(data["submissions"])]
    if isinstance(data, list):
        return [((index,), record) for index, record in enumerate(data)]
    return [((), data)] if isinstance(data, Mapping) else None


def _deeper(value: object, depth: int) -> bool:
    if not isinstance(value, (list, Mapping)):
        return False
    return depth == 0 or any(_deeper(v, depth - 1) for v in (value.values() if isinstance(value, Mapping) else value))


def _texts_by_task(
    given: object, name: str, content: Content, at: Callable[[tuple[str, ...]], Location], remarks: list[Remark]
) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        remarks.append(_no_text(name, at((name,))))
        return {}
    tasks = {task.id for section in content.sections for task in section.tasks}
    texts: dict[str, str] = {}
    for task, text in given.items():
        if task not in tasks:
            message = Text(
                f"没有任务“{shown(task)}”，其文字未采用", f"there is no task '{shown(task)}'; its text is not used"
            )
            remarks.append(Remark(code="unknown_task", message=message, location=at((name, task))))
        elif text is not None and not isinstance(text, str):
            remarks.append(_no_text(f"{name}.{task}", at((name, task))))
        elif text and text.strip():
            texts[task] = text
    return texts


def _no_text(name: str, location: Location) -> Remark:
    expected = (
        Text("文字", "a text") if "." in name or name == "problems" else Text("各任务的文字", "a text for each task")
    )
    message = Text(f"“{name}”应为{expected.zh}，未采用", f"'{name}' should be {expected.en}; it is not used")
    return Remark(code="invalid_value", message=message, location=location, expected=expected)
