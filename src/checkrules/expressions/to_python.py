"""The Python back end: trees → the source text of Python expressions that decide them.

Three-valued logic without nulls: for a boolean expression it emits two plain Python conditions, "is true" and "is false";
neither means unknown. So `a and b` is true when both are true and false when either is false, and Python's own
short-circuits do the work. Other expressions give their value, or None for null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from checkrules.expressions import numbers
from checkrules.expressions.intervals import Interval, bounds
from checkrules.expressions.patterns import compiled
from checkrules.model import tree as t
from checkrules.model.names import VARIABLE, plain_name

_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_DIVISIONS = {"/": "_divide", "//": "_floor_divide", "%": "_remainder", "**": "_power"}


class TableOverlap(ValueError):
    """More than one row of a `unique` decision table fits."""


def _each(
    items: Iterable[object] | None,
    result: Callable[[object], object],
    condition: Callable[[object], bool | None] | None,
) -> tuple[object, ...] | None:
    if items is None:
        return None
    found = []
    for item in items:
        if condition is not None:
            keep = condition(item)
            if keep is None:
                return None
            if not keep:
                continue
        value = result(item)
        if value is None:
            return None
        found.append(value)
    return tuple(found)


def _total(values: Iterable[numbers.Number] | None) -> numbers.Number | None:
    if values is None:
        return None
    total: numbers.Number = 0
    for value in values:
        added = numbers.within(total + value)  # in order, as every back end adds
        if added is None:
            return None
        total = added
    return total


def _shift(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return None


def _unique(*rows: tuple[bool | None, Callable[[], object]]) -> object:
    hits = [value for fits, value in rows if fits is True]
    if len(hits) > 1:
        raise TableOverlap
    if not hits or any(fits is None for fits, _ in rows):
        return None
    return hits[0]()


RUNTIME: Mapping[str, object] = {
    "_divide": numbers.divide,
    "_floor_divide": numbers.floor_divide,
    "_remainder": numbers.remainder,
    "_power": numbers.power,
    "_within": numbers.within,
    "_each": _each,
    "_total": _total,
    "_shift": _shift,
    "_unique": _unique,
    "__builtins__": {"abs": abs, "len": len, "min": min, "max": max},
}
"""What generated code can reach besides the constants that a Lowering collects: nothing else of Python."""


class Lowering:
    """Lowers the expressions of one checklist. Collects the constants that their code needs, in `namespace`.

    Facts are in variables `f_…`, which hold a valid value or None; definitions in `d_…`. `limits` are the
    least and the greatest value of facts.
    """

    def __init__(
        self,
        *,
        parameters: Mapping[str, object],
        functions: Mapping[str, Callable[..., object]],
        limits: Mapping[str, Interval],
    ) -> None:
        self.namespace: dict[str, object] = dict(RUNTIME)
        self._parameters = parameters
        self._functions = functions
        self._limits = limits
        self._temporaries = 0

    # when it is true, when it is false

    def true(self, node: t.Node) -> str:
        """A Python condition that holds just when the boolean expression is true."""
        match node:
            case t.Not(operand=operand):
                return self.false(operand)
            case t.And(left=left, right=right):
                return f"({self.true(left)} and {self.true(right)})"
            case t.Or(left=left, right=right):
                return f"({self.true(left)} or {self.true(right)})"
            case t.Name() if node.kind != "parameter":
                return self._name(node)
            case _:
                return self._decided(node, wanted=True)

    def false(self, node: t.Node) -> str:
        """A Python condition that holds just when the boolean expression is false."""
        match node:
            case t.Not(operand=operand):
                return self.true(operand)
            case t.And(left=left, right=right):
                return f"({self.false(left)} or {self.false(right)})"
            case t.Or(left=left, right=right):
                return f"({self.false(left)} and {self.false(right)})"
            case t.Name() if node.kind != "parameter":
                return f"{self._name(node)} is False"
            case _:
                return self._decided(node, wanted=False)

    def decide(self, node: t.Node, yes: object, no: object, null: object) -> str:
        """A Python expression that gives one of three constants: for a true, a false and an undecided condition."""
        match node:
            case t.Not(operand=operand):
                return self.decide(operand, no, yes, null)
            case t.Name() if node.kind != "parameter":
                name = self._name(node)
                return f"({yes} if {name} else {null} if {name} is None else {no})"
            case t.Compare(operator=operator, left=left, right=right):
                checks, (a, b) = self._operands(left, right)
                decided = f"{yes} if {a} {operator} {b} else {no}"
                return f"(({decided}) if {' and '.join(checks)} else {null})" if checks else f"({decided})"
            case t.And() | t.Or() | t.Constant() | t.IsNull() | t.In() | t.Match() | t.Choose() | t.Coalesce():
                return f"({yes} if {self.true(node)} else {no} if {self.false(node)} else {null})"
            case _:
                temporary = self._temporary()
                return f"({null} if ({temporary} := {self.value(node)}) is None else {yes} if {temporary} else {no})"

    def _decided(self, node: t.Node, *, wanted: bool) -> str:
        match node:
            case t.Constant(value=value):
                return str(value is wanted)
            case t.Name():
                return str(self._parameters[node.name] is wanted)
            case t.Compare(operator=operator, left=left, right=right):
                checks, (a, b) = self._operands(left, right)
                return _all(*checks, f"{a} {operator if wanted else _NEGATED[operator]} {b}")
            case t.IsNull(operand=t.Name(kind="parameter")):
                return str(not wanted)
            case t.IsNull(operand=operand):
                return f"({self.value(operand)}) is {'' if wanted else 'not '}None"
            case t.In(item=item, container=container):
                checks, (a, b) = self._operands(item, container)
                return _all(*checks, f"{a} {'' if wanted else 'not '}in {b}")
            case t.Match(operand=operand, pattern=pattern, anywhere=anywhere):
                checks, (a,) = self._operands(operand)
                regex = self.constant(compiled(pattern))
                return _all(
                    *checks, f"{regex}.{'search' if anywhere else 'match'}({a}) is {'not ' if wanted else ''}None"
                )
            case t.Choose(condition=condition, then=then, otherwise=otherwise):
                say = self.true if wanted else self.false
                return f"({say(then)} if {self.true(condition)} else {self.false(condition)} and {say(otherwise)})"
            case t.Coalesce(left=left, right=right):
                say = self.true if wanted else self.false
                opposite = self.false if wanted else self.true
                return f"({say(left)} or not ({opposite(left)}) and {say(right)})"
            case _:
                return f"({self.value(node)}) is {wanted}"

    # the value, or None

    def value(self, node: t.Node) -> str:
        """A Python expression that gives the value, or None where it is null."""
        match node:
            case t.Constant(value=value):
                return repr(value)
            case t.Day(value=day):
                return self.constant(day)
            case t.Span(days=days):
                return repr(days)
            case t.Name():
                return self._name(node)
            case t.Items(items=items):
                return self.constant(tuple(i.value for i in items if isinstance(i, (t.Constant, t.Day))))
            case t.Coalesce(left=left, right=right) if t.type_of(node) != "boolean":
                temporary = self._temporary()
                return f"({temporary} if ({temporary} := {self.value(left)}) is not None else {self.value(right)})"
            case t.Choose(condition=condition, then=then, otherwise=otherwise) if t.type_of(node) != "boolean":
                no = f"{self.value(otherwise)} if {self.false(condition)} else None"
                return f"({self.value(then)} if {self.true(condition)} else {no})"
            case t.Arithmetic():
                return self._arithmetic(node)
            case t.Negate(operand=operand):
                return self._nullable(lambda a: f"-{a}" if self._bounds(node) else f"_within(-{a})", operand)
            case t.Absolute(operand=operand):
                return self._nullable(lambda a: f"abs({a})" if self._bounds(node) else f"_within(abs({a}))", operand)
            case t.Length(operand=operand):
                return self._nullable(lambda a: f"len({a})", operand)
            case t.Part(operand=operand, name=name, type=_):
                return self._part(operand, name)
            case t.Each():
                return self._each(node)
            case t.Fold():
                return self._fold(node)
            case t.Call(function=function, arguments=arguments):
                call = self.constant(self._functions[function])
                return self._nullable(lambda *values: f"{call}({', '.join(values)})", *arguments)
            case t.DecisionTable():
                return self._table(node)
            case _:  # all others are boolean
                return self.decide(node, yes=True, no=False, null=None)

    def _arithmetic(self, node: t.Arithmetic) -> str:
        if node.operator in _DIVISIONS:
            return self._nullable(lambda a, b: f"{_DIVISIONS[node.operator]}({a}, {b})", node.left, node.right)
        kinds = t.type_of(node.left), t.type_of(node.right)
        if kinds == ("date", "date"):
            return self._nullable(lambda a, b: f"({a} - {b}).days", node.left, node.right)
        if "date" in kinds:
            day, span = (node.left, node.right) if kinds[0] == "date" else (node.right, node.left)
            return self._nullable(lambda a, b: f"_shift({a}, {'-' if node.operator == '-' else ''}{b})", day, span)
        if self._bounds(node):
            return self._nullable(lambda a, b: f"({a} {node.operator} {b})", node.left, node.right)
        return self._nullable(lambda a, b: f"_within({a} {node.operator} {b})", node.left, node.right)

    def _part(self, operand: t.Node, name: str) -> str:
        kind = t.type_of(operand)
        if kind == "days":
            return self.value(operand)
        if kind == "date":
            return self._nullable(lambda a: f"{a}.{plain_name(name)}", operand)
        return self._nullable(lambda a: f"{a}.get({name!r})", operand)

    def _each(self, node: t.Each) -> str:
        variable = f"v_{plain_name(node.variable, VARIABLE)}"
        condition = f"lambda {variable}: {self.value(node.condition)}" if node.condition is not None else "None"
        return f"_each({self.value(node.iterable)}, lambda {variable}: {self.value(node.result)}, {condition})"

    def _fold(self, node: t.Fold) -> str:
        match node.how:
            case "any":
                return self._nullable(lambda a: f"(True in {a})", node.operand)
            case "all":
                return self._nullable(lambda a: f"(False not in {a})", node.operand)
            case "sum":
                return f"_total({self.value(node.operand)})"
            case _:
                return self._nullable(lambda a: f"{node.how}({a}, default=None)", node.operand)

    def _table(self, node: t.DecisionTable) -> str:
        if node.hit == "unique":
            rows = (
                f"({self.value(row.when) if row.when is not None else 'True'}, lambda: {self.value(row.value)})"
                for row in node.rows
            )
            return f"_unique({', '.join(rows)},)"
        code = "None"
        for row in reversed(node.rows):
            value = self.value(row.value)
            if row.when is None:
                code = value
            else:
                code = f"({value} if {self.true(row.when)} else {code} if {self.false(row.when)} else None)"
        return code

    # parts

    def _name(self, node: t.Name) -> str:
        if node.kind == "parameter":
            value = self._parameters[node.name]
            return repr(value) if isinstance(value, (bool, int, float, str)) else self.constant(value)
        return f"{node.kind[0]}_{plain_name(node.name, VARIABLE)}"

    def constant(self, value: object) -> str:
        """The name under which generated code finds an object."""
        for name, known in self.namespace.items():
            if name.startswith("k_") and (known is value or (type(known) is type(value) and known == value)):
                return name
        name = f"k_{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t_{self._temporaries}"

    def _operands(self, *nodes: t.Node) -> tuple[list[str], list[str]]:
        checks, codes = [], []
        for node in nodes:
            code = self.value(node)
            if self._stated(node):
                codes.append(code)
            elif isinstance(node, t.Name):
                checks.append(f"{code} is not None")
                codes.append(code)
            else:
                temporary = self._temporary()
                checks.append(f"({temporary} := {code}) is not None")
                codes.append(temporary)
        return list(dict.fromkeys(checks)), codes

    def _nullable(self, say: Callable[..., str], *nodes: t.Node) -> str:
        checks, codes = self._operands(*nodes)
        return f"({say(*codes)} if {' and '.join(checks)} else None)" if checks else say(*codes)

    def _stated(self, node: t.Node) -> bool:
        match node:
            case t.Constant(value=value):
                return value is not None
            case t.Day() | t.Span() | t.Items() | t.IsNull():
                return True
            case t.Name(kind=kind):
                return kind in ("parameter", "variable")
            case t.Coalesce(right=right):
                return self._stated(right)
            case _:
                return False

    def _bounds(self, node: t.Node) -> Interval | None:
        return bounds(node, self._parameters, self._limits)


def _all(*conditions: str) -> str:
    return "(" + " and ".join(conditions) + ")"
