"""rule-engine's tree → ours, every operand checked against the types that come from the form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from checkrules.expressions.numbers import MAX_EXPONENT, within
from checkrules.expressions.patterns import refuse_pattern, unusable_pattern
from checkrules.expressions.scope import ExpressionError, Meaning, Scope
from checkrules.model import tree as t
from checkrules.model.errors import did_you_mean
from checkrules.model.form import INT_MAX, INT_MIN
from checkrules.model.text import Text, plain

MAX_DEPTH = 24
MAX_DIGITS = 400
"""Of a number in an expression: more than any double has."""
FOLDS = ("any", "all", "sum", "min", "max")
_ORDERED: frozenset[t.Type] = frozenset({"integer", "number", "text", "date", "days"})
_NUMERIC: frozenset[t.Type] = frozenset({"integer", "number"})
_DATE_PARTS = ("year", "month", "day")


def unknown_name(name: str, text: str, known: Iterable[str]) -> ExpressionError:
    found = re.search(rf"\b{re.escape(name)}\b", text)
    return ExpressionError(
        Text(f"没有名为“{name}”的项", f"unknown name '{name}'"),
        offset=found.start() if found else None,
        length=len(name),
        hint=did_you_mean(name, known),
    )


TYPE_WORDS: Mapping[str, Text] = {
    "boolean": Text("真假值", "true or false"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "text": Text("文字", "a text"),
    "date": Text("日期", "a date"),
    "days": Text("天数", "a span of days"),
    "null": Text("空值", "null"),
    "booleans": Text("真假值的列表", "a list of true or false"),
    "numbers": Text("数的列表", "a list of numbers"),
    "texts": Text("文字的列表", "a list of texts"),
    "dates": Text("日期的列表", "a list of dates"),
    "object": Text("一条记录", "an object"),
    "objects": Text("记录的列表", "a list of objects"),
}


def _quoted(word: str) -> Text:
    return Text(f"“{word}”", f"'{word}'")


def _one_of(kinds: Iterable[t.Type]) -> Text:
    words = [TYPE_WORDS[kind] for kind in sorted(kinds)]
    return Text("或".join(word.zh for word in words), " or ".join(word.en for word in words))


BAD_EXPONENT = Text(
    f"乘方的指数只能是不大于 {MAX_EXPONENT} 的整数",
    f"a power needs a whole number of at most {MAX_EXPONENT} as its exponent",
)


class Converter:
    """State shared while one expression is converted: its text, for locations, and its scope."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.depth = 0

    def convert(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        if self.depth > 4 * MAX_DEPTH:
            raise ExpressionError(
                Text("表达式嵌套过深，请拆成定义", "the expression is nested too deeply; use definitions")
            )
        name = type(expression).__name__.removesuffix("Expression")
        convert = getattr(self, f"_{name.lower()}", None)
        if convert is None:
            raise ExpressionError(Text("规则里不能用这种写法", f"{name} cannot be used in a rule"))
        self.depth += 1
        node: t.Node = convert(expression, variables)
        self.depth -= 1
        return node

    def _fail(self, problem: Text, *near: t.Node) -> ExpressionError:
        for node in near:
            for part in t.walk(node):
                word = part.name if isinstance(part, t.Name) else part.value if isinstance(part, t.Constant) else None
                found = re.search(rf"(?<!\w){re.escape(str(word))}(?!\w)", self.text) if word is not None else None
                if found:
                    return ExpressionError(problem, offset=found.start(), length=len(found.group()))
        return ExpressionError(problem)

    def _need(self, node: t.Node, allowed: frozenset[t.Type], what: Text) -> None:
        kind = t.type_of(node)
        if kind not in allowed and kind != "null":
            problem = Text("{what}要用{wanted}，这里是{given}", "{what} takes {wanted}, not {given}")
            raise self._fail(problem.format(what=what, wanted=_one_of(allowed), given=TYPE_WORDS[kind]), node)

    # literals

    def _float(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        value: Decimal = expression.value
        small = value.is_finite() and value.adjusted() < MAX_DIGITS  # or int() would write out the digits of 1e9999999
        whole = small and value == value.to_integral_value() and "." not in str(value) and "E-" not in str(value)
        number: int | float = int(value) if whole else float(value)
        if within(number) is None:
            problem = (
                "{value} 超出能计算的范围（{low} 至 {high}）",
                "{value} is outside the numbers that can be computed with ({low} to {high})",
            )
            raise ExpressionError(Text(*problem).format(value=value, low=INT_MIN, high=INT_MAX))
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
            raise ExpressionError(Text("日期不带时刻", "a date has no time of day"))
        return t.Day(value=value.date())

    def _timedelta(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        span: dt.timedelta = expression.value
        if span.seconds or span.microseconds:
            raise ExpressionError(Text("时间长度只能是整天数", "a span is a whole number of days"))
        return t.Span(days=span.days)

    def _array(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        items = tuple(self.convert(item, variables) for item in expression.value)
        kind: t.Type = "null"
        for item in items:
            if not isinstance(item, (t.Constant, t.Day)) or t.type_of(item) == "null":
                raise self._fail(
                    Text("写出的列表里只能是具体的值", "a list that is written out holds plain values"), item
                )
            try:
                kind = t.join(kind, t.type_of(item))
            except ValueError as error:
                raise self._fail(Text("列表里的值必须同类", "a list holds values of one type"), item) from error
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
            self._need(side, frozenset({"boolean"}), _quoted(expression.type))
        return t.And(left=left, right=right) if expression.type == "and" else t.Or(left=left, right=right)

    def _unary(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operand = self.convert(expression.right, variables)
        if expression.type == "not":
            self._need(operand, frozenset({"boolean"}), _quoted("not"))
            return t.Not(operand=operand)
        self._need(operand, _NUMERIC | {"days"}, _quoted("-"))
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
            self._need(side, _ORDERED, _quoted(operator))
        self._comparable(left, right, variables, operator)
        return t.Compare(operator=operator, left=left, right=right)  # type: ignore[arg-type]

    def _comparable(self, left: t.Node, right: t.Node, variables: Mapping[str, Meaning], operator: str) -> None:
        kinds = t.type_of(left), t.type_of(right)
        for kind in kinds:
            if kind in ("object", "objects"):
                problem = Text("“{operator}”不能比较{kind}", "'{operator}' does not compare {kind}")
                raise self._fail(problem.format(operator=operator, kind=TYPE_WORDS[kind]), left, right)
        try:
            t.join(*kinds)
        except ValueError as error:
            problem = Text("{left}不能与{right}比较", "{left} is compared with {right}")
            problem = problem.format(left=TYPE_WORDS[kinds[0]], right=TYPE_WORDS[kinds[1]])
            raise self._fail(problem, left, right) from error
        for side, other in ((left, right), (right, left)):
            self._choice(side, other, variables)

    def _choice(self, node: t.Node, value: t.Node, variables: Mapping[str, Meaning]) -> None:
        meaning = self._meaning(node, variables)
        if meaning is None or not meaning.choices or not isinstance(value, t.Constant):
            return
        if isinstance(value.value, str) and value.value not in meaning.choices:
            problem = Text("“{value}”不是可选的值：{choices}", "'{value}' is not one of the choices: {choices}")
            choices = Text("、".join(sorted(meaning.choices)), ", ".join(sorted(meaning.choices)))
            error = self._fail(problem.format(value=value.value, choices=choices), value)
            error.hint = did_you_mean(value.value, meaning.choices)
            raise error

    def _fuzzycomparison(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operand = self.convert(expression.left, variables)
        pattern = self.convert(expression.right, variables)
        self._need(operand, frozenset({"text"}), Text("正则匹配", "a pattern"))
        if not isinstance(pattern, t.Constant) or not isinstance(pattern.value, str):
            raise self._fail(
                Text("正则表达式要直接写出，不能计算得出", "a pattern is written out, not computed"), pattern
            )
        anywhere = expression.type.endswith("fzs")
        reason = refuse_pattern(pattern.value, anywhere=anywhere)
        if reason:
            raise self._fail(unusable_pattern(reason), pattern)
        match = t.Match(operand=operand, pattern=pattern.value, anywhere=anywhere)
        return t.Not(operand=match) if expression.type.startswith("ne") else match

    def _contains(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        item = self.convert(expression.member, variables)
        container = self.convert(expression.container, variables)
        kind = t.type_of(container)
        if kind not in t.ITEM_OF or kind == "objects":
            problem = Text("“in”要用值的列表，这里是{kind}", "'in' takes a list of plain values, not {kind}")
            raise self._fail(problem.format(kind=TYPE_WORDS[kind]), container)
        try:
            t.join(t.ITEM_OF[kind], t.type_of(item))
        except ValueError as error:
            problem = Text("不能在{list}中找{item}", "{item} is looked for in {list}")
            problem = problem.format(item=TYPE_WORDS[t.type_of(item)], list=TYPE_WORDS[kind])
            raise self._fail(problem, item) from error
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
            problem = Text("{left} {operator} {right}无法计算", "{left} {operator} {right} is not possible")
            left_words, right_words = TYPE_WORDS[kinds[0]], TYPE_WORDS[kinds[1]]
            raise self._fail(problem.format(left=left_words, operator=operator, right=right_words), left, right)
        return t.Arithmetic(operator=operator, left=left, right=right, type=result)

    def _arithmetic(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        operator = {"mul": "*", "tdiv": "/", "fdiv": "//", "mod": "%", "pow": "**"}[expression.type]
        left = self.convert(expression.left, variables)
        right = self.convert(expression.right, variables)
        for side in (left, right):
            self._need(side, _NUMERIC, _quoted(operator))
        if operator == "**" and not (
            isinstance(right, t.Constant) and isinstance(right.value, int) and 0 <= right.value <= MAX_EXPONENT
        ):
            raise self._fail(BAD_EXPONENT, right)
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
        self._joined(left, right, Text("“??”两边的值必须同类", "'??' takes two values of one type"))
        return t.Coalesce(left=left, right=right)

    def _ternary(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        condition = self.convert(expression.condition, variables)
        then = self.convert(expression.case_true, variables)
        otherwise = self.convert(expression.case_false, variables)
        self._need(condition, frozenset({"boolean"}), _quoted("?"))
        self._joined(then, otherwise, Text("“? :”的两个结果必须同类", "'? :' gives two values of one type"))
        return t.Choose(condition=condition, then=then, otherwise=otherwise)

    def _joined(self, left: t.Node, right: t.Node, problem: Text) -> None:
        try:
            t.join(t.type_of(left), t.type_of(right))
        except ValueError as error:
            kinds = Text("{problem}，这里是{left}和{right}", "{problem}, not {left} and {right}")
            left_words, right_words = TYPE_WORDS[t.type_of(left)], TYPE_WORDS[t.type_of(right)]
            problem = kinds.format(problem=problem, left=left_words, right=right_words)
            raise self._fail(problem, left, right) from error

    # lists and objects

    def _getattribute(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        return self._part(self.convert(expression.object, variables), expression.name, variables)

    def _getitem(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        item = self.convert(expression.item, variables)
        owner = self.convert(expression.container, variables)
        if isinstance(item, t.Constant) and isinstance(item.value, str) and t.type_of(owner) == "object":
            return self._part(owner, item.value, variables)
        problem = Text(
            "规则里不能取列表的某一项，请用 [… for … in … if …]",
            "a single item of a list cannot be used in a rule; use [… for … in … if …]",
        )
        raise self._fail(problem, owner)

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
        problem = Text("{kind}没有“{name}”", "{kind} has no '{name}'")
        raise self._fail(problem.format(kind=TYPE_WORDS[kind], name=name), operand)

    def _comprehension(self, expression: Any, variables: Mapping[str, Meaning]) -> t.Node:
        iterable = self.convert(expression.iterable, variables)
        kind = t.type_of(iterable)
        if kind not in t.ITEM_OF:
            problem = Text("“for”要用列表，这里是{kind}", "'for' goes over a list, not {kind}")
            raise self._fail(problem.format(kind=TYPE_WORDS[kind]), iterable)
        owner = self._meaning(iterable, variables)
        variable = str(getattr(expression.variable, "name", expression.variable))
        if variable in self.scope.names or variable in variables:
            problem = Text(
                "“{name}”已有所指，请给变量换个名字", "'{name}' is a name already; call the variable something else"
            )
            raise ExpressionError(problem.format(name=variable))
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
            self._need(condition, frozenset({"boolean"}), _quoted("if"))
        result = self.convert(expression.result, inner)
        gives = t.type_of(result)
        if gives not in t.LIST_OF:
            problem = Text("列表里不能放{kind}", "a list cannot hold {kind}")
            raise self._fail(problem.format(kind=TYPE_WORDS[gives]), result)
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
            problem = Text(
                "{name}() 要有 {takes} 个值，这里有 {given} 个", "{name}() takes {takes} values, not {given}"
            )
            problem = problem.format(name=name, takes=len(signature.takes), given=len(arguments))
            raise self._fail(problem, *arguments)
        for argument, takes in zip(arguments, signature.takes, strict=True):
            self._need(argument, _NUMERIC if takes == "number" else frozenset({takes}), _quoted(f"{name}()"))
        return t.Call(function=name, arguments=arguments, type=signature.gives)

    def _builtin(self, name: str, arguments: tuple[t.Node, ...]) -> t.Node:
        if name == "abs":
            self._need(arguments[0], _NUMERIC, _quoted("$abs"))
            return t.Absolute(operand=arguments[0])
        self._need(arguments[0], frozenset({"booleans" if name in ("any", "all") else "numbers"}), _quoted(f"${name}"))
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
