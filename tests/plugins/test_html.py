"""The page needs nothing but itself, and can be read without seeing its colours."""

from __future__ import annotations

import re

import lxml.html
import pytest

from .. import sample_reports as sample


@pytest.fixture(params=["troubled", "several", "nothing"])
def page(request: pytest.FixtureRequest) -> str:
    return sample.written(getattr(sample, request.param)(), "html")


def test_nothing_is_fetched(page: str) -> None:
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<script|<link|<img|<iframe|<form|<object", page)
    tree = lxml.html.document_fromstring(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_tag_is_closed(page: str) -> None:
    void = {"meta", "br"}
    open_tags: list[str] = []
    body = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>", body):
        if closing:
            assert open_tags.pop() == tag
        elif tag not in void:
            open_tags.append(tag)
    assert open_tags == []


def test_ids_are_unique_and_headings_in_order(page: str) -> None:
    tree = lxml.html.document_fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for named in tree.xpath("//@aria-labelledby"):
        assert set(named.split()) <= set(ids)
    levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3")]
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_drawings_have_words() -> None:
    tree = lxml.html.document_fromstring(sample.written(sample.troubled(), "html"))
    drawings = tree.xpath("//svg[@role='img']")
    assert len(drawings) == 3
    for drawing in drawings:
        assert re.search(r"\d", drawing.xpath("./title")[0].text_content())


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_language_is_told(language: str, tag: str) -> None:
    page = sample.written(sample.troubled(), "html", language)
    assert lxml.html.document_fromstring(page).get("lang") == tag


def test_all_rules_are_there() -> None:
    tree = lxml.html.document_fromstring(sample.written(sample.troubled(), "html"))
    told = [cell.text_content().strip() for cell in tree.xpath("//details//td[1]")]
    assert told == ["T01-1", "T01-2", "T01-3", "T02-1", "T02-2", "T02-3", "T02-4", "N01"]
