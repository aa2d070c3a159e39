"""A wrong argument of a public function is one clear error, in both languages, before anything is done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import checkrules
from checkrules import Override, Report, Reports, UsageError, Waiver

from .kitchen import CANTEEN, EXAMPLE, kitchen, plugin

INI = EXAMPLE / "canteen.ini"
HAN = re.compile("[\u4e00-\u9fff]")


def report() -> Report:
    return kitchen().evaluate(CANTEEN)


PATHS: dict[str, tuple[object, str]] = {
    "bytes": (b"{}", "takes a path (str or Path), not bytes"),
    "a record": ({"canteen_name": "甲"}, "takes a path (str or Path), not dict"),
    "a number": (3, "takes a path (str or Path), not int"),
    "nothing": ("", "is an empty path"),
    "a file": (Path, "takes a path (str or Path), not type"),
}
MANY: dict[str, tuple[object, str]] = {
    **PATHS,
    "no path": ([], "`paths` names no path"),
    "no path left": (iter(()), "`paths` names no path"),
    "None": (None, "takes a path (str or Path), not NoneType"),
    "one of several": ([INI, b"{}"], "takes a path (str or Path), not bytes"),
    "one of several is empty": ([INI, ""], "is an empty path"),
}


def refused(call: Callable[[], object], message: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        call()
    problem = caught.value.problem
    assert message in problem.en
    assert not HAN.search(problem.en)
    assert HAN.search(problem.zh)
    return caught.value


@pytest.mark.parametrize(("path", "message"), MANY.values(), ids=MANY)
def test_paths_of_check(path: object, message: str) -> None:
    refused(lambda: checkrules.check(path, kitchen()), message)  # type: ignore[arg-type]


@pytest.mark.parametrize(("path", "message"), PATHS.values(), ids=PATHS)
def test_one_path(path: object, message: str) -> None:
    checklist = kitchen()
    for call in (
        lambda: checkrules.read(path, checklist),  # type: ignore[arg-type]
        lambda: checkrules.check(INI, checklist, roster=path),  # type: ignore[arg-type]
        lambda: checkrules.write(report(), path),  # type: ignore[arg-type]
        lambda: checkrules.load_roster(path, checklist.content.form),  # type: ignore[arg-type]
        lambda: checkrules.load_checklist(path),  # type: ignore[arg-type]
        lambda: checkrules.load_checklist("mental-health", decisions=[path]),  # type: ignore[list-item]
    ):
        refused(call, message)


CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "check, a checklist's name": (
        lambda: checkrules.check(INI, "kitchen"),  # type: ignore[arg-type]
        "`checklist` takes a Checklist, not str",
    ),
    "check, its content": (
        lambda: checkrules.check(INI, kitchen().content),  # type: ignore[arg-type]
        "`checklist` takes a Checklist, not Content",
    ),
    "check, a time": (
        lambda: checkrules.check(INI, kitchen(), today=dt.datetime(2024, 3, 6, 8)),
        "`today` takes a datetime.date, not datetime",
    ),
    "check, a text for a day": (
        lambda: checkrules.check(INI, kitchen(), today="2024-03-06"),  # type: ignore[arg-type]
        "`today` takes a datetime.date, not str",
    ),
    "read, a checklist's name": (
        lambda: checkrules.read(INI, "kitchen"),  # type: ignore[arg-type]
        "`checklist` takes a Checklist, not str",
    ),
    "read, a path for the roster": (
        lambda: checkrules.read(INI, kitchen(), roster="roster.csv"),  # type: ignore[arg-type]
        "`roster` takes a Roster, not str",
    ),
    "check_table, a record": (
        lambda: checkrules.check_table({"canteen_name": "甲"}, kitchen()),  # type: ignore[arg-type]
        "`paths` takes a path (str or Path), not dict",
    ),
    "check_table, no path": (lambda: checkrules.check_table([], kitchen()), "`paths` names no path"),
    "check_table, a checklist's name": (
        lambda: checkrules.check_table("a.csv", "kitchen"),  # type: ignore[arg-type]
        "`checklist` takes a Checklist, not str",
    ),
    "check_table, an output": (
        lambda: checkrules.check_table("a.csv", kitchen(), results=True),  # type: ignore[arg-type]
        "`results` takes a path (str or Path), not bool",
    ),
    "check_table, a time": (
        lambda: checkrules.check_table(INI, kitchen(), today=dt.datetime(2024, 3, 6)),
        "`today` takes a datetime.date, not datetime",
    ),
    "check_table, a language": (
        lambda: checkrules.check_table(INI, kitchen(), language="de"),  # type: ignore[arg-type]
        "there is no language 'de'",
    ),
    "check_table, an engine": (lambda: checkrules.check_table(INI, kitchen(), engine="loca"), "no engine 'loca'"),
    "issues of a table, a language": (
        lambda: kitchen().evaluate_frame(pl.DataFrame({"cook_count": [1]})).issues("de"),  # type: ignore[arg-type]
        "there is no language 'de'",
    ),
    "undecided of a table, a language": (
        lambda: kitchen().evaluate_frame(pl.DataFrame({"cook_count": [1]})).undecided(None),  # type: ignore[arg-type]
        "there is no language None",
    ),
    "render, no report": (
        lambda: checkrules.render(None, "json"),  # type: ignore[arg-type]
        "`reports` takes Reports, not NoneType",
    ),
    "render, a document": (
        lambda: checkrules.render(report().to_dict(), "json"),  # type: ignore[arg-type]
        "`reports` takes Reports, not dict",
    ),
    "render, other things": (
        lambda: checkrules.render([report(), {}], "json"),  # type: ignore[list-item]
        "each of `reports` must be of type Report, not dict",
    ),
    "render, a language": (
        lambda: checkrules.render(report(), "json", language="zh-CN"),  # type: ignore[arg-type]
        "there is no language 'zh-CN'; there are: zh, en",
    ),
    "render, a format": (lambda: checkrules.render(report(), "jsn"), "there is no format 'jsn'"),
    "render, no format": (
        lambda: checkrules.render(report(), None),  # type: ignore[arg-type]
        "there is no format 'None'",
    ),
    "write, a language": (
        lambda: checkrules.write(report(), "a.json", language=None),  # type: ignore[arg-type]
        "there is no language None",
    ),
    "write, other things": (
        lambda: checkrules.write("report", "a.json"),  # type: ignore[arg-type]
        "`reports` takes Reports, not str",
    ),
    "reports of other things": (
        lambda: Reports(reports=[report().to_dict()]),  # type: ignore[list-item]
        "each of `reports` must be of type Report, not dict",
    ),
    "reports, rejected texts": (
        lambda: Reports(reports=(), rejected=["a.docx"]),  # type: ignore[list-item]
        "each of `rejected` must be of type Rejection, not str",
    ),
    "reports without a time zone": (
        lambda: Reports(reports=(), made_at=dt.datetime(2024, 3, 6)),
        "`made_at` takes a datetime with a time zone, not datetime",
    ),
    "load_checklist, a profile": (
        lambda: checkrules.load_checklist("mental-health", profile=1),  # type: ignore[arg-type]
        "`profile` takes a name (str), not int",
    ),
    "load_checklist, parameters": (
        lambda: checkrules.load_checklist("mental-health", parameters=["a"]),  # type: ignore[arg-type]
        "`parameters` takes a mapping of values by name, not list",
    ),
    "load_checklist, settings": (
        lambda: checkrules.load_checklist("mental-health", settings="a=1"),  # type: ignore[arg-type]
        "`settings` takes a mapping of values by name, not str",
    ),
    "load_checklist, a plugin": (
        lambda: checkrules.load_checklist("kitchen", plugins=plugin()),  # type: ignore[arg-type]
        "`plugins` takes modules, not module",
    ),
    "load_checklist, names of plugins": (
        lambda: checkrules.load_checklist("kitchen", plugins=["checkrules_kitchen"]),  # type: ignore[list-item]
        "each of `plugins` must be of type module, not str",
    ),
    "load_roster, a checklist": (
        lambda: checkrules.load_roster("roster.csv", kitchen()),  # type: ignore[arg-type]
        "`form` takes a Form, not Checklist",
    ),
    "with_, parameters": (
        lambda: kitchen().with_(parameters=[("min_checks", 3)]),  # type: ignore[arg-type]
        "`parameters` takes a mapping of values by name, not list",
    ),
    "with_, an unknown parameter": (
        lambda: kitchen().with_(parameters={"min_check": 3}),
        "unknown parameter 'min_check'",
    ),
    "with_, a value that does not fit": (
        lambda: kitchen().with_(parameters={"min_checks": 2.5}),
        "parameter 'min_checks' takes a whole number",
    ),
    "with_, a reason": (
        lambda: kitchen().with_(parameters={}, reason=1),  # type: ignore[arg-type]
        "`reason` takes a text, not int",
    ),
    "with_, waivers": (
        lambda: kitchen().with_(waivers={"rule": "C1-1"}),  # type: ignore[arg-type]
        "`waivers` takes Waivers, not dict",
    ),
    "with_, one waiver": (
        lambda: kitchen().with_(waivers=[{"rule": "C1-1"}]),  # type: ignore[list-item]
        "each of `waivers` must be of type Waiver, not dict",
    ),
    "with_, overrides": (
        lambda: kitchen().with_(overrides=[Waiver(**WAIVER)]),  # type: ignore[arg-type, list-item]
        "each of `overrides` must be of type Override, not Waiver",
    ),
}
WAIVER = {"rule": "C1-1", "reason": "已报备", "approver": "张", "expires": dt.date(2030, 1, 1)}


@pytest.mark.parametrize(("call", "message"), CALLS.values(), ids=CALLS)
def test_what_a_caller_mistakes(call: Callable[[], object], message: str) -> None:
    refused(call, message)


HINTS: dict[str, tuple[Callable[[], object], str]] = {
    "a name for a checklist": (lambda: checkrules.check(INI, "kitchen"), "load it with `load_checklist`"),  # type: ignore[arg-type]
    "a time for a day": (lambda: checkrules.check(INI, kitchen(), today=dt.datetime(2024, 3, 6)), "use its .date()"),
    "a misspelt format": (lambda: checkrules.render(report(), "jsn"), "did you mean 'json'?"),
    "bytes for a path": (
        lambda: checkrules.check(b"{}", kitchen()),  # type: ignore[arg-type]
        "evaluate_json takes what a file holds; a path is a str",
    ),
    "a record for a path": (
        lambda: checkrules.check(CANTEEN, kitchen()),  # type: ignore[arg-type]
        "evaluate takes a record",
    ),
}


@pytest.mark.parametrize(("call", "hint"), HINTS.values(), ids=HINTS)
def test_what_to_do_instead(call: Callable[[], object], hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.hint is not None
    assert caught.value.hint.en == hint


def test_one_report_is_taken_where_several_are(tmp_path: Path) -> None:
    one, judged = report(), kitchen().evaluate({})
    for given in (one, [one], (one,), iter([one]), Reports(reports=[one])):
        assert b"C1-2" in checkrules.write(given, tmp_path / "one.json").read_bytes()  # type: ignore[arg-type]
    assert str(checkrules.render([one, judged], "json", language="en")).count('"submission"') == 2
    assert checkrules.check(str(INI), kitchen()).reports == checkrules.check([INI], kitchen()).reports


def test_a_checklist_with_other_parameters_waivers_and_overrides() -> None:
    base = kitchen()
    facts = {**CANTEEN, "cook_count": 4}
    set_ = base.with_(parameters={"min_checks": 3}, reason=checkrules.Text("试行", "on trial"))
    assert base.evaluate(facts).outcomes["C2-2"] == "pass"
    assert set_.evaluate(facts).outcomes["C2-2"] == "fail"
    (made,) = set_.evaluate(facts).to_dict("en", include=("checklist",))["reports"]
    (parameter,) = (item for item in made["checklist"]["parameters"] if item["name"] == "min_checks")
    assert (parameter["value"], parameter["changed_by"], parameter["reason"]) == (3, "Python", "on trial")
    page = str(checkrules.render(set_.evaluate(facts), "markdown", language="en"))
    assert "Least number of checks: set to 3 times (in Python), reason: on trial" in page
    page = str(checkrules.render(set_.evaluate(facts), "markdown"))
    assert "最少巡检次数：设为3次（程序中设定），理由：试行" in page
    waived = set_.with_(waivers=[Waiver(**WAIVER)])  # type: ignore[arg-type]
    assert waived.content == set_.content
    assert waived.evaluate(facts).result("C1-1").waiver is not None
    decided = waived.with_(overrides=[Override(rule="C1-1", outcome="pass", reason="现场核实", by="李")], waivers=())
    assert (decided.waivers, decided.evaluate(facts).outcomes["C1-1"]) == ((), "pass")
    assert decided.with_() == decided


@pytest.mark.parametrize(
    "decisions",
    [
        {"waivers": [Waiver(**{**WAIVER, "rule": "C1-11"})]},  # type: ignore[arg-type]
        {"overrides": [Override(rule="C1-11", outcome="pass", reason="现场核实", by="李")]},
    ],
    ids=["a waiver", "an override"],
)
def test_a_decision_on_a_rule_that_is_not_there(decisions: dict) -> None:
    with pytest.raises(checkrules.ChecklistError, match="there is no rule 'C1-11'") as caught:
        kitchen().with_(**decisions)
    assert caught.value.hint is not None
    assert caught.value.hint.en == "did you mean 'C1-1'?"
