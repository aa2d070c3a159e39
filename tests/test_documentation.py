"""The documentation's examples run, and its public names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import checkrules

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
SNIPPETS = [
    pytest.param(snippet, id=f"{path.name}-{number}")
    for path in DOCUMENTS
    for number, snippet in enumerate(re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.S))
]


def test_there_are_snippets() -> None:
    assert len(SNIPPETS) >= 4


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_runs(snippet: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    exec(compile(snippet, "snippet", "exec"), {})


def test_every_public_name_can_be_imported_and_is_known_to_type_checkers() -> None:
    source = (ROOT / "src" / "checkrules" / "__init__.py").read_text(encoding="utf-8")
    for name in checkrules.__all__:
        assert getattr(checkrules, name) is not None
        if name != "__version__":
            assert f"{name} as {name}" in source, name
    with pytest.raises(AttributeError):
        checkrules.nonsense  # noqa: B018


def test_links_lead_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), (path.name, target)
