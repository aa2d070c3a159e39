"""What a form shows by what is filled in."""

from __future__ import annotations

import checkrules
from checkrules.model.submission import Submission
from checkrules.reading.form_facts import state_from_form


def test_a_filled_form_shows_how_much_of_it_is_filled() -> None:
    content = checkrules.load_checklist("mental-health").content
    counted = next(fact for fact in content.form.facts if fact.counts == "narratives")
    filled = next(fact for fact in content.form.facts if fact.filled == "problems")
    form = Submission(facts={}, narratives={"T01": "有", "T02": " "}, problems="无", is_form=True)
    read = state_from_form(form, content)
    assert (read.facts[counted.name], read.facts[filled.name]) == (1, True)
    assert read.origins[counted.name].kind == "form"
    assert state_from_form(Submission(facts={}), content).facts == {}
