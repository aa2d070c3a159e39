"""Review sheets as one HTML page that needs nothing else: a person answers by keys or clicks and saves a .json file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from checkrules.plugin import (
    ReadError,
    ReviewChoice,
    ReviewDocument,
    ReviewFormat,
    ReviewReading,
    Text,
    hookimpl,
    review_labels,
    to_json,
    visible,
)

SAVED_NAME = Text("确认答复.json", "answers.json")
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end a script element, or a line of a script, as JSON writes it otherwise."""


@hookimpl
def register_review_formats(register: Callable[[ReviewFormat], None]) -> None:
    """Register `html`."""
    title = Text("HTML 确认单", "HTML review page")
    register(ReviewFormat(name="html", suffixes=(".html", ".htm"), title=title, write=review_page, read=_no_answers))


def _no_answers(path: Path) -> NoReturn:
    raise ReadError(
        Text("网页确认单里没有答复", "a review page holds no answers itself"),
        location=str(path),
        hint=Text("请交网页上“保存答复”得到的 .json 文件", "give the .json file that the page saves"),
    )


def review_page(document: ReviewDocument) -> str:
    """The page: its own script and styles alone may run, and nothing is fetched or sent."""
    from .page import LANGUAGE_TAGS, TEMPLATES, environment

    language = document.language
    words = review_labels(language)
    made = environment()

    made.filters |= {"line": visible_line, "group": _group, "how": _how}
    script, style = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("review.js", "review.css"))
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    shown = {name: words[name] for name in ("answered", "saved", "wrong_file")} | {"file": SAVED_NAME[language]}
    return made.get_template("review.html").render(
        document=document,
        w=words,
        tag=LANGUAGE_TAGS[language],
        policy=policy,
        script=script,
        style=style,
        data=to_json(document).translate(_IN_SCRIPT),
        words=json.dumps(shown, ensure_ascii=False).translate(_IN_SCRIPT),
    )


def visible_line(text: str) -> str:
    """A text on one line, with control characters written out."""
    return visible(" ".join(text.splitlines()))


def _group(readings: list[ReviewReading], group: str) -> list[tuple[int, ReviewReading]]:
    """The readings of one part of the page, each with its index."""
    return [(index, reading) for index, reading in enumerate(readings) if _part_of(reading) == group]


def _part_of(reading: ReviewReading) -> str:
    if reading.grave:
        return "grave"
    return "by_row" if reading.rules else "no_effect"


def _how(reading: ReviewReading, choice: ReviewChoice) -> str:
    """How an alternative that is offered comes about."""
    return next((other.how_text for other in reading.alternatives if other.value == choice.value), "")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
