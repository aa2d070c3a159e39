"""Numbers with their units, as English has them: of one thing and of several."""

from __future__ import annotations

import pytest

from checkrules.model.text import Text
from checkrules.words.values import counted, of_one, with_unit

UNITS = [
    ("people", "person"), ("times a year", "time a year"), ("classes", "class"), ("m²", "m²"), ("CNY a year", "CNY a year"),
    ("lessons every two weeks", "lesson every two weeks"), ("grade", "grade"), ("boxes", "box"), ("visits", "visit"),
    ("bodies", "body"), ("class", "class"), ("a year", "a year"), ("%", "%"), ("°C", "°C"), ("places", "place"), ("GPS", "GPS"),
]  # fmt: skip


@pytest.mark.parametrize(("several", "one"), UNITS)
def test_a_unit_of_one(several: str, one: str) -> None:
    assert of_one(several) == one


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [(1, "1 person", "1人"), (1.0, "1 person", "1人"), (0, "0 people", "0人"), (1.5, "1.5 people", "1.5人"), (None, "not stated", "未说明")],
)  # fmt: skip
def test_a_number_with_its_unit(value: object, english: str, chinese: str) -> None:
    assert with_unit(value, None, Text("人", "people"), "en") == english
    assert with_unit(value, None, Text("人", "people"), "zh") == chinese


def test_counts() -> None:
    assert [counted(number, "cells") for number in (0, 1, 2, 2000)] == ["0 cells", "1 cell", "2 cells", "2,000 cells"]
