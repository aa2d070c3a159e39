"""Golden files and the option that refreshes them; the checklist made by hand; plugins that are installed for one test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from checkrules.plugin import Content

from .content_by_hand import make_content

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

GOLDEN = Path(__file__).parent / "golden"
PLUGIN_HEAD = """
from checkrules.plugin import *
from checkrules.plugin import hookimpl
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the golden files anew; look at the difference."
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)` fails where the text is not that of the file."""

    def hold(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        if not path.is_file():
            pytest.fail(f"there is no golden file {name}: run pytest --update-golden, and read what it writes")
        assert text == path.read_text(encoding="utf-8")

    return hold


@pytest.fixture(scope="session")
def content() -> Content:
    return make_content()


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
        (site / f"{module}.py").write_text(PLUGIN_HEAD + dedent(source), encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)

    return put
