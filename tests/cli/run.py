"""Runs the command line in this process, as a user would: arguments in, exit code and what both streams show out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs
from click.testing import CliRunner

from checkrules.cli.main import main

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "examples" / "forms"
ROSTER = str(FORMS / "roster.csv")


@attrs.frozen
class Done:
    """A run that has ended."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str, **environment: str) -> Done:
    """Run a command, in Chinese unless the arguments or the environment ask for English."""
    with CliRunner().isolation(env={"CHECKRULES_LANG": "zh", **environment}) as (out, err, _):
        try:
            main(list(arguments))
        except SystemExit as end:
            sys.stdout.flush()
            return Done(int(end.code or 0), out.getvalue().decode(), err.getvalue().decode())


def write_facts(path: Path, **facts: object) -> str:
    """A submission as a JSON file."""
    path.write_text(json.dumps({"school_name": "某校", **facts}, ensure_ascii=False), encoding="utf-8")
    return str(path)
