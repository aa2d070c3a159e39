"""What only a process of its own shows: the installed command, other encodings, a closed pipe, Ctrl-C, imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from checkrules.__main__ import main

from .run import write_facts

MODULE = (sys.executable, "-m", "checkrules")


def process(
    *command: str, stdout: int = subprocess.PIPE, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "CHECKRULES_LANG": "zh", "PYTHONIOENCODING": "utf-8", **(environment or {})}
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=variables, check=False)


def test_the_command_is_installed_and_is_the_module() -> None:
    (script,) = entry_points(group="console_scripts", name="checkrules")
    assert script.load() is main
    done = process(*MODULE, "--version")
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, b"checkrules", b"")


@pytest.mark.parametrize("encoding", ["gbk", "cp936"])
def test_a_chinese_console_is_no_trouble(tmp_path: Path, encoding: str) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False, school_name="某校😀")
    done = process(*MODULE, "check", file, "--fail-on", "never", environment={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "未开展家访" in done.stdout.decode(encoding)


def test_a_pipe_that_nobody_reads_is_no_fault_and_no_verdict() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process(*MODULE, "rules", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("options", ["--help", "check --help"])
def test_the_reader_of_help_may_close_the_pipe(options: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process(*MODULE, *options.split(), stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


SHELL = {
    "closed standard output": (">&-", 2, "标准输出已关闭\n"),
    "closed standard output, to a file": ("-o r.json >&-", 0, ""),
    "closed standard error": ("2>&- >/dev/null", 0, ""),
    "closed standard error, a wrong file": ("none.json 2>&- >/dev/null", 2, ""),
    "all closed": ("-o r.json <&- >&- 2>&-", 0, ""),
    "all closed, wrong usage": ("--formt <&- >&- 2>&-", 2, ""),
    "a full disk": (">/dev/full", 2, "磁盘空间不足\n"),
    "a full disk, help": ("--help >/dev/full", 2, "磁盘空间不足\n"),
    "a full disk, messages": ("none.json 2>/dev/full >/dev/null", 2, ""),
    "a full disk, wrong usage": ("--formt 2>/dev/full", 2, ""),
    "a full disk, results and messages": (">/dev/full 2>&1", 2, ""),
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(("rest", "code", "messages"), SHELL.values(), ids=SHELL)
def test_streams_that_are_closed_or_full(rest: str, code: int, messages: str, tmp_path: Path) -> None:
    write_facts(tmp_path / "a.json")
    command = f'cd "{tmp_path}"; "{sys.executable}" -m checkrules check a.json {rest}'
    done = process("/bin/sh", "-c", command)
    assert (done.returncode, done.stderr.decode()) == (code, messages)
    assert (tmp_path / "r.json").exists() == ("-o" in rest)


NAMES = {
    "no UTF-8": (b"bad\xff.json", "bad\\udcff.json"),
    "a line break": ("新\n行.json".encode(), "新\\n行.json"),
    "an escape sequence": (b"red\x1b[31m.json", "red\\x1b[31m.json"),
    "a backslash": (b"in\\a.json", "in\\a.json"),
    "blanks": (b" a b .json", " a b .json"),
    "quotes": (b"\"a'.json", "\"a'.json"),
}


@pytest.mark.parametrize("format_", ["terminal", "json", "markdown", "html"])
def test_odd_names_of_files_are_judged_and_shown_as_text(format_: str, tmp_path: Path) -> None:
    for number, (name, _) in enumerate(NAMES.values()):
        file = tmp_path / os.fsdecode(name)
        file.write_text(f'{{"school_name": "某校{number}", "student_count": "x"}}', encoding="utf-8")
    output = tmp_path / os.fsdecode(b"out\xff")
    given = [os.fsencode(tmp_path / os.fsdecode(name)) for name, _ in NAMES.values()]
    arguments = [os.fsencode(tmp_path) + b"/"] if format_ != "json" else given
    done = process(*MODULE, "check", *arguments, "-f", format_, "-o", output, "--fail-on", "never")  # type: ignore[arg-type]
    assert (done.returncode, done.stdout) == (0, b"")
    for _, shown in NAMES.values():
        assert f"{tmp_path}/{shown}: “在校（园）学生数”" in done.stderr.decode()
    written = output.read_bytes()
    assert b"\x1b" not in written + done.stderr
    if format_ == "json":
        sources = {report["submission"]["source"] for report in json.loads(written)["reports"]}
        assert sources == {f"{tmp_path}/{shown}" for _, shown in NAMES.values()}


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": ""},
        {"LC_ALL": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "cp936"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda environment: " ".join(f"{key}={value}" for key, value in environment.items()),
)
def test_no_locale_changes_what_is_judged_or_ends_a_run(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "学校").mkdir()
    write_facts(tmp_path / "学校" / "甲😀.json", home_visits_done=False, student_count="x")
    written = process(
        *MODULE, "check", str(tmp_path / "学校"), "-f", "json", "-o", str(tmp_path / "r.json"), environment=environment
    )
    assert written.returncode == 1
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [issue["rule"] for issue in document["reports"][0]["issues"]] == ["T11-5"]
    done = process(*MODULE, "check", str(tmp_path / "学校"), environment=environment)
    assert (done.returncode, b"Traceback" in done.stderr, b"T11-5" in done.stdout) == (1, False, True)


KILLED = """
import os, signal, sys

