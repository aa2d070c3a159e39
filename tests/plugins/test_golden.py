"""What each writer makes of the same reports, as files to look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .. import sample_reports as sample

CASES = {
    "troubled": sample.troubled,
    "clean": sample.clean,
    "several": sample.several,
    "many": sample.many,
    "nothing": sample.nothing,
}


@pytest.mark.parametrize("writer", sample.WRITERS)
@pytest.mark.parametrize(
    ("case", "language"),
    [("troubled", "zh"), ("troubled", "en"), ("clean", "zh"), ("several", "zh"), ("many", "zh"), ("nothing", "zh")],
)
def test_it_is_the_golden_file(case: str, language: str, writer: str, golden: Callable[[str, str], None]) -> None:
    text = sample.written(CASES[case](), writer, language)
    golden(f"{case}-{language}.{sample.WRITERS[writer]}", text)


@pytest.mark.parametrize("writer", sample.WRITERS)
def test_the_same_reports_give_the_same_document(writer: str) -> None:
    assert sample.written(sample.several(), writer) == sample.written(sample.several(), writer)
