"""The site is built by one command, without a warning, and its search finds Chinese words. Needs the extra `docs`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import ROOT

pytest.importorskip("mkdocs", reason="needs the extra `docs`")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


def found(site: Path, word: str) -> set[str]:
    """The pages in whose entries of the search index a word stands as a word of its own, as the search sees it."""
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    entries = [(entry["location"], f"{entry['title']}\u200b{entry['text']}") for entry in index["docs"]]
    return {
        location.partition("#")[0] for location, text in entries if word in text.replace(" ", "\u200b").split("\u200b")
    }


@pytest.mark.parametrize(
    ("words", "page"),
    [
        (["心理", "健康", "教师"], "rules/T09-1/"),
        (["应急", "预案"], "rules/T10-4/"),
        (["督学", "教程"], "tutorials/inspector/"),
        (["名册"], "reference/glossary/"),
    ],
)
def test_chinese_words_find_their_page(site: Path, words: list[str], page: str) -> None:
    for word in words:
        assert page in found(site, word), word


def test_the_last_word_of_a_chinese_query_is_searched(site: Path) -> None:
    (worker,) = (site / "assets" / "javascripts" / "workers").glob("search.*.js")
    text = worker.read_text(encoding="utf-8")
    assert re.search(r"<=(\w)\.length;\w\+\+\)\1\.slice", text)


def test_there_is_a_page_for_every_rule_and_every_public_module(site: Path) -> None:
    assert len([*(site / "rules").glob("[TN]*/index.html")]) == 77
    assert (site / "schemas" / "report-2.schema.json").is_file()
    page = (site / "reference" / "python" / "checkrules" / "index.html").read_text(encoding="utf-8")
    assert 'id="checkrules.load_checklist"' in page
    assert "Raises ChecklistError" in page


def test_python_files_are_not_published(site: Path) -> None:
    assert not [*site.rglob("*.py")]
