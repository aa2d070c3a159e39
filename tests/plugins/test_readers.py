"""Reader plugins register what they read, and importing them loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

import checkrules_csv
import checkrules_docx
import checkrules_json
import checkrules_office
import checkrules_spreadsheet
import checkrules_yaml
import checkrules_zip
from checkrules.plugin import Reader

SUFFIXES = {
    checkrules_csv: {"csv": (".csv", ".tsv")},
    checkrules_docx: {"docx": (".docx", ".docm")},
    checkrules_json: {"json": (".json",), "ndjson": (".ndjson", ".jsonl")},
    checkrules_office: {"office": (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott")},
    checkrules_spreadsheet: {"spreadsheet": (".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".ods")},
    checkrules_yaml: {"yaml": (".yaml", ".yml")},
    checkrules_zip: {
        "zip": (".zip",),
        "archive": (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".iso"),
    },
}


@pytest.mark.parametrize("plugin", SUFFIXES, ids=lambda plugin: plugin.__name__)
def test_readers_are_registered(plugin: object) -> None:
    readers: list[Reader] = []
    plugin.register_readers(readers.append)  # type: ignore[attr-defined]
    assert {reader.name: reader.suffixes for reader in readers} == SUFFIXES[plugin]  # type: ignore[index]


@pytest.mark.parametrize("plugin", SUFFIXES, ids=lambda plugin: plugin.__name__)
def test_importing_a_plugin_loads_nothing_heavy(plugin: object) -> None:
    name = plugin.__name__  # type: ignore[attr-defined]
    code = f"import sys, {name}; print(sorted({{'lxml', 'yaml', 'docx', 'python_calamine', 'zipfile', '{name}.read'}} & sys.modules.keys()))"
    path = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
