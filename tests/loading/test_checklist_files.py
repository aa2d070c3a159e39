"""Checklist files are read strictly: what is wrong is refused, with its location and a hint; the cache is never trusted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import checkrules
from checkrules.loading import cache
from checkrules.loading import content as checklist_files
from checkrules.plugin import load_yaml

from ..kitchen import CANTEEN, EXAMPLE, kitchen, plugin

BROKEN = [
    ("unknown fact", "kitchen.yaml", "cook_count >= required_cooks", "cook_cuont >= required_cooks", "kitchen.yaml:12:18: unknown name 'cook_cuont'", "cook_count"),
    ("type", "kitchen.yaml", "fridge_temperature <= fridge_max", 'fridge_temperature == "4" and 4 <= fridge_max', "a number is compared with a text", None),
    ("duplicate key", "kitchen.yaml", "severity: critical", "severity: critical\n        severity: minor", "'severity' stands twice", None),
    ("unknown key", "kitchen.yaml", "due_days: 30", "due_day: 30", "unknown key 'due_day'", "due_days"),
    ("no failing example", "kitchen.yaml", "fail: [{meal_count: 650, cook_count: 4}]", "fail: []", "", None),
    ("unknown fact in an example", "kitchen.yaml", "fail: [{meal_count: 650, cook_count: 4}]", "fail: [{meals: 650}]", "unknown fact 'meals'", None),
    ("unknown name in a message", "kitchen.yaml", "应不少于{required_cooks}人", "应不少于{required_cook}人", "{required_cook} is no fact", "required_cooks"),
    ("duplicate rule", "kitchen.yaml", "id: C2-2", "id: C2-1", "rule C2-1 stands twice", None),
    ("anchor", "kitchen.yaml", "text: 配足厨师并持证上岗。", "text: &a 配足厨师并持证上岗。", "anchors", None),
    ("YAML", "kitchen.yaml", "tasks:", "tasks: [", "not valid YAML", None),
    ("parameter type", "parameters.yaml", "    value: 2\n", "    value: two\n", "", None),
    ("parameter bounds", "parameters.yaml", "{value: 8}", "{value: 80}", "80 is not from -10 to 20", None),
    ("band of a veto", "checklist.yaml", "cap: poor", "cap: worst", "there is no band 'worst'", None),
    ("missing section file", "checklist.yaml", "[kitchen.yaml]", "[kitchen.yml]", "not in its folder", None),
    ("table without condition", "checklist.yaml", "{when: meal_count < 200, value: 2}", "{value: 2}", "only the last row", None),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", tmp_path / "rules")
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", tmp_path / "rules")
    return tmp_path / "rules"


@pytest.mark.parametrize(("file", "old", "new", "problem", "hint"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_what_is_wrong_is_refused(folder: Path, file: str, old: str, new: str, problem: str, hint: str | None) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(checkrules.CheckrulesError) as caught:
        checkrules.load_checklist(folder, plugins=[plugin()])
    assert problem in caught.value.tell("en")
    assert file.partition(".")[0] in caught.value.tell("en") or "rules" in caught.value.tell("en")
    if hint is not None:
        assert f"did you mean '{hint}'?" in caught.value.tell("en")


def test_an_expression_is_shown_with_a_caret(folder: Path) -> None:
    path = folder / "kitchen.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("when: cook_count > 0", "when: cook_count > 0 and on"),
        encoding="utf-8",
    )
    with pytest.raises(checkrules.ChecklistError) as caught:
        checkrules.load_checklist(folder, plugins=[plugin()])
    lines = caught.value.tell("en").splitlines()
    assert lines[1].strip() == "cook_count > 0 and on"
    assert lines[2].index("^") == lines[1].index("on", 10)


def test_scalars_are_what_the_author_typed() -> None:
    document = load_yaml(
        "a: no\nb: 010\nc: 2023-09-05\nd: 1.0.0\ne: 0x1F\nf: 1_000\ng: yes\nh: '5'\ni: 5\nj: .5\nk: null", "x.yaml"
    )
    assert document.data == {
        "a": "no", "b": "010", "c": "2023-09-05", "d": "1.0.0", "e": "0x1F", "f": "1_000", "g": "yes", "h": "5", "i": 5,
        "j": ".5", "k": None,
    }  # fmt: skip
    assert str(document.location(("i",))) == "x.yaml:9:4"


def test_a_profile_tailors_and_says_what_it_changed() -> None:
    strict = kitchen(profile="strict")
    assert [rule.id for rule in strict.content.rules] == ["C1-2", "C2-1", "C2-2"]
    assert {(c.target, c.what, c.old, c.new) for c in strict.content.changes} == {
        ("min_checks", "value", "2", "3"),
        ("C1-2", "severity", "minor", "major"),
        ("C1-2", "points", "2.0", "3"),
        ("C1-1", "rule", "on", "off"),
    }
    assert strict.evaluate(CANTEEN).outcomes["C2-2"] == "fail"


def test_a_profile_or_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(checkrules.UsageError, match=r"no profile 'stict'(.|\n)*did you mean 'strict'"):
        kitchen(profile="stict")
    with pytest.raises(checkrules.UsageError, match=r"unknown parameter 'min_check'(.|\n)*did you mean 'min_checks'"):
        kitchen(parameters={"min_check": 1})
    with pytest.raises(checkrules.UsageError, match=r"2\.5 is not a whole number"):
        kitchen(parameters={"min_checks": 2.5})
    with pytest.raises(checkrules.UsageError, match="no checklist 'kitchn'"):
        checkrules.load_checklist("kitchn", plugins=[plugin()])


def test_unchanged_files_are_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path))
    first = kitchen().content
    assert len(list(tmp_path.glob("*.json"))) == 1

    def fail(*args: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(checklist_files, "_build", fail)
    again = kitchen().content
    assert again == first
    assert repr(again) == repr(first)  # 5 and 5.0 are equal, and not the same


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: b"",
        lambda data: data.replace(b'"minor"', b'"worst"'),
        lambda data: data.replace(b"checkrules-content-1", b"checkrules-content-0"),
        lambda data: b"\x80\x04" + data,
        lambda data: data.replace(b'"meal_count"', b'"__import__"'),
    ],
    ids=["cut", "empty", "changed", "of another format", "a pickle", "another name"],
)
def test_a_damaged_cache_is_noticed_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage) -> None:
    monkeypatch.setenv("CHECKRULES_CACHE", str(tmp_path))
    content = kitchen().content
    (entry,) = tmp_path.glob("*.json")
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert entry.read_bytes() != whole
    assert cache.recall(entry.stem) is None
    assert kitchen().content == content
    assert entry.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("CHECKRULES_CACHE", str(blocked / "cache"))
    assert kitchen().content.id == "kitchen"


def test_waivers_and_overrides_change_what_they_name_and_nothing_behind(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(
        "waivers:\n  - {rule: C1-2, reason: 已报名培训, approver: 某人, expires: 2024-12-31}\n", encoding="utf-8"
    )
    file = tmp_path / "decisions.yaml"
    file.write_text(
        "extends: [base.yaml]\noverrides:\n  - {rule: C1-1, subject: 示例食堂, outcome: fail, reason: 两人长期病假, by: 督学甲}\n",
        encoding="utf-8",
    )
    import datetime as dt

    plain_report = kitchen().evaluate(CANTEEN, today=dt.date(2024, 3, 6))
    report = kitchen(decisions=[file]).evaluate(CANTEEN, today=dt.date(2024, 3, 6))
    results = {result.rule.id: result for result in report.results}
    assert (results["C1-1"].outcome, results["C1-1"].computed, results["C1-1"].reason) == ("fail", "pass", "overridden")
    assert results["C1-2"].outcome == "fail"
    assert results["C1-2"].waiver is not None
    assert report.computed_score == plain_report.score
    assert report.score.value < plain_report.score.value
    later = kitchen(decisions=[file]).evaluate(CANTEEN, today=dt.date(2025, 1, 1))
    assert all(result.waiver is None for result in later.results)
    elsewhere = kitchen(decisions=[file]).evaluate({**CANTEEN, "canteen_name": "别处"}, today=dt.date(2024, 3, 6))
    assert elsewhere.outcomes["C1-1"] == "pass"
    file.write_text("waivers:\n  - {rule: C9-9, reason: x, approver: y, expires: 2024-12-31}\n", encoding="utf-8")
    with pytest.raises(checkrules.ChecklistError, match="names rule 'C9-9'"):
        kitchen(decisions=[file])
