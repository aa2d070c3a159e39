"""zen-engine (GoRules ZEN): one compiled expression that gives the list of all outcomes.

This is faster than one compiled expression a rule, than an expression that gives a map, and than a decision graph with one
expression node of all rules: each of these converts more on the way in or out.
"""

from __future__ import annotations

import zen

import checkrules
from peers import Judge, JudgeText
from peers.outcome_trees import outcome_trees
from peers.to_zen import to_zen


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts to outcomes."""
    return _compiled(checklist).evaluate


def judge_text(checklist: checkrules.Checklist) -> JudgeText:
    """A function from facts as JSON text to outcomes."""
    return _compiled(checklist).evaluate


def _compiled(checklist: checkrules.Checklist) -> zen.PyExpression:
    return zen.compile_expression(f"[{', '.join(map(to_zen, outcome_trees(checklist)))}]")
