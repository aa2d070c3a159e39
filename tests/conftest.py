"""The option that refreshes golden files, and the fixture that holds a text against one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checkrules.plugin import Content

from .content_by_hand import make_content

GOLDEN = Path(__file__).parent / "golden"


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
