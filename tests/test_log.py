"""The log: silent until a program listens, then one line for what it needs to know, masked, in English."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import checkrules
from checkrules.authoring.lint import row_by_row
from checkrules.hooks import registry

from .kitchen import CANTEEN, kitchen

ID = "420700201001011234"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{record.levelname} {record.getMessage()}" for record in caplog.records if record.name == "checkrules"]


def test_nothing_is_said_until_a_program_listens(tmp_path: Path) -> None:
    code = "import checkrules; checkrules.check(['none.json'], checkrules.load_checklist('mental-health'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_file_that_is_set_aside_is_a_line_with_its_reason(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    checklist = kitchen()
    bad, table = tmp_path / f"张三{ID}\x1b[31m.json", tmp_path / "b.csv"
    bad.write_text("{")
    table.write_bytes(b"\xff\xfe\x00")
    caplog.clear()
    checkrules.check([bad], checklist)
    checkrules.check_table([table], checklist)
    assert len(lines(caplog)) == 2
    assert all(line.startswith("WARNING set aside: ") for line in lines(caplog))
    assert ID not in caplog.text
    assert "\x1b" not in caplog.text


def test_judging_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    checklist = kitchen()
    with caplog.at_level(logging.DEBUG, logger="checkrules"):
        caplog.clear()
        checklist.evaluate(CANTEEN).to_json()
        checklist.evaluate({"cook_count": "many"}).to_json()
    assert lines(caplog) == []


def test_a_plugin_that_is_left_out_is_named(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from importlib import metadata

    point = metadata.EntryPoint(name="broken", value="no_such_module_at_all", group=registry.GROUP)
    found = metadata.entry_points
    monkeypatch.setattr(metadata, "entry_points", lambda **given: [*found(**given), point])
    registry.load_plugins()
    assert lines(caplog) == [
        "WARNING plugin broken is left out: ModuleNotFoundError: No module named 'no_such_module_at_all'"
    ]


def test_a_rule_that_tables_decide_row_by_row_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="checkrules"):
        checklist = kitchen()
        caplog.clear()
        _ = checklist.evaluate_frame(pl.DataFrame({"cook_count": [5]})).outcomes
    assert lines(caplog)
    assert [line.split()[2] for line in lines(caplog)] == [item.rule.id for item in row_by_row(checklist) if item.rule]
