"""A second checklist needs a few lines of names."""

from __future__ import annotations

from checkrules.reading.narrative import propose
from tests.kitchen import kitchen


def test_the_kitchen_is_read() -> None:
    names = kitchen().prose_names
    assert names is not None
    text = "现有厨师6人，其中5人持健康证。每天供餐650份。"
    read = {reading.fact: reading.value for reading in propose(names, {"C1": text})}
    assert read == {"cook_count": 6, "certified_cook_count": 5, "meal_count": 650}
