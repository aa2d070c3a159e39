"""What a plugin does wrong costs one file, one record or one document, and the message names the plugin."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import checkrules
from checkrules.cli.main import main
from tests.kitchen import EXAMPLE, plugin

Install = Callable[[str, str], None]
NAMED = checkrules.Text("插件“clumsy”（checkrules-clumsy）出错：", "plugin clumsy (checkrules-clumsy) failed: ")

READER = """
@hookimpl
def register_readers(register):
    register(Reader(name="odd", suffixes=(".odd",), title=Text("怪", "odd"), read=read))

def one(name):
    return Submission(facts={"school_name": name})
"""

FAILING_READERS = {
    "raises": ("def read(path, content): raise ValueError('broken')", [], "ValueError: broken"),
    "raises in the middle": (
        "def read(path, content):\n yield one('甲校')\n raise KeyError('k')",
        ["甲校"],
        "KeyError: 'k'",
    ),
    "raises what is an OSError": ("def read(path, content): raise TimeoutError('late')", [], "TimeoutError: late"),
    "recurses for ever": ("def read(path, content): return read(path, content)", [], "RecursionError: "),
    "gives nothing": ("def read(path, content): pass", [], "TypeError: 'NoneType' object is not iterable"),
    "gives something else": (
        "def read(path, content):\n yield one('甲校')\n yield {'school_name': '乙校'}",
        ["甲校"],
        "TypeError: reader 'odd' gives dict, not Submission or Rejection",
    ),
    "names a fact by a number": (
        "def read(path, content): return [Submission(facts={1: 2})]",
        [],
        "TypeError: facts: a name is a text, not 1",
    ),
    "gives a task's text that is none": (
        "def read(path, content): return [Submission(facts={}, narratives={'T01': None})]",
        [],
        "TypeError: texts: 'T01' takes str, not NoneType",
    ),
    "gives problems that are none": (
        "def read(path, content): return [Submission(facts={}, problems=None)]",
        [],
        "TypeError: Submission.problems takes str, not NoneType",
    ),
    "gives remarks that are none": (
        "def read(path, content): return [Submission(facts={}, remarks=['odd'])]",
        [],
        "TypeError: remarks: takes Remark, not str",
    ),
    "rejects without a location": (
        "def read(path, content): return [Rejection(location=str(path), reason='odd')]",
        [],
        "TypeError: Rejection.location takes Location, not str",
    ),
    "tells a number of a person": (
        "def read(path, content): raise ValueError('42070420100101123X')",
        [],
        "ValueError: 420*************3X",
    ),
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "a.odd").write_text("?")
    (tmp_path / "b.json").write_text('{"school_name": "丙校"}', encoding="utf-8")
    return [tmp_path / "a.odd", tmp_path / "b.json"]


@pytest.mark.parametrize(("source", "read", "problem"), FAILING_READERS.values(), ids=FAILING_READERS)
def test_a_reader_that_fails_costs_its_file(
    install: Install, files: list[Path], source: str, read: list[str], problem: str
) -> None:
    install("clumsy", READER + source)
    reports = checkrules.check(files, checkrules.load_checklist("mental-health"))
    assert [report.subject for report in reports.reports] == [*read, "丙校"]
    (rejection,) = reports.rejected
    assert rejection.location == checkrules.Location(file=str(files[0]))
    assert rejection.reason.en.startswith(NAMED.en + problem)
    assert rejection.reason.zh.startswith(NAMED.zh + problem)
    assert rejection.hint is not None
    assert "卸载" in rejection.hint.zh


def test_a_failing_reader_ends_as_unreadable_input(
    install: Install, files: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    install("clumsy", READER + "def read(path, content): raise ValueError('broken')")
    with pytest.raises(SystemExit) as end:
        main(["check", *map(str, files), "--lang", "en", "--format", "json"])
    out, err = capfd.readouterr()
    assert end.value.code == 2
    assert "丙校" in out
    assert f"a.odd: {NAMED.en}ValueError: broken\n" in err
    assert "Traceback" not in err


def test_with_debugging_a_plugin_s_error_passes(
    install: Install, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    install("clumsy", READER + "def read(path, content): raise ValueError('broken')")
    monkeypatch.setenv("CHECKRULES_DEBUG", "1")
    with pytest.raises(ValueError, match="broken"):
        checkrules.check(files, checkrules.load_checklist("mental-health"))


NORMALISE = """
@hookimpl
def normalise_facts(facts, form):
    if facts["school_name"] == "甲校":
        raise ValueError("broken")

@hookimpl
def register_readers(register):
    read = lambda path, content: [Submission(facts={"school_name": n}, location=Location(file=str(path), line=i))
                                  for i, n in enumerate(("甲校", "乙校"), start=1)]
    register(Reader(name="odd", suffixes=(".odd",), title=Text("怪", "odd"), read=read))
"""


def test_a_record_at_which_normalising_fails_is_rejected(install: Install, files: list[Path]) -> None:
    install("clumsy", NORMALISE)
    reports = checkrules.check(files, checkrules.load_checklist("mental-health"))
    assert [report.subject for report in reports.reports] == ["乙校", "丙校"]
    assert [(r.location.line, r.reason.en) for r in reports.rejected] == [(1, NAMED.en + "ValueError: broken")]


def test_a_report_stays_where_telling_of_it_fails(install: Install, files: list[Path]) -> None:
    install("clumsy", "@hookimpl\ndef after_report(report): raise ValueError('broken')")
    reports = checkrules.check(files[1:], checkrules.load_checklist("mental-health"))
    assert [report.subject for report in reports.reports] == ["丙校"]
    assert not reports.rejected
    (remark,) = reports.remarks
    assert (remark.code, remark.message.zh) == ("plugin_failed", NAMED.zh + "ValueError: broken")
    assert remark.location is not None
    assert remark.location.file == str(files[1])


WRITER = """
@hookimpl
def register_writers(register):
    register(Writer(name="odd", suffixes=(".odd",), title=Text("怪", "odd"), write=write))
