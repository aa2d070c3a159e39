from __future__ import annotations

import pytest

from checkrules import Content

from .sample import make_content


@pytest.fixture(scope="session")
def content() -> Content:
    return make_content()