folder, left = sys.argv[1], int(sys.argv[2])
EVENTS = {"open", "os.rename", "os.chmod", "os.chown", "os.remove"}

def kill_at(event, arguments):
    global left
    if event in EVENTS and any(folder in str(argument) for argument in arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_at)
from checkrules.cli.main import main
main(sys.argv[3:])
"""


@pytest.mark.parametrize("before", [None, "old"], ids=["no file before", "a file before"])
def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(before: str | None, tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json", home_visits_done=False)
    output = tmp_path / "out" / "r.json"
    output.parent.mkdir()
    kills = 0
    while True:
        output.unlink(missing_ok=True)
        if before is not None:
            output.write_text(before)
        given = (str(output.parent), str(kills + 1), "check", file, "-o", str(output), "-f", "json")
        done = process(sys.executable, "-c", KILLED, *given)
        text = output.read_text(encoding="utf-8") if output.exists() else None
        assert text == before or len(json.loads(text or "")["reports"]) == 1
        assert [path.name for path in output.parent.iterdir() if not path.name.startswith(".")] in ([], ["r.json"])
        if done.returncode >= 0:
            break
        assert done.returncode == -signal.SIGKILL
        kills += 1
    assert (done.returncode, text != before) == (1, True)
    assert kills >= 4
    judged = process(*MODULE, "check", str(output.parent), "-f", "json", "-o", str(output), "--fail-on", "never")
    assert judged.returncode == 2  # what was left behind is no submission
    assert "什么也没有判定" in judged.stderr.decode()


class Windows:
    """The module `os` as a program on Windows finds it."""

    name = "nt"

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


def test_what_a_windows_shell_does_not_expand_is_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.json", "b c.json"):
        write_facts(tmp_path / name, school_name=name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("click.core.os", Windows())
    monkeypatch.setattr(sys, "argv", ["checkrules", "check", "*.json", "-f", "json"])
    with pytest.raises(SystemExit) as end:
        main()
    reports = json.loads(capsys.readouterr().out)["reports"]
    assert (end.value.code, [report["submission"]["source"] for report in reports]) == (0, ["a.json", "b c.json"])


def test_a_separator_at_the_end_of_a_path_changes_nothing(tmp_path: Path) -> None:
    write_facts(tmp_path / "a.json")
    for given in (f"{tmp_path}/", f"{tmp_path}//", f"{tmp_path}/./"):
        done = process(*MODULE, "check", given, "-f", "json")
        assert (done.returncode, len(json.loads(done.stdout)["reports"])) == (0, 1)


INTERRUPTED = """
import signal

@hookimpl
def register_readers(register):
    register(Reader(name="slow", suffixes=(".slow",), title=Text("慢", "slow"), read=read))

def read(path, content):
    yield Submission(facts={"school_name": "甲校"})
    signal.raise_signal(signal.SIGINT)
"""


def test_ctrl_c_ends_without_a_traceback(tmp_path: Path, install: Callable[[str, str], None]) -> None:
    install("slow", INTERRUPTED)
    (tmp_path / "a.slow").write_text("?")
    done = process(*MODULE, "check", str(tmp_path / "a.slow"), environment={"PYTHONPATH": os.pathsep.join(sys.path)})
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"\n")


def imports_of(code: str, *modules: str, **environment: str) -> list[str]:
    """Which modules some code imports."""
    done = process(sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)", environment=environment)
    assert done.stderr == b""
    return sorted({*done.stdout.decode().split()} & {*modules})


def test_start_up_imports_nothing_heavy() -> None:
    heavy = ("lxml", "rich", "jinja2", "yaml", "jsonschema", "rule_engine", "pluggy", "msgspec", "polars")
    assert imports_of("import checkrules, checkrules.cli.main", *heavy) == []


def test_a_warm_cache_keeps_rule_engine_and_yaml_out(tmp_path: Path) -> None:
    file = write_facts(tmp_path / "a.json")
    code = f"import checkrules; list(checkrules.read({file!r}, checkrules.load_checklist('mental-health')))"
    heavy = ("lxml", "rich", "jinja2", "yaml", "jsonschema", "rule_engine", "polars")
    cache = {"CHECKRULES_CACHE": str(tmp_path / "cache")}
    assert "rule_engine" in imports_of(code, *heavy, **cache)
    assert imports_of(code, *heavy, **cache) == []
