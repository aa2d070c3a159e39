"""rule-engine's tree → ours, every operand held against the types that come from the form."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from checkrules.expressions.numbers import MAX_EXPONENT, power, within
from checkrules.expressions.patterns import refuse_pattern
from checkrules.expressions.scope import ExpressionError, Meaning, Scope
from checkrules.model import tree as t
from checkrules.model.form import INT_MAX, INT_MIN
from checkrules.model.text import plain

MAX_DEPTH = 24
FOLDS = ("any", "all", "sum", "min", "max")
_ORDERED: frozenset[t.Type] = frozenset({"integer", "number", "text", "date", "days"})
_NUMERIC: frozenset[t.Type] = frozenset({"integer", "number"})
_DATE_PARTS = ("year", "month", "day")


def unknown_name(name: str, text: str, known: Any) -> ExpressionError:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    found = re.search(rf"\b{re.escape(name)}\b", text)
    return ExpressionError(
        f"unknown name '{name}'",
        offset=found.start() if found else None,
        length=len(name),
        suggestion=near[0] if near else None,
    )


_TOLD: Mapping[str, str] = {
    "boolean": "true or false", "integer": "a whole number", "number": "a number", "text": "a text", "date": "a date",
    "days": "a span of days", "null": "null", "booleans": "a list of true or false", "numbers": "a list of numbers",
    "texts": "a list of texts", "dates": "a list of dates", "object": "an object", "objects": "a list of objects",
}  # fmt: skip


def type_words(kind: t.Type) -> str:
    return _TOLD[kind]


class Converter:
    """rule-engine's tree → ours. Holds what all of one expression shares: its text, for locations, and the scope."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.depth = 0

    def convert(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        if self.depth > 4 * MAX_DEPTH:
            raise ExpressionError("the expression is nested too deeply; use definitions")
        name = type(expression).__name__.removesuffix("Expression")
        convert = getattr(self, f"_{name.lower()}", None)
        if convert is None:
            raise ExpressionError(f"{name} cannot be used in a rule")
        self.depth += 1
        node: t.Node = convert(expression, variables)
        self.depth -= 1
        return node

    def _fail(self, problem: str, *near: t.Node) -> ExpressionError:
        for node in near:
            for part in t.walk(node):
                word = part.name if isinstance(part, t.Name) else part.value if isinstance(part, t.Constant) else None
                found = re.search(rf"(?<!\w){re.escape(str(word))}(?!\w)", self.text) if word is not None else None
                if found:
                    return ExpressionError(problem, offset=found.start(), length=len(found.group()))
        return ExpressionError(problem)

    def _need(self, node: t.Node, allowed: frozenset[t.Type], what: str) -> None:
        kind = t.type_of(node)
        if kind not in allowed and kind != "null":
            raise self._fail(
                f"{what} takes {' or '.join(sorted(map(type_words, allowed)))}, not {type_words(kind)}", node
            )

    # literals

    def _float(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        value: Decimal = expression.value
        whole = value == value.to_integral_value() and "." not in str(value) and "E-" not in str(value)
        number: int | float = int(value) if whole else float(value)
        if within(number) is None:
            raise ExpressionError(f"{value} is outside the numbers that can be computed with ({INT_MIN} to {INT_MAX})")
        return t.Constant(value=number)

    def _string(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return t.Constant(value=plain(expression.value))

    def _boolean(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return t.Constant(value=bool(expression.value))

    def _null(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return t.Constant(value=None)

    def _datetime(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        value: dt.datetime = expression.value
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise ExpressionError("a date has no time of day")
        return t.Day(value=value.date())

    def _timedelta(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        span: dt.timedelta = expression.value
        if span.seconds or span.microseconds:
            raise ExpressionError("a span is a whole number of days")
        return t.Span(days=span.days)

    def _array(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        items = tuple(self.convert(item, variables) for item in expression.value)
        kind: t.Type = "null"
        for item in items:
            if not isinstance(item, (t.Constant, t.Day)) or t.type_of(item) == "null":
                raise self._fail("a list that is written out holds plain values", item)
            try:
                kind = t.join(kind, t.type_of(item))
            except ValueError as error:
                raise self._fail("a list holds values of one type", item) from error
        return t.Items(items=items, type=t.LIST_OF.get(kind, "texts"))

    # names

    def _symbol(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        name = expression.name
        meaning = variables.get(name) or self.scope.names.get(name)
        if meaning is None:
            raise unknown_name(name, self.text, self.scope.names.keys() | variables.keys())
        return t.Name(kind=meaning.kind, name=name, type=meaning.type)

    def _meaning(self, node: t.Node, variables: Mapping[str, Meaning]) -> Meaning | None:
        if isinstance(node, t.Name):
            return variables.get(node.name) or self.scope.names.get(node.name)
        if isinstance(node, t.Part):
            owner = self._meaning(node.operand, variables)
            return owner.fields.get(node.name) if owner else None
        if isinstance(node, t.Each):
            return self._meaning(node.iterable, variables) if isinstance(node.result, t.Name) else None
        return None

    # logic

    def _logic(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        for side in (left, right):
            self._need(side, frozenset({"boolean"}), f"'{expression.type}'")
        return t.And(left=left, right=right) if expression.type == "and" else t.Or(left=left, right=right)

    def _unary(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operand = self.convert(expression.right, variables)
        if expression.type == "not":
            self._need(operand, frozenset({"boolean"}), "'not'")
            return t.Not(operand=operand)
        self._need(operand, _NUMERIC | {"days"}, "'-'")
        if isinstance(operand, t.Constant) and isinstance(operand.value, (int, float)):
            return t.Constant(value=-operand.value)
        return t.Negate(operand=operand)

    def _comparison(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operator = {"eq": "==", "ne": "!="}[expression.type]
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        if isinstance(right, t.Constant) and right.value is None:
            left, right = right, left
        if isinstance(left, t.Constant) and left.value is None:
            test = t.IsNull(operand=right)
            return test if operator == "==" else t.Not(operand=test)
        self._comparable(left, right, variables, operator)
        return t.Compare(operator=operator, left=left, right=right)  # type: ignore[arg-type]

    def _arithmeticcomparison(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operator = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}[expression.type]
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        for side in (left, right):
            self._need(side, _ORDERED, f"'{operator}'")
        self._comparable(left, right, variables, operator)
        return t.Compare(operator=operator, left=left, right=right)  # type: ignore[arg-type]

    def _comparable(self, left: t.Node, right: t.Node, variables: Mapping[str, Meaning], operator: str) -> None:
        kinds = t.type_of(left), t.type_of(right)
        for kind in kinds:
            if kind in ("object", "objects"):
                raise self._fail(f"'{operator}' does not compare {type_words(kind)}", left, right)
        try:
            t.join(*kinds)
        except ValueError as error:
            raise self._fail(f"{type_words(kinds[0])} is compared with {type_words(kinds[1])}", left, right) from error
        for side, other in ((left, right), (right, left)):
            self._choice(side, other, variables)

    def _choice(self, node: t.Node, value: t.Node, variables: Mapping[str, Meaning]) -> None:
        meaning = self._meaning(node, variables)
        if meaning is None or not meaning.choices or not isinstance(value, t.Constant):
            return
        if isinstance(value.value, str) and value.value not in meaning.choices:
            near = difflib.get_close_matches(value.value, sorted(meaning.choices), n=1)
            error = self._fail(
                f"'{value.value}' is not one of the choices: {', '.join(sorted(meaning.choices))}", value
            )
            error.suggestion = near[0] if near else None
            raise error

    def _fuzzycomparison(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operand = self.convert(expression.left, variables)
        pattern = self.convert(expression.right, variables)
        self._need(operand, frozenset({"text"}), "a pattern")
        if not isinstance(pattern, t.Constant) or not isinstance(pattern.value, str):
            raise self._fail("a pattern is written out, not computed", pattern)
        reason = refuse_pattern(pattern.value)
        if reason:
            raise self._fail(f"this pattern cannot be used: {reason}", pattern)
        match = t.Match(operand=operand, pattern=pattern.value, anywhere=expression.type.endswith("fzs"))
        return t.Not(operand=match) if expression.type.startswith("ne") else match

    def _contains(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        item = self.convert(expression.member, variables)
        container = self.convert(expression.container, variables)
        kind = t.type_of(container)
        if kind not in t.ITEM_OF or kind == "objects":
            raise self._fail(f"'in' takes a list of plain values, not {type_words(kind)}", container)
        try:
            t.join(t.ITEM_OF[kind], t.type_of(item))
        except ValueError as error:
            raise self._fail(f"{type_words(t.type_of(item))} is looked for in {type_words(kind)}", item) from error
        self._choice(container, item, variables)
        for choice in container.items if isinstance(container, t.Items) else ():
            self._choice(item, choice, variables)
        return t.In(item=item, container=container)

    # numbers, dates and choices between values

    def _add(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return self._sum("+", expression, variables)

    def _subtract(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return self._sum("-", expression, variables)

    def _sum(self, operator: Any, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        kinds = t.type_of(left), t.type_of(right)
        result = _SUMS.get((operator, *kinds))
        if result is None:
            raise self._fail(f"{type_words(kinds[0])} {operator} {type_words(kinds[1])} is not possible", left, right)
        return t.Arithmetic(operator=operator, left=left, right=right, type=result)

    def _arithmetic(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operator = {"mul": "*", "tdiv": "/", "fdiv": "//", "mod": "%", "pow": "**"}[expression.type]
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        for side in (left, right):
            self._need(side, _NUMERIC, f"'{operator}'")
        if operator == "**":
            if (
                not isinstance(right, t.Constant)
                or not isinstance(right.value, int)
                or not 0 <= right.value <= MAX_EXPONENT
            ):
                raise self._fail(f"a power needs a whole number of at most {MAX_EXPONENT} as its exponent", right)
            if (
                isinstance(left, t.Constant)
                and isinstance(left.value, (int, float))
                and power(left.value, right.value) is None
            ):
                raise self._fail("this power is too large", left)
        whole = operator != "/" and t.type_of(left) == "integer" == t.type_of(right)
        return t.Arithmetic(
            operator=operator,  # type: ignore[arg-type]
            left=left,
            right=right,
            type="integer" if whole else "number",
        )

    def _coalesce(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        self._joined(left, right, "'??' takes two values of one type")
        return t.Coalesce(left=left, right=right)

    def _ternary(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        condition = self.convert(expression.condition, variables)
        then = self.convert(expression.case_true, variables)
        otherwise = self.convert(expression.case_false, variables)
        self._need(condition, frozenset({"boolean"}), "'?'")
        self._joined(then, otherwise, "'? :' gives two values of one type")
        return t.Choose(condition=condition, then=then, otherwise=otherwise)

    def _joined(self, left: t.Node, right: t.Node, problem: str) -> None:
        try:
            t.join(t.type_of(left), t.type_of(right))
        except ValueError as error:
            kinds = f"{type_words(t.type_of(left))} and {type_words(t.type_of(right))}"
            raise self._fail(f"{problem}, not {kinds}", left, right) from error

    # lists and objects

    def _getattribute(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return self._part(self.convert(expression.object, variables), expression.name, variables)

    def _getitem(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        item = self.convert(expression.item, variables)
        owner = self.convert(expression.container, variables)
        if isinstance(item, t.Constant) and isinstance(item.value, str) and t.type_of(owner) == "object":
            return self._part(owner, item.value, variables)
        raise self._fail("a single item of a list cannot be used in a rule; use [… for … in … if …]", owner)

    def _part(self, operand: t.Node, name: str, variables: Mapping[str, Meaning]) -> t.Node:
        kind = t.type_of(operand)
        if name == "length" and (kind in t.ITEM_OF or kind == "text"):
            return t.Length(operand=operand)
        if (kind == "date" and name in _DATE_PARTS) or (kind == "days" and name == "days"):
            return t.Part(operand=operand, name=name, type="integer")
        if kind == "object":
            owner = self._meaning(operand, variables)
            if owner is not None and name in owner.fields:
                return t.Part(operand=operand, name=name, type=owner.fields[name].type)
            raise unknown_name(name, self.text, owner.fields.keys() if owner else ())
        raise self._fail(f"{type_words(kind)} has no '{name}'", operand)

    def _comprehension(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        iterable = self.convert(expression.iterable, variables)
        kind = t.type_of(iterable)
        if kind not in t.ITEM_OF:
            raise self._fail(f"'for' goes over a list, not {type_words(kind)}", iterable)
        owner = self._meaning(iterable, variables)
        variable = str(getattr(expression.variable, "name", expression.variable))
        if variable in self.scope.names or variable in variables:
            raise ExpressionError(f"'{variable}' is a name already; call the variable something else")
        meaning = Meaning(
            kind="variable",
            type=t.ITEM_OF[kind],
            fields=owner.fields if owner else {},
            choices=owner.choices if owner else frozenset(),
        )
        inner = {**variables, variable: meaning}
        condition = None
        if expression.condition is not None:
            condition = self.convert(expression.condition, inner)
            self._need(condition, frozenset({"boolean"}), "'if'")
        result = self.convert(expression.result, inner)
        gives = t.type_of(result)
        if gives not in t.LIST_OF:
            raise self._fail(f"a list cannot hold {type_words(gives)}", result)
        return t.Each(variable=variable, iterable=iterable, result=result, condition=condition, type=t.LIST_OF[gives])

    def _functioncall(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        function = expression.function
        name = getattr(function, "name", "")
        arguments = tuple(self.convert(argument, variables) for argument in expression.arguments)
        if getattr(function, "scope", None) == "built-in":
            return self._builtin(name, arguments)
        signature = self.scope.functions.get(name)
        if signature is None:
            raise unknown_name(name, self.text, self.scope.functions)
        if len(arguments) != len(signature.takes):
            raise self._fail(f"{name}() takes {len(signature.takes)} values, not {len(arguments)}", *arguments)
        for argument, takes in zip(arguments, signature.takes, strict=True):
            self._need(argument, _NUMERIC if takes == "number" else frozenset({takes}), f"{name}()")
        return t.Call(function=name, arguments=arguments, type=signature.gives)

    def _builtin(self, name: str, arguments: tuple[t.Node, ...]) -> t.Node:
        if len(arguments) != 1:
            raise self._fail(f"${name} takes one value", *arguments)
        if name == "abs":
            self._need(arguments[0], _NUMERIC, "$abs")
            return t.Absolute(operand=arguments[0])
        if name not in FOLDS:
            raise ExpressionError(f"${name} cannot be used in a rule")
        self._need(arguments[0], frozenset({"booleans" if name in ("any", "all") else "numbers"}), f"${name}")
        return t.Fold(how=name, operand=arguments[0])  # type: ignore[arg-type]


_SUMS: Mapping[tuple[str, t.Type, t.Type], t.Type] = {
    **{
        (operator, left, right): "integer" if left == "integer" == right else "number"
        for operator in "+-"
        for left in ("integer", "number")
        for right in ("integer", "number")
    },
    ("+", "date", "days"): "date",
    ("+", "days", "date"): "date",
    ("-", "date", "days"): "date",
    ("-", "date", "date"): "days",
    ("+", "days", "days"): "days",
    ("-", "days", "days"): "days",
}  # type: ignore[assignment,dict-item,unused-ignore]
