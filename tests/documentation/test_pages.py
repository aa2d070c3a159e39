"""Every snippet and every command of the documentation runs, and prints what the page shows."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docs.pages.index import generated
from docs.picture import PICTURE, picture

from .pages import DOCS, PAGES, ROOT, PageRun, blocks, matches


@pytest.fixture(autouse=True)
def _modules_of_pages_are_forgotten(tmp_path: Path) -> Iterator[None]:
    yield
    for name, module in [*sys.modules.items()]:
        if (getattr(module, "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(autouse=True)
def _logging_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page may set up logging for its program; the other tests keep theirs."""
    level = logging.root.level
    monkeypatch.setattr(logging.root, "handlers", [])
    yield
    logging.root.setLevel(level)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_runs(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    PageRun(str(path), tmp_path, monkeypatch).run(path.read_text(encoding="utf-8"))


def test_a_snippet_that_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = PageRun("page.md", tmp_path, monkeypatch)
    page.run(
        "```python\nprint(1 + 1)\n```\n\n```text\n2\n```\n\n```console\n$ checkrules --version\ncheckrules …\n```\n"
    )
    with pytest.raises(AssertionError, match="prints"):
        page.run("```python\nprint(1)\n```\n\n```text\n2\n```\n")
    with pytest.raises(AssertionError, match="prints"):
        page.run("```console\n$ checkrules --version\nanother …\n```\n")
    with pytest.raises(AssertionError, match="ends with 2"):
        page.run("```console\n$ checkrules chek\n```\n")


def test_every_kind_of_block_is_known() -> None:
    languages = {
        block.language for path in PAGES for block in blocks(path.read_text(encoding="utf-8")) if not block.title
    }
    assert languages <= {"python", "console", "text"}
    assert {"python", "console"} <= languages


def test_dots_stand_for_anything() -> None:
    assert matches("a …\n…\nz", "a 1\nb\nc\nz\n")
    assert not matches("a\nz", "a\nb\nz\n")


def test_the_picture_is_what_the_command_prints() -> None:
    assert picture() == PICTURE.read_text(encoding="utf-8"), "run python docs/picture.py and look at docs/terminal.svg"


def test_links_lead_somewhere() -> None:
    made = {DOCS / path for path in generated()}
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                file = (path.parent / target).resolve()
                assert file in made or file.exists(), (name(path), target)
