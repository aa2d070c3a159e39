"""json-logic-qubit (JSONLogic in Python): `jsonLogic` on the list of all rules; there is nothing to compile.

This is faster than one call a rule.
"""

from __future__ import annotations

import json_logic

import checkrules
from peers import Judge
from peers.outcome_trees import outcome_trees
from peers.to_json_logic import to_json_logic


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts to outcomes."""
    json_logic.add_operation("length", len)
    logic = [to_json_logic(tree) for tree in outcome_trees(checklist)]
    return lambda facts: json_logic.jsonLogic(logic, facts)