"""
FAILING_WRITERS = {
    "raises": ("def write(reports, language): raise ValueError('broken')", "ValueError: broken"),
    "gives something else": (
        "def write(reports, language): return ['text']",
        "TypeError: writer 'odd' gives list, not str or bytes",
    ),
    "gives what UTF-8 has not": (
        "def write(reports, language): return '\\ud800'",
        "UnicodeEncodeError: 'utf-8' codec can't encode character",
    ),
}


@pytest.mark.parametrize(("source", "problem"), FAILING_WRITERS.values(), ids=FAILING_WRITERS)
def test_a_writer_that_fails_leaves_no_file(
    install: Install,
    files: list[Path],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    source: str,
    problem: str,
) -> None:
    install("clumsy", WRITER + source)
    output = tmp_path / "out.odd"
    before = sorted(tmp_path.iterdir())
    checklist = checkrules.load_checklist("mental-health")
    reports = checkrules.check(files[1:], checklist)
    with pytest.raises(checkrules.PluginError) as error:
        checkrules.write(reports, output)
    assert error.value.problem.zh.startswith(NAMED.zh + problem)
    assert error.value.problem.en.startswith(NAMED.en + problem)
    with pytest.raises(SystemExit) as end:
        main(["check", str(files[1]), "--output", str(output), "--lang", "zh"])
    out, err = capfd.readouterr()
    assert (end.value.code, out) == (2, "")
    assert err.startswith(NAMED.zh + problem)
    assert "Traceback" not in err
    assert sorted(tmp_path.iterdir()) == before


MODEL = """
@hookimpl
def register_scoring_models(register):
    register(ScoringModel(name="fickle", title=Text("无常", "fickle"), score=score, maximum=lambda p, c, g: 1.0))

def score(points, credits, groups):
    {body}
"""
FAILING_MODELS = {
    "raises": ("raise ValueError('broken')", "ValueError: broken"),
    "gives no number": ("return 'much'", "ValueError: could not convert string to float: 'much'"),
}


def canteen(folder: Path, model: str) -> checkrules.Checklist:
    """The example checklist, scored by another model."""
    rules = shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", folder / "rules")
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", rules)
    file = rules / "checklist.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("model: points", f"model: {model}"), encoding="utf-8")
    return checkrules.load_checklist(rules, plugins=[plugin()])


@pytest.mark.parametrize(("body", "problem"), FAILING_MODELS.values(), ids=FAILING_MODELS)
def test_a_record_that_cannot_be_scored_is_rejected(install: Install, tmp_path: Path, body: str, problem: str) -> None:
    install("clumsy", MODEL.format(body=f"if any(credits): return 1.0\n    {body}"))
    checklist = canteen(tmp_path, "fickle")
    (tmp_path / "two.ndjson").write_text(
        '{"canteen_name": "甲", "fridge_temperature": 1}\n{"canteen_name": "乙", "fridge_temperature": 9}\n',
        encoding="utf-8",
    )
    reports = checkrules.check(tmp_path / "two.ndjson", checklist)
    assert [report.subject for report in reports.reports] == ["甲"]
    assert [(r.location.line, r.reason.en) for r in reports.rejected] == [(2, NAMED.en + problem)]


FUNCTION = """
@hookimpl
def register_functions(register):
    register(Function(name="share", takes=("number", "number"), gives="number", call=lambda a, b: a / b, columns=columns))

def columns(part, whole):
    raise ValueError("broken")
"""


def test_a_function_that_fails_in_columns_is_named(install: Install, tmp_path: Path) -> None:
    install("clumsy", FUNCTION)
    rules = shutil.copytree(EXAMPLE / "checkrules_kitchen" / "rules", tmp_path / "rules")
    shutil.copy(EXAMPLE / "checkrules_kitchen" / "kitchen.schema.json", rules)
    checklist = checkrules.load_checklist(rules)
    (tmp_path / "a.csv").write_text("canteen_name,cook_count\n甲,5\n", encoding="utf-8")
    with pytest.raises(checkrules.PluginError) as error:
        checkrules.check_table(tmp_path / "a.csv", checklist)
    assert error.value.problem.en == NAMED.en + "ValueError: broken"


COMMAND = """
@hookimpl
def register_commands(register):
    import click

    @click.group("odd")
    def odd(): pass

    @odd.command("fail")
    def fail(): raise ValueError("broken")

    @odd.command("refuse")
    def refuse(): raise click.UsageError("not so")

    @odd.command("say")
    def say(): click.echo("said")

    register(odd)
"""
ENDS = {
    "fail": (2, "", NAMED.en + "ValueError: broken\n"),
    "refuse": (2, "", "not so\n"),
    "say": (0, "said\n", ""),
}


@pytest.mark.parametrize(("command", "end"), ENDS.items(), ids=ENDS)
def test_a_command_that_fails_names_its_plugin(
    install: Install,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    end: tuple[int, str, str],
) -> None:
    monkeypatch.setenv("CHECKRULES_LANG", "en")
    install("clumsy", COMMAND)
    with pytest.raises(SystemExit) as exited:
        main(["odd", command])
    out, err = capfd.readouterr()
    assert (exited.value.code, out) == end[:2]
    assert end[2] in err
    assert "Traceback" not in err
