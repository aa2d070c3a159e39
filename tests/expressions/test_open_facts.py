"""The facts that can still change an expression: no default and no open condition hides one."""

from __future__ import annotations

import pytest

from checkrules.expressions.open_facts import open_facts
from checkrules.expressions.parse import parse_condition
from checkrules.expressions.scope import Meaning, Scope
from checkrules.expressions.trace import Environment, trace

SCOPE = Scope(
    names={
        **{name: Meaning(kind="fact", type="integer") for name in ("m", "n")},
        **{name: Meaning(kind="fact", type="boolean") for name in ("a", "b")},
        "large": Meaning(kind="definition", type="boolean"),
        "limit": Meaning(kind="parameter", type="integer"),
    },
    functions={},
)
LARGE = parse_condition("n >= limit or (limit > 5 and (m ?? 0) >= limit)", SCOPE)


def found(text: str, **stated: object) -> tuple[str, ...]:
    environment = Environment(
        facts={"m": None, "n": None, "a": None, "b": None, **stated},
        parameters={"limit": 5},
        definitions={},
        functions={},
    )
    large = {"large": trace(LARGE, environment)}
    environment = Environment(
        facts=environment.facts, parameters=environment.parameters, definitions=large, functions={}
    )
    return open_facts(parse_condition(text, SCOPE), environment, {"large": LARGE})


@pytest.mark.parametrize(
    ("text", "stated", "open_"),
    [
        ("a and b", {}, ("a", "b")),
        ("a and b", {"a": False}, ()),
        ("a and b", {"a": True}, ("b",)),
        ("a or b", {"b": True}, ()),
        ("not (a or b)", {"a": False}, ("b",)),
        ("n > 1 and n + m > 3", {"n": 2}, ("m",)),
        ("(n ?? 1) != 0", {}, ("n",)),
        ("(n ?? m) != 0", {}, ("n", "m")),
        ("(n ?? m) != 0", {"n": 3}, ()),
        ("a and (n ?? 1) != 0", {"a": False}, ()),
        ("b or (n ?? 1) != 0", {}, ("b", "n")),
        ("a ? n > 1 : m > 1", {}, ("a", "n", "m")),
        ("a ? n > 1 : m > 1", {"a": False}, ("m",)),
        ("(n ?? 1) > 0 ? a : b", {}, ("n", "a", "b")),
        ("n == null", {}, ("n",)),
        ("n == null", {"n": 1}, ()),
        ("large and a", {}, ("n", "a")),
        ("large", {"n": 9}, ()),
    ],
)
def test_what_can_still_change_it(text: str, stated: dict[str, object], open_: tuple[str, ...]) -> None:
    assert found(text, **stated) == open_
