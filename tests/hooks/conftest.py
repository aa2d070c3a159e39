"""A plugin that is installed for one test: a module, and a distribution that names it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

HEAD = """
from checkrules.plugin import *
from checkrules.plugin import hookimpl
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """`install("clumsy", source)` installs the plugin `clumsy` of the distribution `checkrules-clumsy`."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def put(name: str, source: str) -> None:
        module = f"checkrules_test_{name}"
        info = site / f"checkrules_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: checkrules-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[checkrules]\n{name} = {module}\n")
        (site / f"{module}.py").write_text(HEAD + dedent(source), encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)

    return put
