"""What each writer makes of the same reports, as files to look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import checkrules_html.page
import checkrules_markdown.page
from checkrules import __version__
from checkrules.plugin import View, document_of, from_json, to_json, view_of
from checkrules_terminal.screen import Screen, screen

from .. import sample_reports as sample

CASES = {
    "troubled": sample.troubled,
    "clean": sample.clean,
    "waiting": sample.waiting,
    "decided": sample.decided,
    "several": sample.several,
    "many": sample.many,
    "nothing": sample.nothing,
}
GOLDEN = [
    *(("troubled", "zh"), ("troubled", "en"), ("clean", "zh"), ("several", "zh"), ("many", "zh"), ("nothing", "zh")),
    *(("waiting", "zh"), ("waiting", "en"), ("decided", "zh")),
]


def on_paper(view: View) -> str:
    return screen(view, Screen())


DRAWN = {"terminal": on_paper, "markdown": checkrules_markdown.page.page, "html": checkrules_html.page.page}


@pytest.mark.parametrize("writer", sample.WRITERS)
@pytest.mark.parametrize(("case", "language"), GOLDEN)
def test_it_is_the_golden_file(case: str, language: str, writer: str, golden: Callable[[str, str], None]) -> None:
    text = sample.written(CASES[case](), writer, language)
    golden(f"{case}-{language}.{sample.WRITERS[writer]}", text)


@pytest.mark.parametrize("writer", sample.WRITERS)
def test_the_same_reports_give_the_same_document(writer: str) -> None:
    assert sample.written(sample.several(), writer) == sample.written(sample.several(), writer)


@pytest.mark.parametrize(("case", "language"), GOLDEN)
def test_a_stored_document_gives_the_same_pages(case: str, language: str) -> None:
    reports = CASES[case]()
    stored = to_json(document_of(reports, language))  # type: ignore[arg-type]
    taken_up = from_json(stored)
    assert to_json(taken_up) == stored
    for writer, drawn in DRAWN.items():
        page = drawn(view_of(taken_up)).replace(f"checkrules {__version__}", "checkrules X")
        assert page == sample.written(reports, writer, language)
