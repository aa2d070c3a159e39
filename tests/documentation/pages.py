"""Runs a page of the documentation: its files are written, its Python and its commands run, what they print is compared.

A page's blocks run from top to bottom in one new folder that has a copy of `examples/`:

- a block with `title="path"` is a file, and is written;
- `python` runs, in one namespace per page; a `text` block right after it is what it prints;
- `console`: lines that begin with `$ ` are commands, the lines below them what they print.

In what is printed `…` stands for anything; alone on a line, for any number of lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from checkrules.__main__ import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *(
        ROOT / name
        for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "examples/checkrules-kitchen/README.md")
    ),
    *sorted(DOCS.rglob("*.md")),
]
FENCE = re.compile(
    r'^(?P<indent> *)```(?P<language>[\w-]*)(?: +title="(?P<title>[^"]+)")?[^\n]*\n(?P<text>.*?)^(?P=indent)```$',
    re.M | re.S,
)
NOT_RUN = (
    "git clone",
    "cd checkrules",
    "python3 -m venv",
    "py -m venv",
    ". .venv/bin/activate",
    r".venv\Scripts",
    "mkdocs",
    "pip uninstall",
)
"""What installs or removes packages. The README's commands run in `.ci/run`, in an environment of their own."""


@attrs.frozen
class Block:
    """A fenced block. `follows`: nothing but blank lines stands between it and the block before. `line`: its first line."""

    language: str
    title: str | None
    text: str
    follows: bool
    line: int


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a page, in order."""
    end = 0
    for match in FENCE.finditer(text):
        body = textwrap.dedent(match["text"])
        follows = not text[end : match.start()].strip()
        yield Block(match["language"], match["title"], body, follows, text.count("\n", 0, match.start()) + 2)
        end = match.end()


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what the page shows."""
    pattern = ""
    for line in expected.rstrip().splitlines():
        parts = (re.escape(part.rstrip()) for part in line.split("…"))
        pattern += r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(parts) + r" *\n"
    return re.fullmatch(pattern, printed.rstrip() + "\n") is not None


class PageRun:
    """One page in one folder."""

    def __init__(self, path: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.exit_code = 0
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.chdir(folder)
        monkeypatch.syspath_prepend(str(folder))
        for name in ("CHECKRULES_LANG", "LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "C.UTF-8")
        monkeypatch.setenv("COLUMNS", "80")

    def run(self, text: str) -> None:
        """All blocks of a page."""
        found = list(blocks(text))
        for block, following in zip(found, [*found[1:], None], strict=False):
            if block.title is not None:
                path = self.folder / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            elif block.language == "python":
                printed = self.python("\n" * (block.line - 1) + block.text)
                if following is not None and following.language == "text" and following.follows:
                    assert matches(following.text, printed), f"{block.text}\nprints\n{printed}"
            elif block.language == "console":
                self.console(block.text)

    def python(self, text: str) -> str:
        """Run a block of Python; what it prints."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(text, self.path, "exec"), self.names)
        return printed.getvalue()

    def console(self, text: str) -> None:
        """Run commands, each compared with the lines below it."""
        for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
            joined = part.replace("\\\n", " ")
            command, _, expected = joined.partition("\n")
            printed = self.command(command.split("   #")[0].strip())
            assert not expected.strip() or matches(expected, printed), f"{command}\nprints\n{printed[:4000]}"
            shown = expected.strip() or command == "echo $?"
            assert shown or self.exit_code in (0, 1), f"{command}\nends with {self.exit_code}\n{printed}"

    def command(self, command: str) -> str:
        """Run one command; what it prints on standard output and standard error."""
        if command == "echo $?":
            return f"{self.exit_code}\n"
        if command.startswith(NOT_RUN):
            return ""
        if command.startswith("pip install"):
            return self.install(shlex.split(command)[2:])
        if command.startswith("export "):
            self.monkeypatch.setenv(*command.removeprefix("export ").split("=", 1))
            return ""
        if command.startswith("cd "):
            self.monkeypatch.chdir(command.removeprefix("cd "))
            return ""
        if command.startswith("checkrules ") and not re.search(r"[|<>;&*$]", command):
            return self.checkrules(shlex.split(command)[1:])
        return self.shell(command)

    def checkrules(self, arguments: list[str]) -> str:
        """The command line, in this process."""
        with io.StringIO() as printed:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                try:
                    main(arguments)
                except SystemExit as end:
                    self.exit_code = int(end.code or 0)
            return printed.getvalue()

    def shell(self, command: str) -> str:
        """Any other command, as a process."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            ["bash", "-c", command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.exit_code = done.returncode
        return done.stdout

    def install(self, arguments: list[str]) -> str:
        """What pip would do, without a network: extras exist; a plugin's entry points are found."""
        *options, what = arguments
        folder, _, extras = what.partition("[")
        if folder in (".", "checkrules"):
            known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
                "optional-dependencies"
            ]
            assert {*filter(None, extras.rstrip("]").split(","))} <= known.keys(), what
        source = Path(folder).resolve()
        if set(options) <= {"-q", "-e"} and (source / "pyproject.toml").is_file():
            project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["checkrules"].items())
            info = self.folder / "site-packages" / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
            info.mkdir(parents=True)
            (info / "METADATA").write_text(
                f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\n"
            )
            (info / "entry_points.txt").write_text(f"[checkrules]\n{points}")
            self.monkeypatch.syspath_prepend(str(info.parent))
            self.monkeypatch.syspath_prepend(str(source))
            for module in project["entry-points"]["checkrules"].values():
                for name in [name for name in sys.modules if f"{name}.".startswith(f"{module}.")]:
                    self.monkeypatch.delitem(sys.modules, name)  # another test may have imported it from elsewhere
        return ""
