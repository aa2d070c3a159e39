"""The typed tree of an expression: plain data, apart from any back end.

Nodes are msgspec structs, because a tree is kept as data between runs and msgspec checks every node on the way back in.
`Node` is their union; a back end is one function that matches on it and refuses, by name, what it does not know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal as OneOf
from typing import Union

import msgspec

Type = OneOf[
    "boolean", "integer", "number", "text", "date", "days", "null",
    "booleans", "numbers", "texts", "dates", "object", "objects",
]  # fmt: skip
"""What a node gives. `integer` is a `number` known to be whole; the plural types are lists; `days` is a span."""

LIST_OF: dict[Type, Type] = {
    "boolean": "booleans",
    "integer": "numbers",
    "number": "numbers",
    "text": "texts",
    "date": "dates",
    "object": "objects",
}
ITEM_OF: dict[Type, Type] = {
    "booleans": "boolean",
    "numbers": "number",
    "texts": "text",
    "dates": "date",
    "objects": "object",
}


class _Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="node"):
    pass


class Constant(_Node, kw_only=True, frozen=True, tag="constant"):
    """A boolean, a number, a text, or null."""

    value: bool | int | float | str | None


class Day(_Node, kw_only=True, frozen=True, tag="day"):
    """A date without a time zone."""

    value: dt.date


class Span(_Node, kw_only=True, frozen=True, tag="span"):
    """A whole number of days."""

    days: int


class Name(_Node, kw_only=True, frozen=True, tag="name"):
    """A fact, a parameter, a definition, or the variable of an enclosing `Each`."""

    kind: OneOf["fact", "parameter", "definition", "variable"]
    name: str
    type: Type


class Items(_Node, kw_only=True, frozen=True, tag="items"):
    """A list that is written out. Its items are never null."""

    items: tuple[Node, ...]
    type: Type


class Not(_Node, kw_only=True, frozen=True, tag="not"):
    operand: Node


class And(_Node, kw_only=True, frozen=True, tag="and"):
    left: Node
    right: Node


class Or(_Node, kw_only=True, frozen=True, tag="or"):
    left: Node
    right: Node


class Compare(_Node, kw_only=True, frozen=True, tag="compare"):
    """`left operator right`; null where either is null. `is null` is `IsNull`, a node of its own."""

    operator: OneOf["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


class IsNull(_Node, kw_only=True, frozen=True, tag="is-null"):
    """Whether the operand is not stated. Always decided."""

    operand: Node


class Arithmetic(_Node, kw_only=True, frozen=True, tag="arithmetic"):
    """Numbers, or a date and a span (`+`, `-`), or two dates (`-` gives days). `//` and `%` truncate towards zero."""

    operator: OneOf["+", "-", "*", "/", "//", "%", "**"]
    left: Node
    right: Node
    type: Type


class Negate(_Node, kw_only=True, frozen=True, tag="negate"):
    operand: Node


class Coalesce(_Node, kw_only=True, frozen=True, tag="coalesce"):
    """`left ?? right`."""

    left: Node
    right: Node


class Choose(_Node, kw_only=True, frozen=True, tag="choose"):
    """`condition ? then : otherwise`; null where the condition is null."""

    condition: Node
    then: Node
    otherwise: Node


class In(_Node, kw_only=True, frozen=True, tag="in"):
    """Whether a list holds an item."""

    item: Node
    container: Node


class Match(_Node, kw_only=True, frozen=True, tag="match"):
    """A text against a pattern of the shared subset (`patterns.py`). `anywhere`: search, else from the beginning."""

    operand: Node
    pattern: str
    anywhere: bool


class Length(_Node, kw_only=True, frozen=True, tag="length"):
    """How many items a list has, or characters a text."""

    operand: Node


class Part(_Node, kw_only=True, frozen=True, tag="part"):
    """A field of an object, or `year`, `month`, `day` of a date, or `days` of a span."""

    operand: Node
    name: str
    type: Type


class Each(_Node, kw_only=True, frozen=True, tag="each"):
    """`[result for variable in iterable if condition]`; null where any condition or result is null."""

    variable: str
    iterable: Node
    result: Node
    condition: Node | None = None
    type: Type


class Fold(_Node, kw_only=True, frozen=True, tag="fold"):
    """One value of a list: `any`, `all` of booleans, `sum`, `min`, `max` of numbers (`min`, `max` of none: null)."""

    how: OneOf["any", "all", "sum", "min", "max"]
    operand: Node


class Absolute(_Node, kw_only=True, frozen=True, tag="absolute"):
    operand: Node


class Call(_Node, kw_only=True, frozen=True, tag="call"):
    """A registered function."""

    function: str
    arguments: tuple[Node, ...]
    type: Type


class DecisionRow(_Node, kw_only=True, frozen=True, tag="row"):
    """One row of a decision table; the last row of a `first` table may have no condition."""

    value: Node
    when: Node | None = None


class DecisionTable(_Node, kw_only=True, frozen=True, tag="table"):
    """A decision table. `first`: the first row that fits; `unique`: exactly one row may fit."""

    hit: OneOf["first", "unique"]
    rows: tuple[DecisionRow, ...]


Node = Union[  # noqa: UP007 - msgspec resolves the forward references of a Union by name
    Constant, Day, Span, Name, Items, Not, And, Or, Compare, IsNull, Arithmetic, Negate, Coalesce, Choose, In, Match,
    Length, Part, Each, Fold, Absolute, Call, DecisionTable,
]  # fmt: skip


def type_of(node: Node) -> Type:
    """What the node gives when it is not null."""
    match node:
        case Constant(value=value):
            if value is None:
                return "null"
            if isinstance(value, bool):
                return "boolean"
            if isinstance(value, int):
                return "integer"
            return "number" if isinstance(value, float) else "text"
        case Day():
            return "date"
        case Span():
            return "days"
        case Name() | Items() | Arithmetic() | Part() | Each() | Call():
            return node.type
        case Not() | And() | Or() | Compare() | IsNull() | In() | Match():
            return "boolean"
        case Negate(operand=operand) | Absolute(operand=operand):
            return type_of(operand)
        case Length():
            return "integer"
        case Fold(how=how):
            return "boolean" if how in ("any", "all") else "number"
        case Coalesce(left=left, right=right) | Choose(then=left, otherwise=right):
            return join(type_of(left), type_of(right))
        case DecisionTable(rows=rows):
            result: Type = "null"
            for row in rows:
                result = join(result, type_of(row.value))
            return result
    raise TypeError(f"no such node: {node!r}")


def join(left: Type, right: Type) -> Type:
    """The type of something that is either one; ValueError when nothing holds both."""
    if right in (left, "null"):
        return left
    if left == "null":
        return right
    if {left, right} == {"integer", "number"}:
        return "number"
    raise ValueError(f"{left} and {right}")


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order in which they are written."""
    match node:
        case Constant() | Day() | Span() | Name():
            return ()
        case Items(items=items):
            return items
        case Not() | IsNull() | Negate() | Match() | Length() | Part() | Fold() | Absolute():
            return (node.operand,)
        case And() | Or() | Compare() | Arithmetic() | Coalesce():
            return (node.left, node.right)
        case Choose():
            return (node.condition, node.then, node.otherwise)
        case In():
            return (node.item, node.container)
        case Each():
            return (node.iterable, node.result) + ((node.condition,) if node.condition is not None else ())
        case Call(arguments=arguments):
            return arguments
        case DecisionTable(rows=rows):
            return tuple(part for row in rows for part in (row.when, row.value) if part is not None)
    raise TypeError(f"no such node: {node!r}")


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


NAME_KINDS: tuple[OneOf["fact"], OneOf["parameter"], OneOf["definition"]] = ("fact", "parameter", "definition")


def names(node: Node, kind: OneOf["fact", "parameter", "definition"]) -> tuple[str, ...]:
    """The names of one kind that the expression reaches itself, each once, in order."""
    return tuple(dict.fromkeys(n.name for n in walk(node) if isinstance(n, Name) and n.kind == kind))


def names_reached(trees: Iterable[Node], definitions: Mapping[str, Node]) -> tuple[str, ...]:
    """The names that trees reach, by themselves and through definitions, each once."""
    found: dict[str, None] = {}
    waiting = [*trees]
    while waiting:
        node = waiting.pop(0)
        for kind in NAME_KINDS:
            for name in names(node, kind):
                if name not in found:
                    found[name] = None
                    if kind == "definition":
                        waiting.append(definitions[name])
    return tuple(found)
