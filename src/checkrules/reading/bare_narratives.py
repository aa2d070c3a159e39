"""Narratives that say no more than that all is well, or is not (`√`, `已落实`, `符合要求`): each is told, for it decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkrules.model.privacy import shown
from checkrules.model.rules import Content
from checkrules.model.submission import Remark, Submission
from checkrules.model.text import Text

MAX_BARE = 20
_MARK = r"[√✓✔☑☒■×✗]+|是|否|有|无|没有|暂无|对|同上|略"
_WHOLE = r"(?:均|全部|都|基本|大部分|部分|各项|整体|总体)?(?:已经?|未|尚未|没有|不|正在)?"
_STATE = (
    r"(?:落实|完成|达标|合格|符合|做到|开展|建立|执行|具备|到位|齐全|完善|健全|规范|良好|较好|优秀|一般|正常|好|优|良|差)"
    r"(?:到位|要求|标准|规定|良好|较好|落实)?"
)
_NOT_MEANT = r"[/／—–-]+|不涉及|不适用|无此项"
_BARE = re.compile(rf"[\s(（]*(?:{_MARK}|{_WHOLE}{_STATE})[\s。.！!；;)）]*")
_NOT_APPLICABLE = re.compile(rf"[\s(（]*(?:{_NOT_MEANT})[\s。.！!；;)）]*")


def is_bare(text: str) -> bool:
    """Whether a narrative is a mark, or a word of praise or blame, alone (`√`, `已落实`)."""
    return len(text) <= MAX_BARE and (_BARE.fullmatch(text) or _NOT_APPLICABLE.fullmatch(text)) is not None


def bare_remarks(submission: Submission, content: Content) -> Iterator[Remark]:
    """A remark for each task whose narrative is bare."""
    for section in content.sections:
        for task in section.tasks:
            text = submission.narratives.get(task.id, "")
            if is_bare(text):
                message = _SKIPPED if _NOT_APPLICABLE.fullmatch(text) else _CLAIMED
                number, quote = str(task.number or task.id), shown(text.strip())
                yield Remark(
                    code="bare_narrative",
                    message=message.format(task=Text(number, number), quote=Text(quote, quote)),
                    location=submission.location,
                    value=task.id,
                )


_CLAIMED = Text(
    "任务{task}的具体落实情况只写了“{quote}”，没有写明有无和数量，不能据此判定；请写明具体情况",
    "the findings on task {task} say no more than '{quote}', which decides nothing: write down what there is, and how many",
)
_SKIPPED = Text(
    "任务{task}的具体落实情况只写了“{quote}”；是否适用由规则判定，如果适用，请写明具体情况",
    "the findings on task {task} say no more than '{quote}'; the rules decide whether it applies: where it does, write down what there is",
)
