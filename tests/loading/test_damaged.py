"""However a checklist's file is damaged, loading raises nothing but ChecklistError, with the file's name."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checkrules

GOOD = Path(__file__).parent / "refused" / "_good"
FILES = sorted(str(path.relative_to(GOOD)) for path in GOOD.rglob("*.*"))
PIECES = [
    b'"',
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"\n",
    b"\t",
    b"&a ",
    b"*a",
    b"!x ",
    b"\xff",
    b"\0",
    b"|",
    b"null",
    b"9" * 30,
]


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the good checklist in which a few bytes are cut out and others put in."""
    name = draw(st.sampled_from(FILES))
    data = (GOOD / name).read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(st.sampled_from(PIECES)) + data[start + draw(st.integers(0, 12)) :]
    return name, data


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged=damage())
def test_only_a_checklist_error_is_raised(damaged: tuple[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    name, data = damaged
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "rules"
        monkeypatch.setenv("CHECKRULES_CACHE", f"{temporary}/cache")
        shutil.copytree(GOOD, folder)
        (folder / name).write_bytes(data)
        error = refused(folder)
        if error is not None:
            assert error.location is not None
            assert str(error.location.file).startswith(str(folder))


def refused(folder: Path) -> checkrules.ChecklistError | None:
    """Why a checklist is refused, None where it is loaded."""
    try:
        checkrules.load_checklist(folder, profile="strict", decisions=[folder / "decisions" / "one.yaml"])
    except checkrules.ChecklistError as error:
        return error
    return None
