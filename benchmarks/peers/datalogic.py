"""datalogic-py (datalogic-rs): one compiled JSONLogic rule that gives the list of all outcomes, run in a session.

This is faster than one compiled rule a rule on a shared `DataHandle`, and than `Session.evaluate_many`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import datalogic_py

import checkrules
from peers import Judge, JudgeText
from peers.outcome_trees import outcome_trees
from peers.to_json_logic import to_json_logic


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts to outcomes."""
    return _evaluator(checklist)


def judge_text(checklist: checkrules.Checklist) -> JudgeText:
    """A function from facts as JSON text to outcomes."""
    evaluate = _evaluator(checklist)
    return lambda text: evaluate(text.decode() if isinstance(text, bytes) else text)


def _evaluator(checklist: checkrules.Checklist) -> Callable[[Any], list[str]]:
    engine = datalogic_py.Engine()
    rule = engine.compile_checked([to_json_logic(tree) for tree in outcome_trees(checklist)])
    session = engine.session()
    return lambda data: session.evaluate(rule, data)
