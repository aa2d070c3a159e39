"""What an expression can reach, and how it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from checkrules.model import tree as t
from checkrules.model.privacy import safe
from checkrules.model.text import Text


@attrs.frozen(kw_only=True)
class Meaning:
    """The meaning of a name. `fields`: those of the objects of a list; `choices`: the texts that a fact can be."""

    kind: Literal["fact", "parameter", "definition", "variable"]
    type: t.Type
    fields: Mapping[str, Meaning] = attrs.field(factory=dict)
    choices: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Signature:
    """The types that a registered function takes and gives."""

    takes: tuple[t.Type, ...]
    gives: t.Type


@attrs.frozen(kw_only=True)
class Scope:
    """All that an expression can reach, by name."""

    names: Mapping[str, Meaning]
    functions: Mapping[str, Signature] = attrs.field(factory=dict)


class ExpressionError(ValueError):
    """An expression is refused. `offset` is where in its text (None: unknown), `hint` names what may be meant."""

    def __init__(self, problem: Text, *, offset: int | None = None, length: int = 1, hint: Text | None = None):
        self.problem = safe(problem)  # it quotes what stands in the expression
        super().__init__(self.problem.en)
        self.offset = offset
        self.length = length
        self.hint = hint
