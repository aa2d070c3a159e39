"""The Polars back end: trees → expressions over the columns of a table, one value per submission.

Polars spreads null in conditions as SQL does (Kleene), but computes both sides of every choice, wraps whole numbers around,
and divides by zero without an error. So: arithmetic that may leave 64 bits is done in 128, what is no number becomes null,
and what Polars and Python would evaluate differently raises `CannotLower`: the Python back end decides such a rule.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any

import polars as pl

from checkrules.expressions.divide import divided
from checkrules.expressions.intervals import Interval
from checkrules.expressions.polars_numbers import WIDE, CannotLower, Numbers, finite, truncated
from checkrules.model import tree as t
from checkrules.model.text import Text

MAX_SUM = 2**31
"""More items than any list has, for bounds of sums."""
_INT = pl.Int64
_FLOAT = pl.Float64
_DAYS = (dt.date.min, dt.date.max)
_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_CLASSES = re.compile(r"\\[dwsDWS]|&&|--|~~")


class Columns:
    """Lowers the expressions of one checklist for tables.

    Facts are in columns `f_<name>`, definitions in `d_<name>`, both as expressions see them. `bits` names the lists of
    choices that are also in columns `b_<name>`: a whole number whose bit n is choice n. `limits` are the least and the greatest
    values of facts and, as `fact.field`, of the fields of objects; `functions` gives for each function its form in columns,
    `on_bits` its form over lists of choices as bits.
    """

    def __init__(
        self,
        *,
        parameters: Mapping[str, object],
        functions: Mapping[str, Callable[..., pl.Expr] | None],
        limits: Mapping[str, Interval],
        definitions: Mapping[str, t.Node],
        bits: Mapping[str, tuple[str, ...]],
        on_bits: Mapping[str, Callable[..., pl.Expr] | None] = MappingProxyType({}),
    ) -> None:
        self._parameters = parameters
        self._functions = functions
        self._numbers = Numbers(parameters, limits, definitions)
        self._bits = bits
        self._on_bits = on_bits

    def lower(self, node: t.Node, *, inside: bool = False) -> pl.Expr:
        """The expression. `inside`: of the items of a list, where no other column can be reached. Raises CannotLower."""

        def down(part: t.Node) -> pl.Expr:
            return self.lower(part, inside=inside)

        match node:
            case t.Constant(value=value):
                return pl.lit(value, _type_of(value))
            case t.Day(value=day):
                return pl.lit(day, pl.Date)
            case t.Span(days=days):
                return pl.lit(days, _INT)
            case t.Name():
                return self._name(node, inside)
            case t.Not(operand=operand):
                return ~down(operand)
            case t.And(left=left, right=right):
                return down(left) & down(right)
            case t.Or(left=left, right=right):
                return down(left) | down(right)
            case t.Compare():
                return self._compare(node, down)
            case t.Coalesce(left=left, right=right):
                self._numbers.require_comparable(left, right)
                return pl.coalesce(down(left), down(right))
            case t.Choose(condition=condition, then=then, otherwise=otherwise):
                self._numbers.require_comparable(then, otherwise)
                met = down(condition)
                return pl.when(met).then(down(then)).when(~met).then(down(otherwise))
            case t.In():
                return self._in(node, inside)
            case t.Match(operand=operand, pattern=pattern, anywhere=anywhere):
                return down(operand).str.contains(_pattern(pattern, anywhere))
            case t.IsNull(operand=t.Name(kind="fact", name=name)) if name in self._bits and not inside:
                return pl.col(f"b_{name}").is_null()
            case t.Length(operand=t.Name(kind="fact", name=name)) if name in self._bits and not inside:
                return pl.col(f"b_{name}").bitwise_count_ones().cast(_INT)
            case t.IsNull(operand=operand):
                return down(operand).is_null()
            case t.Length(operand=operand):
                text = t.type_of(operand) == "text"
                return (down(operand).str.len_chars() if text else self._list(operand, inside).list.len()).cast(_INT)
            case t.Part(operand=operand, name=name):
                return self._part(operand, name, down)
            case t.Arithmetic():
                return self._arithmetic(node, down)
            case t.Negate(operand=operand):
                return self._ranged(node, operand, lambda x: 0 - x, down)
            case t.Absolute(operand=operand):
                return self._ranged(node, operand, lambda x: x.abs(), down)
            case t.Each():
                return self._each(node, inside)
            case t.Fold():
                return self._fold(node, inside)
            case t.Call():
                return self._call(node, inside)
            case t.DecisionTable():
                return self._table(node, down)
        problem = Text("{what}没有按列计算的形式", "{what} has no form in columns")
        raise CannotLower(problem.format(what=type(node).__name__.lower()))

    # names and constants

    def _name(self, node: t.Name, inside: bool) -> pl.Expr:
        if node.kind == "parameter":
            value = self._parameters[node.name]
            if isinstance(value, tuple):
                raise CannotLower(
                    Text(
                        f"列表参数“{node.name}”用在了需要一列的地方",
                        f"the list parameter '{node.name}' is used where a column is needed",
                    )
                )
            return pl.lit(value, _type_of(value))
        if node.kind == "variable":
            if not inside:
                raise CannotLower(Text("列表中还有列表", "a list within a list"))
            return pl.element()
        if inside:
            raise CannotLower(Text(f"在列表内部用到了“{node.name}”", f"'{node.name}' is used inside a list"))
        return pl.col(f"{node.kind[0]}_{node.name}")

    def _constant(self, node: t.Node) -> Any:
        """The value of a node that is the same in every row; `_VARIES` for others."""
        match node:
            case t.Constant(value=value) | t.Day(value=value):
                return value
            case t.Name(kind="parameter", name=name):
                return self._parameters[name]
            case t.Items(items=items):
                return tuple(self._constant(item) for item in items)
            case _:
                return _VARIES

    def _list(self, node: t.Node, inside: bool) -> pl.Expr:
        if inside:
            raise CannotLower(Text("列表中还有列表", "a list within a list"))
        values = self._constant(node)
        if values is not _VARIES:
            numbers = any(isinstance(value, float) for value in values)
            values = [float(value) for value in values] if numbers else list(values)
            return pl.lit(pl.Series([values])) if values else pl.lit(pl.Series([[]], dtype=pl.List(pl.String)))
        return self.lower(node)

    # conditions

    def _compare(self, node: t.Compare, down: Callable[[t.Node], pl.Expr]) -> pl.Expr:
        kinds = {t.type_of(node.left), t.type_of(node.right)}
        if kinds & set(t.LIST_OF.values()) or "object" in kinds:
            raise CannotLower(Text("比较了列表", "lists are compared"))
        if "boolean" in kinds and node.operator not in ("==", "!="):
            raise CannotLower(Text("比较了真假值的大小", "booleans are put in order"))
        if kinds <= {"integer", "number"}:
            self._numbers.require_comparable(node.left, node.right)
        return _COMPARE[node.operator](down(node.left), down(node.right))  # type: ignore[no-any-return]

    def _in(self, node: t.In, inside: bool) -> pl.Expr:
        item, values = self._constant(node.item), self._constant(node.container)
        if item is None:
            return pl.lit(None, pl.Boolean)
        if values is not _VARIES:
            numbers = [value for value in values if isinstance(value, (int, float))]
            if numbers and not (self._numbers.whole(node.item) and all(isinstance(value, int) for value in numbers)):
                raise CannotLower(Text("在列表中查找小数", "a fraction is looked for in a list"))
            found = self.lower(node.item, inside=inside)
            return reduce(
                operator.or_, [found == pl.lit(value) for value in values], found.is_null() & pl.lit(None, pl.Boolean)
            )
        match node.container:
            case t.Name(kind="fact", name=name) if name in self._bits and item is not _VARIES and not inside:
                bit = 1 << self._bits[name].index(item) if item in self._bits[name] else 0
                return (pl.col(f"b_{name}") & pl.lit(bit, pl.UInt64)) != 0
        if t.type_of(node.container) != "texts":
            raise CannotLower(Text("查找的列表不是文字列表", "a list other than of texts is searched"))
        container = self._list(node.container, inside)
        if item is _VARIES:
            found = self.lower(node.item)
            return pl.when(found.is_not_null()).then(container.list.contains(found))
        return container.list.eval(pl.element() == pl.lit(item, pl.String)).list.sum() > 0

    # numbers

    def _arithmetic(self, node: t.Arithmetic, down: Callable[[t.Node], pl.Expr]) -> pl.Expr:
        kinds = t.type_of(node.left), t.type_of(node.right)
        if "date" in kinds or "days" in kinds:
            return _dated(node, kinds, down)
        left, right = down(node.left), down(node.right)
        whole = self._numbers.whole(node.left), self._numbers.whole(node.right)
        if whole[0] != whole[1] or node.operator == "/":
            self._numbers.require_exact(node.left, node.right)
        if node.operator == "**":
            return self._power(node, left)
        if node.operator in _ARITHMETIC:
            apply = _ARITHMETIC[node.operator]
            if self._numbers.bounds(node):
                return apply(left, right)  # type: ignore[no-any-return]
            if all(whole):
                return apply(left.cast(WIDE), right.cast(WIDE)).cast(_INT, strict=False)  # type: ignore[no-any-return]
            return finite(apply(left.cast(_FLOAT), right.cast(_FLOAT)))
        if node.operator == "/":
            return finite(divided(left, right))
        if all(whole):
            return truncated(node.operator, left, right)
        if node.operator == "//":
            return finite(divided(left, right).truncate())
        raise CannotLower(Text("对小数取余数", "the remainder of fractions"))

    def _power(self, node: t.Arithmetic, left: pl.Expr) -> pl.Expr:
        exponent, found = self._constant(node.right), self._numbers.bounds(node.left)
        whole = self._numbers.whole(node.left) and isinstance(exponent, int) and not isinstance(exponent, bool)
        if not whole or not 0 <= exponent <= 8 or found is None or max(map(abs, found)) ** exponent >= 2**63:
            raise CannotLower(
                Text("乘方可能超出范围或不是整数", "a power that may leave the range or is no whole number")
            )
        return reduce(operator.mul, [left] * exponent, pl.lit(1, _INT) + 0 * left)

    def _ranged(
        self,
        node: t.Node,
        operand: t.Node,
        apply: Callable[[pl.Expr], pl.Expr],
        down: Callable[[t.Node], pl.Expr],
    ) -> pl.Expr:
        value = down(operand)
        if not self._numbers.whole(operand) or self._numbers.bounds(node):
            return apply(value)
        return apply(value.cast(WIDE)).cast(_INT, strict=False)

    # parts, lists, functions, tables

    def _part(self, operand: t.Node, name: str, down: Callable[[t.Node], pl.Expr]) -> pl.Expr:
        kind = t.type_of(operand)
        value = down(operand)
        if kind == "days":
            return value
        if kind == "date":
            return {"year": value.dt.year(), "month": value.dt.month(), "day": value.dt.day()}[name].cast(_INT)
        return value.struct.field(name)

    def _each(self, node: t.Each, inside: bool) -> pl.Expr:
        items = self._list(node.iterable, inside)
        if not all(_about_item(part) for part in (node.result, node.condition) if part is not None):
            raise CannotLower(
                Text("对列表各项的条件没有用到各项", "the condition on the items of a list does not use them")
            )
        result = self.lower(node.result, inside=True)
        if node.condition is None:
            kept, unclear = items.list.eval(result), items.list.eval(result.is_null())
        else:
            condition = self.lower(node.condition, inside=True)
            kept = items.list.eval(result.filter(condition))
            unclear = items.list.eval(condition.is_null() | (condition & result.is_null()))
        return pl.when(~unclear.list.any()).then(kept)

    def _fold(self, node: t.Fold, inside: bool) -> pl.Expr:
        values = self._list(node.operand, inside)
        match node.how:
            case "any":
                return values.list.any()
            case "all":
                return values.list.all()
            case "min":
                return values.list.min()
            case "max":
                return values.list.max()
        if not isinstance(node.operand, t.Each):
            raise CannotLower(Text("对写出的列表求和", "the sum of a list that is written out"))
        if self._numbers.whole(node.operand.result):
            found = self._numbers.bounds_of_items(node.operand)
            if found is None or max(map(abs, found)) * MAX_SUM >= 2**63:
                raise CannotLower(Text("合计可能超出范围", "a sum that may leave the range"))
            return values.list.sum()
        added = values.list.eval(pl.element().cast(_FLOAT).cum_sum()).list.last()  # in order, as every back end adds
        return finite(pl.when(values.list.len() > 0).then(added).when(values.is_not_null()).then(pl.lit(0.0)))

    def _call(self, node: t.Call, inside: bool) -> pl.Expr:
        on_bits = self._on_bits.get(node.function) if not inside else None
        as_bits = self._as_bits(node) if on_bits is not None else None
        if on_bits is not None and as_bits is not None:
            return on_bits(*as_bits)
        call = self._functions[node.function]
        if call is None:
            raise CannotLower(
                Text(f"函数“{node.function}”没有按列计算的形式", f"function '{node.function}' has no form in columns")
            )
        constants = [self._constant(argument) for argument in node.arguments]
        arguments = [
            self.lower(argument, inside=inside) if constant is _VARIES else constant
            for argument, constant in zip(node.arguments, constants, strict=True)
        ]
        stated = [argument.is_not_null() for argument in arguments if isinstance(argument, pl.Expr)]
        if any(constant is None for constant in constants):
            raise CannotLower(Text("函数没有参数", "a function is called with nothing"))
        if not stated:
            raise CannotLower(Text("函数的参数都是常数", "a function is called with constants alone"))
        return pl.when(pl.all_horizontal(stated)).then(call(*arguments))

    def _as_bits(self, node: t.Call) -> list[pl.Expr | int] | None:
        """The arguments, each a list of choices of one and the same fact, or constant; None for any others."""
        facts = [a.name for a in node.arguments if isinstance(a, t.Name) and a.kind == "fact" and a.name in self._bits]
        if len(facts) != 1:
            return None
        choices = self._bits[facts[0]]
        found: list[pl.Expr | int] = []
        for argument in node.arguments:
            values = self._constant(argument)
            if values is _VARIES:
                if not (isinstance(argument, t.Name) and argument.name == facts[0]):
                    return None
                found.append(pl.col(f"b_{facts[0]}"))
            elif isinstance(values, tuple) and set(values) <= set(choices):
                found.append(sum(1 << choices.index(value) for value in set(values)))
            else:
                return None
        return found

    def _table(self, node: t.DecisionTable, down: Callable[[t.Node], pl.Expr]) -> pl.Expr:
        if node.hit == "unique":
            raise CannotLower(Text("只许一行符合的决策表", "a decision table of which one row alone may fit"))
        values = [row.value for row in node.rows if t.type_of(row.value) != "null"]
        for following in values[1:]:
            self._numbers.require_comparable(values[0], following)
        found: pl.Expr = pl.lit(None)
        for row in reversed(node.rows):
            value = down(row.value)
            met = down(row.when) if row.when is not None else None
            found = value if met is None else pl.when(met).then(value).when(~met).then(found)
        return found


_VARIES = object()


def _about_item(node: t.Node) -> bool:
    return any(isinstance(part, t.Name) and part.kind == "variable" for part in t.walk(node))


def _type_of(value: object) -> pl.DataType | type[pl.DataType]:
    if value is None:
        return pl.Null
    if isinstance(value, bool):
        return pl.Boolean
    if isinstance(value, int):
        return _INT
    if isinstance(value, float):
        return _FLOAT
    return pl.Date if isinstance(value, dt.date) else pl.String


def _dated(node: t.Arithmetic, kinds: tuple[t.Type, t.Type], down: Callable[[t.Node], pl.Expr]) -> pl.Expr:
    """Dates and days. A date is its number of days since 1970."""
    left, right = (down(part).cast(pl.Int32).cast(_INT) if kind == "date" else down(part)
                   for part, kind in zip((node.left, node.right), kinds, strict=True))  # fmt: skip
    if kinds == ("date", "date"):
        return left - right
    if "date" not in kinds:
        raise CannotLower(Text("对天数做了运算", "days are reckoned with"))
    moved = (left.cast(WIDE) - right.cast(WIDE)) if node.operator == "-" else left.cast(WIDE) + right.cast(WIDE)
    epoch = dt.date(1970, 1, 1)
    least, most = ((day - epoch).days for day in _DAYS)
    return pl.when(moved.is_between(least, most)).then(moved).cast(pl.Int32).cast(pl.Date)


def _pattern(pattern: str, anywhere: bool) -> str:
    if _CLASSES.search(pattern):
        raise CannotLower(
            Text(
                r"正则表达式含 \d、\w、\s 或成对符号，各引擎的解释不同",
                r"a pattern with \d, \w, \s or a doubled sign, which regular expressions read differently",
            )
        )
    return pattern if anywhere else f"^(?:{pattern})"
