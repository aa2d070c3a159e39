"""What only a process of its own shows: the installed command, other encodings, a closed pipe, Ctrl-C, imports."""

from __future__ import annotations

import os
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
