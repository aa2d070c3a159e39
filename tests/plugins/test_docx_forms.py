"""The official forms, as filled in, are read back whole: two layouts, four ways of numbering."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from checkrules import Submission, load_roster
from checkrules.plugin import Content
from checkrules.reading.roster_join import join
from checkrules_docx.read import read_docx

from ..content_by_hand import FILLED, FORMS


def only(path: Path, content: Content) -> Submission:
    (submission,) = read_docx(path, content)
    return submission


@pytest.mark.parametrize("case", sorted(FILLED))
def test_a_filled_form_is_read_back(case: str, content: Content) -> None:
    submission = only(FORMS / f"{case}.docx", content)
    expected = FILLED[case]
    facts = {name: list(value) if isinstance(value, tuple) else value for name, value in submission.facts.items()}
    assert facts == expected["head"] | {"inspection_date": dt.date.fromisoformat(expected["head"]["inspection_date"])}
    assert dict(submission.narratives) == expected["narratives"]
    assert submission.problems == expected["problems"]
    assert submission.is_form
    assert not submission.task_notes
    assert not submission.remarks
    assert {origin.kind for origin in submission.origins.values()} == {"field"}


@pytest.mark.parametrize("case", sorted(FILLED))
def test_the_register_adds_what_the_form_has_no_room_for(case: str, content: Content) -> None:
    register = load_roster(FORMS / "roster.csv", content.form)
    joined = join(only(FORMS / f"{case}.docx", content), register)
    assert {name: joined.facts[name] for name in FILLED[case]["register"]} == FILLED[case]["register"]
    assert joined.origins["student_count"].kind == "roster"
    assert not joined.remarks


def test_the_blank_form_states_nothing(content: Content) -> None:
    submission = only(FORMS / "blank.docx", content)
    assert not submission.facts
    assert not submission.narratives
    assert submission.problems == ""
    assert submission.is_form


def test_python_docx_and_a_round_trip_change_nothing(content: Content, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(str(FORMS / "C01.docx"))
    document.save(str(tmp_path / "again.docx"))
    assert dict(only(tmp_path / "again.docx", content).narratives) == FILLED["C01"]["narratives"]
