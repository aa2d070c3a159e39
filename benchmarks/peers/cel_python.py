"""cel-python (CEL in Python): one program that gives the list of all outcomes, transpiled to Python by `CompiledRunner`.

This is faster than one program a rule, and than `InterpretedRunner`. The parser is made once a process, for the kind of
runner that comes first, so no other part of the process may use an `InterpretedRunner` before.
"""

from __future__ import annotations

import celpy

import checkrules
from peers import Judge
from peers.outcome_trees import outcome_trees
from peers.to_cel import to_cel


def judge(checklist: checkrules.Checklist) -> Judge:
    """A function from facts to outcomes."""
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = environment.program(environment.compile(f"[{', '.join(map(to_cel, outcome_trees(checklist)))}]"))
    return lambda facts: [str(outcome) for outcome in program.evaluate(celpy.json_to_cel(facts))]
