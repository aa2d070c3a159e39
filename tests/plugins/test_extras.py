"""Without the extras: what needs one says which, and the rest is judged. In a process of its own, for modules stay loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from .workbooks import save

ROOT = Path(__file__).parents[2]
FORM = ROOT / "examples" / "forms" / "C01.docx"
BARE = """
import sys
for name in ("jinja2", "lxml", "polars", "python_calamine", "ray", "rich"):
    sys.modules[name] = None
"""
MAIN = BARE + "from checkrules.cli.main import main; main(sys.argv[1:])"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", MAIN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "a.json"
    file.write_text('{"school_name": "甲校"}', encoding="utf-8")
    return file


def test_a_word_form_is_rejected_and_the_rest_is_judged(record: Path) -> None:
    done = run("check", FORM, record, "--format", "json", "--lang", "zh")
    assert "甲校" in done.stdout
    assert f"{FORM}: 读取 Word 文件需要 lxml，尚未安装\n  请运行 pip install 'checkrules[docx]'\n" in done.stderr
    assert done.returncode == 2


def test_a_workbook_is_rejected_and_the_rest_is_judged(record: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "rows.xlsx", [["学校"], ["乙校"]])
    done = run("check", file, record, "--format", "json", "--lang", "zh")
    assert "甲校" in done.stdout
    assert (
        f"{file}: 读取电子表格需要 python_calamine，尚未安装\n  请运行 pip install 'checkrules[xlsx]'\n" in done.stderr
    )
    assert done.returncode == 2


NEEDED = {
    "html": (
        ("--format", "html"),
        "the HTML report needs jinja2, which is not installed\nrun pip install 'checkrules[html]'\n",
    ),
    "tables": (
        ("--issues", "issues.csv"),
        "judging tables needs polars, which is not installed\nrun pip install 'checkrules[table]'\n",
    ),
}


@pytest.mark.parametrize(("options", "message"), NEEDED.values(), ids=NEEDED)
def test_what_needs_an_extra_says_which(record: Path, options: tuple[str, ...], message: str) -> None:
    done = run("check", record, *options, "--lang", "en")
    assert (done.stdout, done.stderr, done.returncode) == ("", message, 2)


@pytest.mark.parametrize("command", ["rules", "plugins", "explain", "check"])
def test_what_needs_none_works(record: Path, command: str) -> None:
    arguments = {"explain": (record, "T09-1"), "check": (record,)}.get(command, ())
    done = run(command, *arguments, "--lang", "en")
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout


def test_on_a_terminal_the_text_is_plain_and_says_what_colour_needs(record: Path) -> None:
    main, terminal = os.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"}
    command = [sys.executable, "-c", MAIN, "check", str(record), "--lang", "en"]
    shown = b""
    with subprocess.Popen(command, stdout=terminal, stderr=subprocess.PIPE, env=environment) as running:
        os.close(terminal)
        with open(main, "rb", buffering=0) as screen, suppress(OSError):  # what a closed terminal raises
            while data := screen.read(65_536):
                shown += data
        _, messages = running.communicate()
    assert (running.returncode, "甲校" in shown.decode(), b"\x1b" in shown) == (0, True, False)
    assert messages.decode() == "colour needs rich, which is not installed\nrun pip install 'checkrules[terminal]'\n"


@pytest.mark.parametrize("module", ["checkrules", "checkrules.plugin"])
@pytest.mark.parametrize(
    "code",
    [
        "missing = [name for name in module.__all__ if not hasattr(module, name)]; assert not missing, missing",
        "exec(f'from {module.__name__} import *')",
        "import inspect; [inspect.getdoc(getattr(module, name)) for name in dir(module)]",
    ],
)
def test_every_public_name_is_there(module: str, code: str) -> None:
    script = f"{BARE}import {module} as module\n{code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_says_what_to_install() -> None:
    code = (
        "import checkrules\n"
        "try: checkrules.load_checklist('mental-health').evaluate_frame([])\n"
        "except checkrules.UsageError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", BARE + code], capture_output=True, text=True, check=False)
    assert "pip install 'checkrules[table]'" in done.stdout
