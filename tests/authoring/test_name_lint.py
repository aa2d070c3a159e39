"""Names that load and yet cannot be read well are told."""

from __future__ import annotations

import pytest

import checkrules
from checkrules.authoring.name_lint import name_findings

CASES = {
    "one letter": ({"names": ["[夜]巡"], "unit": ["次"]}, "“f”的名称“巡”只有一个字，容易误读"),
    "a word of the language": (
        {"names": ["没有"]},
        "“f”的名称“没有”本身有固定的意思（如“没有”“应当”），会使句子读不通",
    ),
    "an unknown unit": ({"names": ["面积"], "unit": ["弓"]}, "“f”的单位“弓”不认识，读不出数字"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_odd_is_told(name: str) -> None:
    part, told = CASES[name]
    assert [finding.zh for finding in name_findings({"facts": {"f": part}})] == [told]


def test_nothing_is_odd_about_the_bundled_names() -> None:
    names = checkrules.load_checklist("mental-health").content.names
    assert names is not None
    assert [finding.zh for finding in name_findings(names)] == []
    assert [*name_findings(None)] == []
